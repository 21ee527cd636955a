import type { CheckedTalents } from "../app/check.js";
import type { ResolvedTalents } from "../engine/talents/resolve.js";
import { counted, inWords, number } from "./numbers.js";

const COUNTED_EXACTLY = 4096;

/** What asking came to, for people; nothing where nobody had to be asked for. */
export function resolvedLines(talents: ResolvedTalents): string[] {
  const { asked, found, not_found, several, refused, unanswered, unanswered_because } = talents;
  if (asked + unanswered === 0) return [];
  const parts = [
    `${number(found)} found`,
    ...(not_found > 0 ? [`${number(not_found)} not found`] : []),
    ...(several > 0 ? [`${number(several)} ambiguous`] : []),
    ...(refused > 0 ? [`${number(refused)} refused`] : []),
  ];
  const why = unanswered_because === undefined ? "" : ` (${unanswered_because.message})`;
  const open = unanswered > 0 ? `; ${number(unanswered)} not answered${why}` : "";
  return [`Talent look-up: ${number(asked)} emails, phones and ID numbers; ${parts.join(", ")}${open}`];
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
export function estimateLine({ people, known, to_ask, calls, expected_seconds }: CheckedTalents): string {
  const parts = [
    `${people > COUNTED_EXACTLY ? "about " : ""}${counted(people, "person", "people")}`,
    `${number(known)} known`,
    ...(to_ask === 0 ? [] : [`${number(to_ask)} to look up`]),
  ];
  const requests = `${counted(calls, "request", "requests")}, about ${inWords(expected_seconds * 1000)}`;
  return `Talents: ${parts.join(", ")}; a run looks them up first (${requests})`;
}
