import type { KnownAnswer } from "../../ledger/rows/talents.js";
import type { Person, PersonKey } from "../../model/person.js";

/** What is known of a person's talent: the first of the person's keys that Feishu knows decides. */
export type TalentMatch =
  | { readonly kind: "found"; readonly talent_id: string }
  | { readonly kind: "several"; readonly key: PersonKey }
  | { readonly kind: "not_found" }
  /** Feishu takes none of the keys for what it should be. */
  | { readonly kind: "refused"; readonly code: number | undefined }
  | { readonly kind: "to_ask"; readonly key: PersonKey };

type AnswerOf = (key: PersonKey) => KnownAnswer | undefined;

export function standingOf(person: Person, answerOf: AnswerOf): TalentMatch {
  let refused: { readonly code: number | undefined } | undefined;
  let some_not_found = false;
  for (const key of person) {
    const known = answerOf(key);
    if (known === undefined) return { kind: "to_ask", key };
    if (known.answer === "found") return { kind: "found", talent_id: known.talent_id };
    if (known.answer === "several") return { kind: "several", key };
    if (known.answer === "refused") refused ??= { code: known.code };
    else some_not_found = true;
  }
  return refused === undefined || some_not_found ? { kind: "not_found" } : { kind: "refused", code: refused.code };
}

/**
 * The key that Feishu is to be asked for next. A talent that was found once is not asked for again; what else an
 * earlier run was told may have changed since.
 */
export function nextKey(person: Person, answerOf: AnswerOf, run_id: number): PersonKey | undefined {
  if (standingOf(person, answerOf).kind === "found") return undefined;
  const standing = standingOf(person, (key) => {
    const known = answerOf(key);
    return known?.answer === "found" || known?.run_id === run_id ? known : undefined;
  });
  return standing.kind === "to_ask" ? standing.key : undefined;
}
