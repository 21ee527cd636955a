import { existsSync } from "node:fs";
import { Brake } from "../engine/calls/brake.js";
import { listRecords } from "../engine/calls/list-records.js";
import { Outage } from "../engine/calls/outage.js";
import { retryRead } from "../engine/calls/retry-read.js";
import type { Door } from "../engine/checks/preflight.js";
import type { Observer } from "../engine/events.js";
import { ledgerPath } from "../ledger/file-name.js";
import { takeLock } from "../ledger/lock.js";
import type { Failure } from "../model/failure.js";
import type { FoundRecord, Listing, TargetCodes } from "../targets/target.js";
import { systemClock } from "../cli/clock.js";
import type { AskingFlags } from "../cli/flags.js";
import { choosePlace, type FeishuPlace } from "../cli/place.js";

const PATIENCE_MS = 30_000;
const ATTEMPTS = 3;

/** A whole list, or why there is none. Throws a `ExitError` where Feishu is out of reach. */
export type ReadList = (
  listing: Listing,
  subject: string,
) => Promise<{ readonly records: readonly FoundRecord[] } | { readonly failure: Failure }>;

/** What can be asked of Feishu without changing anything there. */
export interface Reading extends Door {
  readonly place: Pick<FeishuPlace, "name" | "app_id">;
  readonly read: ReadList;
}

export interface Patience {
  /** How long somebody who never answered is waited for. */
  readonly first_contact_ms: number;
  readonly observe: Observer;
}

/**
 * Lets `work` ask Feishu, outside of any run. `codes`: what errors mean beside the common ones. Throws a `ExitError`
 * where Feishu is out of reach.
 */
export async function reading<T>(
  flags: AskingFlags,
  codes: TargetCodes,
  work: (reading: Reading) => Promise<T>,
  { first_contact_ms, observe }: Patience = { first_contact_ms: PATIENCE_MS, observe: () => undefined },
): Promise<T> {
  const openPlace = choosePlace({ ...flags, reads_only: true });
  // A sandbox's records belong to one process at a time.
  const ledger = ledgerPath(flags.ledger);
  const lock = flags.sandbox === true && existsSync(ledger) ? takeLock(ledger) : undefined;
  try {
    // Half of the time that `check` takes to start, and it seldom asks Feishu.
    const { connectReader } = await import("./feishu.js");
    const place = await openPlace();
    const connection = connectReader(place, codes, flags.timeout);
    const brake = new Brake();
    const common = { clock: systemClock, random: Math.random, brake, observe };
    const outage = new Outage({ ...common, first_contact_ms, max_outage_ms: flags.maxOutage ?? PATIENCE_MS });
    const parts = { ...common, outage, max_attempts: ATTEMPTS, asked: () => undefined };
    const answered = <A>(answer: A | undefined): A => {
      if (answer !== undefined) return answer;
      if (brake.reason?.why === "stopped") throw brake.reason.stop;
      throw new Error("a reading ended without a reason");
    };
    try {
      return await work({
        place,
        now_ms: () => systemClock.now_ms(),
        token: async () => answered(await retryRead(parts, connection.token)),
        ask: async (request, cap_per_s) => {
          const send = connection.at(cap_per_s);
          return answered(await retryRead(parts, (signal) => send(request, signal)));
        },
        read: async (find, subject) =>
          answered(await listRecords({ ...parts, find, send: connection.at(find.cap_per_s) }, subject)),
      });
    } finally {
      await connection.close();
      await place.close();
    }
  } finally {
    lock?.release();
  }
}
