import type { Question } from "../app/question.js";
import type { Brake } from "../engine/calls/brake.js";
import { pacePerSecond } from "../model/cap.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Target } from "../targets/target.js";
import type { PartToTell } from "../texts/catalogue.js";
import { saying } from "../texts/saying.js";
import { askLine, canAsk } from "./ask.js";
import type { Output } from "./output.js";
import type { Texts } from "./texts/texts.js";
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
        return confirmRecords({ ...overwrite(question, output.texts), output, flags, brake });
      case "undo":
        return confirmRecords({ ...undoing(question, flags.run, output.texts), output, flags, brake });
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
  const { tell, label, terminal } = output.texts;
  const t = terminal.prompts;
  // E.g. "55 rows: 50 advertisements, 2 channels".
  const parts = visible.counted.map(({ one, many }, index) => ({ count: amounts[index] ?? 0, one, many }));
  const amount = saying("amount", { rows, parts });
  if (yes === true) return output.note(tell(saying("sends", { amount })).message);
  if (!canAsk(output)) {
    const told = saying("needs_yes", { target: visible.what, amount });
    throw new ExitError({ exit: EXIT.usage, kind: NEEDS_YES, ...told });
  }
  output.question(t.visible(label(visible.what), tell(amount).message));
  if (await saysYes(t.publish, brake.signal, output)) return;
  throw declined(saying("nothing_sent"));
}

/** Somebody has said no. It has no hint: there is nothing to do, and no command that would do it all the same. */
function declined(nothing: PartToTell): ExitError {
  return new ExitError({ exit: EXIT.usage, kind: NOT_CONFIRMED, ...saying("cancelled", { nothing }) });
}

export function isDeclined({ kind, hint }: ExitError): boolean {
  return kind === NOT_CONFIRMED && hint === undefined;
}

/** The end of the input, or an abort, is a no. */
async function saysYes(question: string, signal: AbortSignal, output: Output): Promise<boolean> {
  return /^\s*(y|yes|是)\s*$/i.test((await askLine(question, signal, output)) ?? "");
}

interface RecordsQuestion {
  /** What this call will do, e.g. "This permanently deletes 10 records in Feishu Hire". */
  readonly what: PartToTell;
  /** More of it, line by line. */
  readonly details: readonly string[];
  /** What the number is typed for, e.g. "delete them". */
  readonly verb: string;
  /** What a no comes to, e.g. "Nothing was deleted". */
  readonly nothing: PartToTell;
  readonly records: number;
  /** The number given when an earlier call, stopped since, planned just these records. */
  readonly given_before: number | undefined;
}

interface RecordsOptions extends RecordsQuestion {
  readonly output: Output;
  readonly flags: ConfirmFlags;
  readonly brake: Brake;
}

function overwrite({ target, preview, pace_per_s, given_before }: Overwrite, texts: Texts): RecordsQuestion {
  const { records } = preview;
  return {
    what: saying("overwrites", { records, duration_ms: (records / pace_per_s) * 1000, per_s: pace_per_s }),
    details: previewLines(target.fields, preview, texts),
    verb: texts.terminal.prompts.verbs.overwrite,
    nothing: saying("nothing_sent"),
    records,
    given_before,
  };
}

/** Says what is to be undone and how long that takes. */
function undoing(question: Undo, run: number | undefined, texts: Texts): RecordsQuestion {
  const { target, plan, shares, rate, given_before } = question;
  const { verbs } = texts.terminal.prompts;
  const deletes = deletion(target, shares.delete, rate, run);
  const takes_back = takingBack(target, shares.take_back, rate, run);
  return {
    what:
      deletes !== undefined && takes_back !== undefined
        ? saying("both", { one: deletes, other: takes_back })
        : (deletes ?? takes_back ?? saying("nothing_changed")),
    details: shares.take_back === 0 ? [] : previewLines(target.fields, plan.to_take_back, texts),
    verb: shares.take_back === 0 ? verbs.delete : shares.delete === 0 ? verbs.take_back : verbs.undo,
    nothing: saying(shares.delete === 0 ? "nothing_changed" : "nothing_deleted"),
    records: shares.delete + shares.take_back,
    given_before,
  };
}

function deletion({ remove }: Target, records: number, rate: number | undefined, run: number | undefined) {
  if (records === 0 || "none" in remove) return undefined;
  const per_s = rate ?? pacePerSecond(remove);
  return saying("deletes", { records, run, duration_ms: (records / per_s) * 1000, per_min: Math.round(per_s * 60) });
}

function takingBack({ update }: Target, records: number, rate: number | undefined, run: number | undefined) {
  if (records === 0 || "none" in update) return undefined;
  const per_s = rate ?? pacePerSecond(update);
  return saying("takes_back", { records, run, duration_ms: (records / per_s) * 1000, per_s });
}

/**
 * Goes on only where somebody has given the number of records, on the command line or on the terminal. Throws a
 * `ExitError` (exit 2) otherwise, also where Ctrl-C is the answer.
 */
async function confirmRecords(options: RecordsOptions): Promise<void> {
  const { what, details, nothing, records, given_before, output, flags, brake } = options;
  const { confirm, yes } = flags;
  const { tell, terminal } = output.texts;
  if (confirm !== undefined) {
    if (confirm !== records && confirm !== given_before) throw wrongNumber(confirm, options);
    for (const line of [tell(what).message, ...details]) output.note(line);
    return;
  }
  if (yes === true || !canAsk(output)) {
    for (const line of details) output.note(line);
    const told = saying("needs_confirm", { nothing, what, records });
    throw new ExitError({ exit: EXIT.usage, kind: NEEDS_CONFIRM, ...told });
  }
  output.question([tell(what).message, ...details].join("\n"));
  const typed = await askLine(terminal.prompts.type(records, options.verb), brake.signal, output);
  if (typed?.trim().replaceAll(",", "") !== String(records)) throw declined(nothing);
}

function wrongNumber(given: number, { nothing, what, records }: RecordsOptions): ExitError {
  const told = saying("wrong_number", { nothing, what, records, given });
  return new ExitError({ exit: EXIT.usage, kind: NOT_CONFIRMED, ...told });
}
