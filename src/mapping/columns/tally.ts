import type { Cell } from "./cell.js";
import type { Order } from "./time-form.js";

/** Beyond so many different texts nothing is chance. */
const DIFFERENT_MAX = 16;

/** Cells of one kind, as far as they tell whether day and month were exchanged. */
export class Tally {
  count = 0;
  /** Dates whose day could be a month. */
  early = 0;
  /** Dates that there are with the day first alone, or with the month first alone. */
  day_first = 0;
  month_first = 0;
  first: Cell | undefined;
  readonly different = new Set<string>();

  #first_differs = false;

  /** `differs`: with day and month exchanged it is another date. */
  add(text: string, line: number, differs: boolean): void {
    this.count += 1;
    if (this.first === undefined || (differs && !this.#first_differs)) this.first = { text, line };
    this.#first_differs ||= differs;
    if (this.different.size < DIFFERENT_MAX) this.different.add(text);
  }

  judge(possible: readonly Order[], is_early: boolean): void {
    const has = (order: Order) => possible.includes(order);
    if (is_early) this.early += 1;
    if (has("dMy") && !has("Mdy")) this.day_first += 1;
    if (has("Mdy") && !has("dMy")) this.month_first += 1;
  }
}
