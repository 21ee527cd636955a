import { Brake } from "../engine/calls/brake.js";
import { Outage } from "../engine/calls/outage.js";
import { collectPeople } from "../engine/staging/collect-people.js";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import type { ResolveTalent } from "../engine/talents/apply.js";
import { type TalentEstimate, TalentEstimator } from "../engine/talents/estimate.js";
import { TalentResolver } from "../engine/talents/resolve.js";
import type { Ledger } from "../ledger/open.js";
import type { Mapping } from "../mapping/index.js";
import { talents } from "../targets/talents.js";
import { systemClock } from "../cli/clock.js";
import type { AskingFlags } from "../cli/flags.js";
import { counted, inWords, number } from "../cli/numbers.js";
import type { Output } from "../cli/output.js";
import { reading } from "./read-client.js";

/** Never a minute's wait: 960 a minute are below the cap by the minute, too. */
const ASKING_PER_S = Math.floor(talents.caps.cap_per_min / 60);
const PATIENCE_MS = 30_000;
const COUNTED_EXACTLY = 4096;

export interface CheckTalentsOptions {
  readonly mapping: Mapping;
  /** Thrown away after the check. */
  readonly scratch: Ledger;
  readonly pass: number;
  readonly exports: readonly ProfiledExport[];
  readonly flags: AskingFlags & { readonly online?: boolean };
}

/** What `check` tells of the people whose talents are wanted. */
export interface CheckedTalents {
  /** For `stage`. */
  readonly staging: { readonly resolve?: ResolveTalent };
  /** Once the rows are staged. */
  result(): TalentsResult;
}

interface TalentsResult {
  readonly facts: { readonly talents?: object };
  readonly seconds: number;
  print(output: Output): void;
}

const NOBODY: CheckedTalents = {
  staging: {},
  result: () => ({ facts: {}, seconds: 0, print: () => undefined }),
};

/** Counts people where the mapping wants their talents; with `--online` Feishu is asked for them before. */
export async function checkTalents(options: CheckTalentsOptions): Promise<CheckedTalents> {
  const { mapping, scratch, pass, flags } = options;
  if (mapping.person === undefined) return NOBODY;
  const asked_calls = flags.online === true ? await askOnline(options) : 0;
  const forecast = new TalentEstimator(scratch.talents, pass);
  return { staging: { resolve: forecast.resolve }, result: () => resultOf(forecast.facts(), asked_calls) };
}

/** Nothing of what was asked is kept: a run asks for everybody once more. */
function resultOf({ calls, people, known, to_ask }: TalentEstimate, asked_calls: number): TalentsResult {
  const all_calls = calls + asked_calls;
  const seconds = Math.ceil((all_calls * 60) / talents.caps.cap_per_min);
  const parts = [
    `${people > COUNTED_EXACTLY ? "about " : ""}${counted(people, "person", "people")}`,
    `${number(known)} known`,
    ...(to_ask === 0 ? [] : [`${number(to_ask)} yet to be asked for`]),
  ];
  const requests = `${counted(all_calls, "request", "requests")}, about ${inWords(seconds * 1000)}`;
  return {
    facts: { talents: { people, known, to_ask, calls: all_calls, expected_seconds: seconds } },
    seconds,
    print: (output) => output.result(`talents: ${parts.join(", ")}; a run asks Feishu first (${requests})`),
  };
}

/** How many requests it took. What Feishu refuses the app is told by the preflight. */
async function askOnline({ mapping, scratch, pass, exports, flags }: CheckTalentsOptions): Promise<number> {
  let calls = 0;
  await reading(flags, talents.codes, async (door) => {
    const brake = new Brake();
    const common = { clock: systemClock, random: Math.random, brake, observe: () => undefined };
    const resolver = new TalentResolver({
      ...common,
      ledger: scratch,
      run_id: pass,
      outage: new Outage({ ...common, first_contact_ms: PATIENCE_MS, max_outage_ms: PATIENCE_MS }),
      // The door is patient.
      max_attempts: 1,
      max_errors: undefined,
      send: (request) => door.ask(request, ASKING_PER_S),
      asked: () => {
        calls += 1;
      },
    });
    await collectPeople({ ledger: scratch, mapping, exports, resolver, brake });
  });
  return calls;
}
