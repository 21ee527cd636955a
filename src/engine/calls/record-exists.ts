import type { Failure } from "../../model/failure.js";
import { READ_AFTER_MS } from "../../model/late.js";
import type { Payload } from "../../model/payload.js";
import type { Find } from "../../targets/target.js";
import { type ListContext, listRecords } from "./list-records.js";

interface SoughtRecord {
  readonly remote_id: string;
  /** What Feishu holds, or may hold, of it: says where to look. */
  readonly payloads: readonly Payload[];
}

/**
 * Whether the lists still show a record. They are read so many times, three seconds apart, before they are believed
 * that it is there. A failure: it could not be read. `undefined`: the run stops.
 */
export async function recordExists(
  reader: ListContext & { readonly find: Find },
  { remote_id, payloads }: SoughtRecord,
  readings: number,
): Promise<boolean | Failure | undefined> {
  const { brake, clock, find } = reader;
  const subjects = new Set(payloads.map((payload) => find.subject(payload)));
  for (let nth = 1; nth <= readings; nth++) {
    await clock.sleep(READ_AFTER_MS, brake.signal);
    let is_shown = false;
    for (const subject of subjects) {
      const reading = await listRecords(reader, subject);
      if (reading === undefined) return undefined;
      if ("failure" in reading) return reading.failure;
      is_shown ||= reading.records.some((record) => record.remote_id === remote_id);
    }
    if (!is_shown) return false;
  }
  return true;
}
