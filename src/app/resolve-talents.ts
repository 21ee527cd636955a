import { Brake } from "../engine/calls/brake.js";
import { collectPeople } from "../engine/staging/collect-people.js";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import { type ResolvedTalents, TalentResolver } from "../engine/talents/resolve.js";
import type { Ledger } from "../ledger/open.js";
import type { Mapping } from "../mapping/index.js";
import { talents } from "../targets/talents.js";
import { findOf, type Target } from "../targets/target.js";
import type { FeishuPlace } from "./feishu.js";
import type { SendLimits } from "./limits.js";
import type { RunContext } from "./run-context.js";
import { patienceOf, withFeishu } from "./run-feishu.js";

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
  const { ledger, brake } = run;
  const { place, mapping, exports, limits } = options;
  if (mapping.person === undefined || brake.pulled) return { resolved: undefined, staging_brake: brake };
  const resolved = await withFeishu(run, { place, codes: talents.codes, limits }, async (feishu) => {
    const resolver = new TalentResolver({
      ...patienceOf(run, limits),
      ledger,
      run_id: run.run_id,
      max_errors: limits.max_errors === "off" ? "off" : undefined,
      send: feishu.client(talents.caps).ask,
    });
    await collectPeople({ ledger, mapping, exports, resolver, brake });
    return resolver.asked;
  });
  run.observe({ event: "talents_resolved", talents: resolved });
  return { resolved, staging_brake: brake.pulled ? new Brake() : brake };
}

/** A talent that Feishu no longer knows is asked for again: the person may be another talent by now. */
export function forgetGoneTalents(ledger: Ledger, mapping: Mapping, target: Target): void {
  const { person } = mapping;
  if (person === undefined) return;
  ledger.transaction(() => ledger.talents.forgetGone(person.shape.name, findOf(target).no_such_subject));
}
