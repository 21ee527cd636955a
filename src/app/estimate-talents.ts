import { Brake } from "../engine/calls/brake.js";
import { Outage } from "../engine/calls/outage.js";
import { collectPeople } from "../engine/staging/collect-people.js";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import { TalentResolver } from "../engine/talents/resolve.js";
import type { Ledger } from "../ledger/open.js";
import type { Mapping } from "../mapping/index.js";
import { talents } from "../targets/talents.js";
import type { AppContext } from "./context.js";
import type { ReadClient } from "./read-client.js";

/** Never a minute's wait: 960 a minute are below the cap by the minute, too. */
const ASKING_PER_S = Math.floor(talents.caps.cap_per_min / 60);
const PATIENCE_MS = 30_000;

/** How long so many requests for talents take. */
export function talentSeconds(calls: number): number {
  return Math.ceil((calls * 60) / talents.caps.cap_per_min);
}

export interface AskForTalentsOptions {
  readonly mapping: Mapping;
  /** Thrown away after the check: nothing of what was asked is kept. */
  readonly scratch: Ledger;
  readonly pass: number;
  readonly exports: readonly ProfiledExport[];
}

/**
 * Asks Feishu for everybody whose talent is wanted, for a check. Gives the number of requests that it took. What Feishu
 * refuses the app is told by the preflight.
 */
export async function askForTalents(
  client: ReadClient,
  { clock, random }: Pick<AppContext, "clock" | "random">,
  { mapping, scratch, pass, exports }: AskForTalentsOptions,
): Promise<number> {
  let calls = 0;
  const brake = new Brake();
  const common = { clock, random, brake, observe: () => undefined };
  const resolver = new TalentResolver({
    ...common,
    ledger: scratch,
    run_id: pass,
    outage: new Outage({ ...common, first_contact_ms: PATIENCE_MS, max_outage_ms: PATIENCE_MS }),
    // The client is patient.
    max_attempts: 1,
    max_errors: undefined,
    send: (request) => client.ask(request, ASKING_PER_S),
    asked: () => {
      calls += 1;
    },
  });
  await collectPeople({ ledger: scratch, mapping, exports, resolver, brake });
  return calls;
}
