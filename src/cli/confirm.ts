import type { Brake } from "../engine/brake.js";
import { EXIT } from "../words/exit.js";
import { Stop } from "../words/stop.js";
import { askLine, canAsk } from "./ask.js";
import { number } from "./numbers.js";
import type { Output } from "./output.js";

/** Stable words for programs: the number of records was not given and nobody could be asked; it was another one. */
export const NEEDS_CONFIRM = "needs_confirm";
export const NOT_CONFIRMED = "not_confirmed";

export interface ConfirmOptions {
  /** What this call will do, e.g. "10 records in Feishu Hire will be deleted …". */
  readonly what: string;
  readonly records: number;
  /** The number given when an earlier call, stopped since, planned just these records. */
  readonly given_before: number | undefined;
  readonly confirm: number | undefined;
  /** True: ask nothing, with a terminal or without. */
  readonly silent: boolean;
  readonly output: Output;
  readonly brake: Brake;
}

/**
 * Goes on only where somebody has given the number of records, on the command line or on the terminal. Throws a `Stop`
 * (exit 2) otherwise; where the brake is pulled meanwhile it returns.
 */
export async function confirmRecords(options: ConfirmOptions): Promise<void> {
  const { what, records, given_before, confirm, silent, output, brake } = options;
  if (confirm !== undefined) {
    if (confirm !== records && confirm !== given_before) throw wrongNumber(String(confirm), records);
    return output.note(what);
  }
  if (silent || !canAsk(output)) {
    throw new Stop({
      exit: EXIT.usage,
      kind: NEEDS_CONFIRM,
      message: `nothing was deleted: ${what}`,
      hint: `say that this is meant with --confirm ${records}`,
    });
  }
  output.question(what);
  const typed = await askLine("To go on, type the number of records: ", brake.signal);
  if (brake.pulled) return;
  const plain = typed?.trim().replaceAll(",", "");
  if (plain !== String(records)) throw wrongNumber(plain ?? "", records);
}

function wrongNumber(given: string, records: number): Stop {
  const said = /^\d+$/.test(given) ? `${number(Number(given))} is not their number` : "their number was not given";
  return new Stop({
    exit: EXIT.usage,
    kind: NOT_CONFIRMED,
    message: `nothing was deleted: ${number(records)} records would be, and ${said}`,
    hint: `look at what is chosen; if it is meant: --confirm ${records}`,
  });
}
