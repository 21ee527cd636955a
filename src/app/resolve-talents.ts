import { Brake } from "../engine/calls/brake.js";
import { Outage } from "../engine/calls/outage.js";
import { collectPeople } from "../engine/staging/collect-people.js";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import { type ResolvedTalents, TalentResolver, type TalentResolverOptions } from "../engine/talents/resolve.js";
import type { Ledger } from "../ledger/open.js";
import type { Mapping } from "../mapping/index.js";
import { talents } from "../targets/talents.js";
import type { Target } from "../targets/target.js";
import type { FeishuPlace } from "./feishu.js";
import { FIRST_CONTACT_MS, limitDuration, MAX_ATTEMPTS, MAX_OUTAGE_MS, type SendLimits } from "./limits.js";
import type { RunContext } from "./run-context.js";

export interface TalentsOfRun {
  /** Undefined where the mapping wants nobody's. */
  readonly resolved: ResolvedTalents | undefined;
  /** Pulled when what follows has to stop. Whatever stopped the asking, what was read is staged all the same. */
  readonly staging_brake: Brake;
}

export interface ResolveTalentsOptions {
  readonly place: FeishuPlace;
  readonly mapping: Mapping;
  readonly exports: readonly ProfiledExport[];
  readonly limits: SendLimits;
}

/** Act zero of a call: asks Feishu for the talents of the people in exports, where the mapping wants them. */
export async function resolveTalents(run: RunContext, options: ResolveTalentsOptions): Promise<TalentsOfRun> {
  const { ledger, brake, clock } = run;
  const { place, mapping, exports, limits } = options;
  if (mapping.person === undefined || brake.pulled) return { resolved: undefined, staging_brake: brake };
  const feishu = await run.connect(place, { codes: talents.codes, timeout_ms: limits.timeout_ms });
  const resolver = new TalentResolver(resolverOptions(run, limits, feishu.client(talents.caps).ask));
  const end = limitDuration(clock, brake, limits.max_duration_ms);
  try {
    await collectPeople({ ledger, mapping, exports, resolver, brake });
  } finally {
    end();
    await feishu.close();
  }
  run.observe({ event: "talents_resolved", talents: resolver.asked });
  return { resolved: resolver.asked, staging_brake: brake.pulled ? new Brake() : brake };
}

function resolverOptions(
  { ledger, run_id, brake, clock, random, observe, requests }: RunContext,
  limits: SendLimits,
  send: TalentResolverOptions["send"],
): TalentResolverOptions {
  const common = { clock, random, brake, observe };
  const max_outage_ms = limits.max_outage_ms ?? MAX_OUTAGE_MS;
  return {
    ...common,
    ledger,
    run_id,
    outage: new Outage({ ...common, first_contact_ms: FIRST_CONTACT_MS, max_outage_ms }),
    max_attempts: limits.max_attempts ?? MAX_ATTEMPTS,
    max_errors: limits.max_errors === "off" ? "off" : undefined,
    send,
    asked: () => {
      requests.reads += 1;
    },
  };
}

/** A talent that Feishu no longer knows is asked for again: the person may be another talent by now. */
export function forgetGoneTalents(ledger: Ledger, mapping: Mapping, target: Target): void {
  const { person } = mapping;
  if (person === undefined) return;
  ledger.transaction(() => ledger.talents.forgetGone(person.shape.name, target.find.no_such_subject));
}
