import { Brake } from "../engine/brake.js";
import { Outage } from "../engine/outage.js";
import { readAll } from "../engine/read-all.js";
import { sketch } from "../engine/sketch.js";
import { takeLock } from "../ledger/lock.js";
import type { Ledger } from "../ledger/open.js";
import type { Likeness, Target } from "../targets/target.js";
import { EXIT } from "../words/exit.js";
import { Stop } from "../words/stop.js";
import type { Payload } from "../words/target-shape.js";
import { systemClock } from "./clock.js";
import { connect } from "./connect.js";
import type { SendingFlags } from "./flags.js";
import { choosePlace } from "./place.js";

const PATIENCE_MS = 30_000;

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
  flags: SendingFlags,
): Promise<RemoteRecord[]> {
  const openPlace = choosePlace(flags);
  // A sandbox's records belong to one process at a time.
  const lock = flags.sandbox === true ? takeLock(ledger.path) : undefined;
  const place = await openPlace();
  const connection = connect(place, target, { timeout: flags.timeout, last_start_ms: 0 });
  const brake = new Brake();
  const observe = () => undefined;
  const common = { clock: systemClock, random: Math.random, brake, observe };
  const outage = new Outage({
    ...common,
    first_contact_ms: PATIENCE_MS,
    max_outage_ms: flags.maxOutage ?? PATIENCE_MS,
  });
  try {
    const { find } = target;
    const reader = { ...common, find, send: connection.read, outage, max_attempts: 3, asked: observe };
    const reading = await readAll(reader, find.subject(payload));
    if (reading !== undefined && "records" in reading) {
      return reading.records.map((record) => {
        const { id, ...fields } = sketch(record);
        return {
          id: id as string,
          likeness: find.compare(payload, record),
          owner: ownerWord(ledger, payload, record.id, target),
          fields,
        };
      });
    }
    if (brake.reason?.why === "stopped") throw brake.reason.stop;
    throw unread(reading?.failure.message ?? "stopped", reading?.failure.kind === "refused_us");
  } finally {
    await connection.close();
    await place.close();
    lock?.release();
  }
}

function ownerWord(ledger: Ledger, payload: Payload, remote_id: string, target: Target): string | null {
  const owner = ledger.settlements.ownerOf(remote_id);
  if (owner === undefined) return null;
  if (owner.kind === "deleted") return "deleted";
  return target.key(JSON.parse(owner.payload) as Payload) === target.key(payload) ? "this row" : "another row";
}

function unread(message: string, refused_us: boolean): Stop {
  return new Stop({
    exit: refused_us ? EXIT.refused_us : EXIT.unreachable,
    kind: "cannot_read",
    message: `what Feishu holds could not be read: ${message}`,
    hint: "try again later, or leave --remote out",
  });
}
