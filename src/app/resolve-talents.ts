import { Brake } from "../engine/calls/brake.js";
import { Outage } from "../engine/calls/outage.js";
import { collectPeople } from "../engine/staging/collect-people.js";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import { type ResolvedTalents, TalentResolver } from "../engine/talents/resolve.js";
import { createFeishuClient } from "../feishu/client.js";
import { COMMON_CODES, codeTable, mergeCodes } from "../feishu/codes.js";
import { createTransport } from "../feishu/http.js";
import { createPacer } from "../feishu/pacer.js";
import { createTokens } from "../feishu/token.js";
import type { Ledger } from "../ledger/open.js";
import type { Mapping } from "../mapping/index.js";
import { talents } from "../targets/talents.js";
import type { Target } from "../targets/target.js";
import { systemClock } from "../cli/clock.js";
import { limitDuration } from "../cli/max-duration.js";
import { number } from "../cli/numbers.js";
import type { FeishuPlace } from "../cli/place.js";
import { FIRST_CONTACT_MS, MAX_ATTEMPTS, MAX_OUTAGE_MS, type SendFlags } from "./limits.js";
import { VERSION } from "../cli/version.js";
import type { Work } from "./run-context.js";

export interface AskTalentsOptions {
  readonly work: Work;
  readonly place: FeishuPlace;
  readonly mapping: Mapping;
  readonly exports: readonly ProfiledExport[];
  readonly flags: SendFlags;
}

export interface TalentsOfCall {
  readonly asked: ResolvedTalents | undefined;
  /** Pulled when what follows has to stop. Whatever stopped the asking, what was read is staged all the same. */
  readonly staging_brake: Brake;
}

/** Act zero of a call: asks Feishu for the talents of the people in exports, where the mapping wants them. */
export async function askTalents(options: AskTalentsOptions): Promise<TalentsOfCall> {
  const { work, place, mapping, exports, flags } = options;
  const { ledger, run_id, brake, requests, observe } = work;
  if (mapping.person === undefined || brake.pulled) return { asked: undefined, staging_brake: brake };
  const transport = createTransport({
    base_url: place.base_url,
    version: VERSION,
    environment: process.env,
    ...(flags.timeout === undefined ? {} : { answer_timeout_ms: flags.timeout }),
  });
  const tokens = createTokens({ ...place, transport, clock: systemClock });
  const pacer = createPacer({ ...systemClock, ...talents.caps });
  const codes = mergeCodes(COMMON_CODES, codeTable(talents.codes));
  const client = createFeishuClient({ transport, tokens, pacer, codes });
  const max_outage_ms = flags.maxOutage ?? MAX_OUTAGE_MS;
  const common = { clock: systemClock, random: Math.random, brake, observe };
  const outage = new Outage({ ...common, first_contact_ms: FIRST_CONTACT_MS, max_outage_ms });
  const resolver = new TalentResolver({
    ...common,
    ledger,
    run_id,
    outage,
    max_attempts: flags.maxAttempts ?? MAX_ATTEMPTS,
    max_errors: flags.maxErrors === "off" ? "off" : undefined,
    send: (request, signal) => client.ask(request, signal),
    asked: () => {
      requests.reads += 1;
    },
  });
  const end = limitDuration(brake, flags.maxDuration);
  try {
    await collectPeople({ ledger, mapping, exports, resolver, brake });
  } finally {
    end();
    await transport.close();
  }
  return { asked: resolver.asked, staging_brake: brake.pulled ? new Brake() : brake };
}

/** A talent that Feishu no longer knows is asked for again: the person may be another talent by now. */
export function forgetGoneTalents(ledger: Ledger, mapping: Mapping, target: Target): void {
  const { person } = mapping;
  if (person === undefined) return;
  ledger.transaction(() => ledger.talents.forgetGone(person.shape.name, target.find.no_such_subject));
}

/** What asking came to, for people; nothing where nobody had to be asked for. */
export function askedLines(outcome: ResolvedTalents | undefined): string[] {
  if (outcome === undefined) return [];
  const { asked, found, not_found, several, refused, unanswered, unanswered_because } = outcome;
  if (asked + unanswered === 0) return [];
  const parts = [
    `${number(found)} found`,
    ...(not_found > 0 ? [`${number(not_found)} not found`] : []),
    ...(several > 0 ? [`${number(several)} found more than once`] : []),
    ...(refused > 0 ? [`${number(refused)} refused`] : []),
  ];
  const why = unanswered_because === undefined ? "" : ` (${unanswered_because.message})`;
  const open = unanswered > 0 ? `; ${number(unanswered)} not answered${why}` : "";
  return [`asked Feishu for ${number(asked)} mails, phones and documents: ${parts.join(", ")}${open}`];
}

/** For `--json`. */
export function talentsFacts(asked: ResolvedTalents | undefined): {
  talents?: Omit<ResolvedTalents, "unanswered_because">;
} {
  if (asked === undefined) return {};
  const { unanswered_because: _because, ...talents } = asked;
  return { talents };
}
