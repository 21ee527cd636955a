import { pacePerSecond } from "../app/cap.js";
import type { Question } from "../app/question.js";
import type { Brake } from "../engine/calls/brake.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Target } from "../targets/target.js";
import { askLine, canAsk } from "./ask.js";
import { counted, inWords, number } from "./numbers.js";
import type { Output } from "./output.js";
import { previewLines } from "./update-preview.js";

/** Stable words for programs: nobody could be asked; somebody said no, or gave another number. */
export const NEEDS_YES = "needs_yes";
export const NEEDS_CONFIRM = "needs_confirm";
export const NOT_CONFIRMED = "not_confirmed";

export interface ConfirmFlags {
  readonly yes?: boolean | undefined;
  /** How many records are meant. */
  readonly confirm?: number | undefined;
  /** Of `undo`: only what this run did. */
  readonly run?: number | undefined;
}

/** Asks on the terminal, or looks at what the flags have said already. */
export function confirmBy(output: Output, flags: ConfirmFlags, brake: Brake): (question: Question) => Promise<void> {
  return (question) => {
    switch (question.question) {
      case "visible":
        return confirmVisible(question, output, flags, brake);
      case "overwrite":
        return confirmRecords({ ...overwrite(question), output, flags, brake });
      case "undo":
        return confirmRecords({ ...undoing(question, flags.run), output, flags, brake });
    }
  };
}

type Visible = Extract<Question, { question: "visible" }>;
type Overwrite = Extract<Question, { question: "overwrite" }>;
type Undo = Extract<Question, { question: "undo" }>;

async function confirmVisible(
  { target: { visible }, rows, amounts }: Visible,
  output: Output,
  { yes }: ConfirmFlags,
  brake: Brake,
): Promise<void> {
  if (visible === undefined) return;
  // E.g. "55 rows: 50 advertisements, 2 channels".
  const parts = visible.counted.map(({ one, many }, index) => counted(amounts[index] ?? 0, one, many));
  const amount = `${counted(rows, "row", "rows")}: ${parts.join(", ")}`;
  if (yes === true) return output.note(`sends ${amount}`);
  if (!canAsk(output)) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: NEEDS_YES,
      message: `nothing was sent: ${visible.what}; this call would send ${amount}`,
      hint: "look at the first of them with --limit, and say yes with --yes",
    });
  }
  output.question(`${visible.what}.\nThis call sends ${amount}.`);
  if (await saysYes("Go on? [y/N] ", brake.signal)) return;
  if (brake.pulled) return;
  throw new ExitError({
    exit: EXIT.usage,
    kind: NOT_CONFIRMED,
    message: `nothing was sent: ${amount} would have been`,
    hint: "the same line asks again; --limit N sends the first N only",
  });
}

/** The end of the input, or an abort, is a no. */
async function saysYes(question: string, signal: AbortSignal): Promise<boolean> {
  return /^\s*(y|yes|是)\s*$/i.test((await askLine(question, signal)) ?? "");
}

interface RecordsQuestion {
  /** What this call will do, e.g. "10 records in Feishu Hire are to be deleted …". */
  readonly what: string;
  /** More of it, line by line. */
  readonly details: readonly string[];
  /** What a no comes to, e.g. "nothing was deleted". */
  readonly nothing: string;
  readonly records: number;
  /** The number given when an earlier call, stopped since, planned just these records. */
  readonly given_before: number | undefined;
}

interface RecordsOptions extends RecordsQuestion {
  readonly output: Output;
  readonly flags: ConfirmFlags;
  readonly brake: Brake;
}

function overwrite({ target, preview, pace_per_s, given_before }: Overwrite): RecordsQuestion {
  const { records } = preview;
  const what = counted(records, "record in Feishu Hire is", "records in Feishu Hire are");
  const duration = inWords((records / pace_per_s) * 1000);
  return {
    what: `${what} to be overwritten, in about ${duration} (${number(pace_per_s)} a second)`,
    details: previewLines(target.fields, preview),
    nothing: "nothing was sent",
    records,
    given_before,
  };
}

/** Says what is to be undone and how long that takes. */
function undoing(question: Undo, run: number | undefined): RecordsQuestion {
  const { target, plan, shares, rate, given_before } = question;
  return {
    what: [
      ...deletionWords(target, shares.delete, rate, run),
      ...takeBackWords(target, shares.take_back, rate, run),
    ].join("; "),
    details: shares.take_back === 0 ? [] : previewLines(target.fields, plan.to_take_back),
    nothing: "nothing was deleted",
    records: shares.delete + shares.take_back,
    given_before,
  };
}

function deletionWords({ remove }: Target, count: number, rate: number | undefined, run: number | undefined): string[] {
  if (count === 0 || "none" in remove) return [];
  const records = counted(count, "record", "records");
  const sent_by = run === undefined ? "" : ` that run ${run} sent`;
  const pace_per_s = rate ?? pacePerSecond(remove);
  const pace = `${inWords((count / pace_per_s) * 1000)} (${number(Math.round(pace_per_s * 60))} a minute)`;
  return [`${records} in Feishu Hire${sent_by} are to be deleted for good, in about ${pace}`];
}

function takeBackWords({ update }: Target, count: number, rate: number | undefined, run: number | undefined): string[] {
  if (count === 0 || "none" in update) return [];
  const pace_per_s = rate ?? pacePerSecond(update);
  const pace = `${inWords((count / pace_per_s) * 1000)} (${number(pace_per_s)} a second)`;
  const records = `${counted(count, "record", "records")} that run ${run} updated`;
  return [`${records} are to hold again what they held before, in about ${pace}`];
}

/**
 * Goes on only where somebody has given the number of records, on the command line or on the terminal. Throws a
 * `ExitError` (exit 2) otherwise; where the brake is pulled meanwhile it returns.
 */
async function confirmRecords(options: RecordsOptions): Promise<void> {
  const { what, details, nothing, records, given_before, output, flags, brake } = options;
  const { confirm, yes } = flags;
  if (confirm !== undefined) {
    if (confirm !== records && confirm !== given_before) throw wrongNumber(String(confirm), options);
    for (const line of [what, ...details]) output.note(line);
    return;
  }
  if (yes === true || !canAsk(output)) {
    for (const line of details) output.note(line);
    throw new ExitError({
      exit: EXIT.usage,
      kind: NEEDS_CONFIRM,
      message: `${nothing}: ${what}`,
      hint: `say that this is meant with --confirm ${records}`,
    });
  }
  output.question([what, ...details].join("\n"));
  const typed = await askLine("To go on, type the number of records: ", brake.signal);
  if (brake.pulled) return;
  const plain = typed?.trim().replaceAll(",", "");
  if (plain !== String(records)) throw wrongNumber(plain ?? "", options);
}

function wrongNumber(given: string, { nothing, records }: RecordsOptions): ExitError {
  const said = /^\d+$/.test(given) ? `${number(Number(given))} is not their number` : "their number was not given";
  return new ExitError({
    exit: EXIT.usage,
    kind: NOT_CONFIRMED,
    message: `${nothing}: ${number(records)} records would be, and ${said}`,
    hint: `look at what is chosen; if it is meant: --confirm ${records}`,
  });
}
