import type { Brake } from "../engine/calls/brake.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { askLine, canAsk } from "./ask.js";
import { number } from "./numbers.js";
import type { Output } from "./output.js";

/** Stable words for programs: the number of records was not given and nobody could be asked; it was another one. */
export const NEEDS_CONFIRM = "needs_confirm";
export const NOT_CONFIRMED = "not_confirmed";

interface ConfirmOptions {
  /** What this call will do, e.g. "10 records in Feishu Hire are to be deleted …". */
  readonly what: string;
  /** More of it, line by line. */
  readonly details?: readonly string[];
  /** What a no comes to, e.g. "nothing was deleted". */
  readonly nothing: string;
  readonly records: number;
  /** The number given when an earlier call, stopped since, planned just these records: see `givenBefore`. */
  readonly given_before: number | undefined;
  readonly confirm: number | undefined;
  /** True: ask nothing, with a terminal or without. */
  readonly silent: boolean;
  readonly output: Output;
  readonly brake: Brake;
}

/**
 * Goes on only where somebody has given the number of records, on the command line or on the terminal. Throws a
 * `ExitError` (exit 2) otherwise; where the brake is pulled meanwhile it returns.
 */
export async function confirmRecords(options: ConfirmOptions): Promise<void> {
  const { what, details = [], nothing, records, given_before, confirm, silent, output, brake } = options;
  if (confirm !== undefined) {
    if (confirm !== records && confirm !== given_before) throw wrongNumber(String(confirm), options);
    for (const line of [what, ...details]) output.note(line);
    return;
  }
  if (silent || !canAsk(output)) {
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

/**
 * The number that was confirmed in the one earlier call that planned all of these records, and stopped before its end.
 * `plans`: the calls that planned them, null for what nobody has planned yet.
 */
export function givenBefore(plans: Iterable<number | null>, plannedBy: (run_id: number) => number): number | undefined {
  const [plan, ...others] = new Set(plans);
  return plan === undefined || plan === null || others.length > 0 ? undefined : plannedBy(plan);
}

function wrongNumber(given: string, { nothing, records }: ConfirmOptions): ExitError {
  const said = /^\d+$/.test(given) ? `${number(Number(given))} is not their number` : "their number was not given";
  return new ExitError({
    exit: EXIT.usage,
    kind: NOT_CONFIRMED,
    message: `${nothing}: ${number(records)} records would be, and ${said}`,
    hint: `look at what is chosen; if it is meant: --confirm ${records}`,
  });
}
