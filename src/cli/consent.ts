import type { Brake } from "../engine/calls/brake.js";
import type { QueuedRow } from "../ledger/queue.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Payload } from "../model/payload.js";
import type { Target } from "../targets/target.js";
import { askLine, canAsk } from "./ask.js";
import { counted } from "./numbers.js";
import type { Output } from "./output.js";

/** Stable words for programs: nobody could be asked, and somebody said no. */
export const NEEDS_YES = "needs_yes";
const NOT_CONFIRMED = "not_confirmed";

export interface ConsentOptions {
  readonly target: Target;
  /** The rows that this call would send, in their order. */
  readonly rows: Iterator<QueuedRow>;
  readonly limit: number | undefined;
  readonly yes: boolean | undefined;
  readonly output: Output;
  readonly brake: Brake;
}

/**
 * Asks before anything is sent that people outside will see. Throws a `ExitError` (exit 2) without a yes; where the
 * brake is pulled meanwhile it returns, and nothing is sent either.
 */
export async function askConsent({ target, rows, limit, yes, output, brake }: ConsentOptions): Promise<void> {
  const { visible } = target;
  if (visible === undefined) return;
  const amount = amountOf(visible.counted, rows, limit);
  if (amount === undefined) return;
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

/** E.g. "55 rows: 50 advertisements, 2 channels"; undefined where there is nothing to send. */
function amountOf(
  fields: readonly { readonly field: string; readonly one: string; readonly many: string }[],
  rows: Iterator<QueuedRow>,
  limit = Number.POSITIVE_INFINITY,
): string | undefined {
  const values = new Map(fields.map(({ field }) => [field, new Set<unknown>()]));
  let count = 0;
  for (let row = rows.next(); row.done !== true && count < limit; row = rows.next()) {
    count += 1;
    const payload = JSON.parse(row.value.payload) as Payload;
    for (const [field, seen] of values) seen.add(payload[field]);
  }
  if (count === 0) return undefined;
  const parts = fields.map(({ field, one, many }) => counted(values.get(field)?.size ?? 0, one, many));
  return `${counted(count, "row", "rows")}: ${parts.join(", ")}`;
}

/** The end of the input, or an abort, is a no. */
async function saysYes(question: string, signal: AbortSignal): Promise<boolean> {
  return /^\s*(y|yes|是)\s*$/i.test((await askLine(question, signal)) ?? "");
}
