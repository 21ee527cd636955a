import type { KnownAnswer } from "../../ledger/rows/talents.js";
import type { Resolved, Unresolved } from "../../mapping/index.js";
import type { Failure } from "../../model/failure.js";
import type { Person, PersonKey } from "../../model/person.js";
import { because } from "../../texts/because.js";
import { standingOf, type TalentMatch } from "./match.js";

/** Gives a record its talent, or says why it has none. */
export type ResolveTalent = (mapped: Unresolved) => Resolved;

type Answers = { answerOf(key: PersonKey): KnownAnswer | undefined };

/** What a record became, ready to be placed. */
export type ReadRow = (cells: readonly string[], line: number) => Resolved;

/** By what Feishu has answered so far. */
export function fromAnswers(answers: Answers): ResolveTalent {
  return (mapped) => {
    const standing = standingOf(mapped.wanted.person, (key) => answers.answerOf(key));
    return standing.kind === "found" ? withTalent(mapped, standing.talent_id) : without(mapped, standing);
  };
}

export function withTalent({ key, payload, wanted }: Unresolved, talent_id: string): Resolved {
  return { kind: "payload", key, payload: { ...payload, [wanted.field]: talent_id } };
}

export function without({ key, wanted }: Unresolved, standing: Exclude<TalentMatch, { kind: "found" }>): Resolved {
  const column = standing.kind === "several" ? standing.key.column : columnsOf(wanted.person);
  return { kind: "invalid", key, failure: { ...reasonOf(standing), field: wanted.field, column } };
}

function reasonOf(standing: Exclude<TalentMatch, { kind: "found" }>): Failure {
  switch (standing.kind) {
    case "to_ask":
      return because("talent_not_asked", { id: "talent_not_asked" });
    case "several":
      return because("talent_ambiguous", { id: "talent_ambiguous" });
    case "refused":
      return {
        ...because("talent_not_found", { id: "talent_keys_refused" }),
        ...(standing.code === undefined ? {} : { code: standing.code }),
      };
    case "not_found":
      return because("talent_not_found", { id: "talent_not_found" });
  }
}

function columnsOf(person: Person): string {
  return Array.from(new Set(person.map(({ column }) => column))).join(", ");
}
