import { counted, inWords, number } from "../../model/numbers.js";
import type { PartToTell, SayMessage } from "../catalogue.js";

/** What somebody is asked to agree to, and what a no comes to. */
export const questions = {
  cancelled: ({ nothing }: { nothing: PartToTell }, say: SayMessage) => `Cancelled. ${say(nothing).message}.`,
  nothing_sent: "Nothing was sent",
  nothing_deleted: "Nothing was deleted",
  nothing_changed: "Nothing was changed",
  needs_yes: ({ target, amount }: { target: string; amount: PartToTell }, say: SayMessage) => ({
    message: `Nothing was sent. ${target}; this command would send ${say(amount).message}`,
    hint: "Try the first of them with --limit, then confirm with --yes",
  }),
  needs_confirm: ({ nothing, what, records }: ToConfirm, say: SayMessage) => ({
    message: `${say(nothing).message}. ${say(what).message}. It needs a confirmation`,
    hint: `To confirm, add --confirm ${records}`,
  }),
  wrong_number: ({ nothing, what, records, given }: ToConfirm & { given: number }, say: SayMessage) => ({
    message:
      `${say(nothing).message}. --confirm ${given} does not match: ` +
      `${counted(records, "record is", "records are")} affected`,
    hint: `${say(what).message}. If that is what you want, confirm that number.`,
  }),
  /** `parts`: the things that the target counts, in their English words. */
  amount: ({ rows, parts }: { rows: number; parts: readonly Counted[] }) =>
    `${counted(rows, "row", "rows")}: ${parts.map(({ count, one, many }) => counted(count, one, many)).join(", ")}`,
  sends: ({ amount }: { amount: PartToTell }, say: SayMessage) => `sends ${say(amount).message}`,
  overwrites: ({ records, duration_ms, per_s }: { records: number; duration_ms: number; per_s: number }) =>
    `This overwrites ${counted(records, "record", "records")} in Feishu Hire, ` +
    `in about ${inWords(duration_ms)} (${number(per_s)} a second)`,
  deletes: ({ records, run, duration_ms, per_min }: OfRun & { per_min: number }) =>
    `This permanently deletes ${counted(records, "record", "records")} in Feishu Hire` +
    `${run === undefined ? "" : ` that run ${run} sent`}, ` +
    `in about ${inWords(duration_ms)} (${number(per_min)} a minute)`,
  takes_back: ({ records, run, duration_ms, per_s }: OfRun & { per_s: number }) =>
    `This gives ${counted(records, "record", "records")} that run ${run} updated the content from before, ` +
    `in about ${inWords(duration_ms)} (${number(per_s)} a second)`,
  both: ({ one, other }: { one: PartToTell; other: PartToTell }, say: SayMessage) =>
    `${say(one).message}. ${say(other).message}`,
};

export interface ToConfirm {
  readonly nothing: PartToTell;
  readonly what: PartToTell;
  readonly records: number;
}

export interface Counted {
  readonly count: number;
  readonly one: string;
  readonly many: string;
}

/** `run`: the number of the run whose records they are, where only one is meant. */
export interface OfRun {
  readonly records: number;
  readonly run: number | undefined;
  readonly duration_ms: number;
}

export type QuestionTexts = typeof questions;
