import { summarizeRecord } from "../engine/sending/summarize-record.js";
import type { Ledger } from "../ledger/open.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Failure } from "../model/failure.js";
import type { Payload } from "../model/payload.js";
import type { FoundRecord, Likeness, Target } from "../targets/target.js";
import { saying } from "../texts/saying.js";
import type { ReadClient } from "./read-client.js";

export interface RemoteRecord {
  readonly id: string;
  /** How it compares with what the row sent. */
  readonly likeness: Likeness;
  /** `this row`, `another row`, `deleted`, or null. */
  readonly owner: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

/** What Feishu holds now where a row's record would be. */
export async function readRemote(
  ledger: Ledger,
  target: Target,
  payload: Payload,
  { read }: Pick<ReadClient, "read">,
): Promise<RemoteRecord[]> {
  const { find } = target;
  if ("none" in find) throw cannotRead(target.title, find.none);
  const whole = await read(find, find.subject(payload));
  if ("failure" in whole) throw unread(whole.failure);
  const records = whole.records.map((record) => {
    const { id, ...fields } = summarizeRecord(record);
    const likeness = find.compare(payload, record);
    return { id: id as string, likeness, owner: ownerWord(ledger, payload, record, target), fields };
  });
  // Where a record says whose it is, the others of a whole channel tell nothing.
  return find.known_by === "identity" ? records.filter(({ likeness }) => likeness !== "other") : records;
}

function ownerWord(ledger: Ledger, payload: Payload, { remote_id }: FoundRecord, target: Target): string | null {
  const owner = remote_id === null ? undefined : ledger.settlements.ownerOf(remote_id);
  if (owner === undefined) return null;
  if (owner.kind === "deleted") return "deleted";
  return target.key(JSON.parse(owner.payload) as Payload) === target.key(payload) ? "this row" : "another row";
}

function cannotRead(title: string, why: string): ExitError {
  return new ExitError({ exit: EXIT.usage, kind: "cannot_read", ...saying("target_without_remote", { title, why }) });
}

function unread(why: Failure): ExitError {
  return new ExitError({
    exit: why.kind === "refused_us" ? EXIT.refused_us : EXIT.unreachable,
    kind: "cannot_read",
    ...saying("remote_not_read", { why }),
  });
}
