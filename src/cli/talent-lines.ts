import type { CheckedTalents } from "../app/check.js";
import type { ResolvedTalents } from "../engine/talents/resolve.js";
import type { Texts } from "./texts/texts.js";

const COUNTED_EXACTLY = 4096;

/** What asking came to, for people; nothing where nobody had to be asked for. */
export function resolvedLines(talents: ResolvedTalents, { readings: t, say }: Texts): string[] {
  const { unanswered_because: why, ...counts } = talents;
  if (counts.asked + counts.unanswered === 0) return [];
  return [t.talents_resolved(counts, why === undefined ? undefined : say(why).message)];
}

/** For `--json`. */
export function resolvedFacts(talents: ResolvedTalents | undefined): {
  talents?: Omit<ResolvedTalents, "unanswered_because">;
} {
  if (talents === undefined) return {};
  const { unanswered_because: _because, ...facts } = talents;
  return { talents: facts };
}

/** What a check tells of the people whose talents are wanted. */
export function estimateLine(talents: CheckedTalents, { readings: t }: Texts): string {
  return t.talents_expected({ ...talents, is_exact: talents.people <= COUNTED_EXACTLY });
}
