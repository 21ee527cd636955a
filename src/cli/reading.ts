import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Brake } from "../engine/brake.js";
import { Outage } from "../engine/outage.js";
import { readAll } from "../engine/read-all.js";
import { takeLock } from "../ledger/lock.js";
import type { FoundRecord, Listing, TargetCodes } from "../targets/target.js";
import type { Failure } from "../words/failure.js";
import { systemClock } from "./clock.js";
import { connectReader } from "./connect.js";
import type { AskingFlags } from "./flags.js";
import { choosePlace } from "./place.js";

const PATIENCE_MS = 30_000;
const ATTEMPTS = 3;

/** A whole list, or why there is none. Throws a `Stop` where Feishu is out of reach. */
export type ReadList = (
  listing: Listing,
  subject: string,
) => Promise<{ readonly records: readonly FoundRecord[] } | { readonly failure: Failure }>;

/** Lets `work` read lists of Feishu's outside of any run. `codes`: what their errors mean beside the common ones. */
export async function reading<T>(
  flags: AskingFlags,
  codes: TargetCodes,
  work: (read: ReadList) => Promise<T>,
): Promise<T> {
  const openPlace = choosePlace({ ...flags, reads_only: true });
  // A sandbox's records belong to one process at a time.
  const ledger = resolve(flags.ledger);
  const lock = flags.sandbox === true && existsSync(ledger) ? takeLock(ledger) : undefined;
  try {
    const place = await openPlace();
    const connection = connectReader(place, codes, flags.timeout);
    const brake = new Brake();
    const common = { clock: systemClock, random: Math.random, brake, observe: () => undefined };
    const max_outage_ms = flags.maxOutage ?? PATIENCE_MS;
    const outage = new Outage({ ...common, first_contact_ms: PATIENCE_MS, max_outage_ms });
    const asked = () => undefined;
    try {
      return await work(async (find, subject) => {
        const send = connection.at(find.cap_per_s);
        const whole = await readAll({ ...common, outage, find, send, max_attempts: ATTEMPTS, asked }, subject);
        if (whole !== undefined) return whole;
        if (brake.reason?.why === "stopped") throw brake.reason.stop;
        throw new Error("a reading ended without a reason");
      });
    } finally {
      await connection.close();
      await place.close();
    }
  } finally {
    lock?.release();
  }
}
