import { timeFormat } from "../times/time-reader.js";
import type { TimeFormat, WallTime } from "../times/wall-time.js";
import { type Cell, FirstCells } from "./cell.js";
import type { DateOrder } from "./date-order.js";
import { Tally } from "./tally.js";
import { formatOf, type Order, type Range, type TimeForm } from "./time-form.js";

/** The cells of a column that are written in one form. */
export class TimeLayout {
  readonly form: TimeForm;
  /** Of times whose order is open. */
  readonly family: DateOrder | undefined;
  readonly tally = new Tally();
  readonly #first = new FirstCells();
  /** One reader for each order, whatever zeros stand before numbers. */
  readonly #readers: readonly { readonly order: Order | undefined; readonly format: TimeFormat }[];
  readonly #date = { filled: false, bare: false };
  readonly #hour = { filled: false, bare: false };

  /** `family`: where the form has orders. */
  constructor(form: TimeForm, family: DateOrder | undefined) {
    this.form = form;
    this.family = family;
    const orders = form.orders.length === 0 ? [undefined] : form.orders;
    this.#readers = orders.map((order) => {
      const format = timeFormat(formatOf(form, order, { date: false, hour: false }), true);
      if ("message" in format) throw new Error(`an inferred format cannot be one: ${format.message}`);
      return { order, format };
    });
  }

  /** `form`: of this very cell. False where it is no time of the calendar. */
  add(text: string, line: number, { date_numbers, hours }: TimeForm): boolean {
    const possible: Order[] = [];
    let time: WallTime | undefined;
    let year_first: WallTime | undefined;
    let differ = false;
    for (const { order, format } of this.#readers) {
      const read = format.read(text);
      if (typeof read !== "object") continue;
      differ ||= time !== undefined && time.wall_ms !== read.wall_ms;
      time = read;
      if (order !== undefined) possible.push(order);
      if (order === "yMd") year_first = read;
    }
    if (time === undefined) return false;
    this.family?.add(possible, differ, text, line);
    this.tally.add(text, line, differ);
    this.tally.judge(possible, isEarly(this.form, possible, year_first ?? time));
    this.#first.add(text, line);
    lookAtZeros(this.#date, text, date_numbers);
    lookAtZeros(this.#hour, text, hours);
    return true;
  }

  get count(): number {
    return this.tally.count;
  }

  /** Two at most. */
  get cells(): readonly Cell[] {
    return this.#first.cells;
  }

  format(order: Order | undefined): string {
    const isPadded = ({ filled, bare }: { filled: boolean; bare: boolean }) => filled && !bare;
    return formatOf(this.form, order, { date: isPadded(this.#date), hour: isPadded(this.#hour) });
  }
}

/** Whether a date that is read in the one order a spreadsheet could have exchanged has a day that could be a month. */
function isEarly({ orders }: TimeForm, possible: readonly Order[], { wall_ms }: WallTime): boolean {
  if (orders.includes("ydM")) return possible.length === orders.length;
  if (orders.length > 0 && !possible.includes("yMd")) return false;
  return new Date(wall_ms).getUTCDate() <= 12;
}

const ZERO = 0x30;

function lookAtZeros(seen: { filled: boolean; bare: boolean }, text: string, places: readonly Range[]): void {
  for (const [from, to] of places) {
    if (to - from === 1) seen.bare = true;
    else if (text.charCodeAt(from) === ZERO) seen.filled = true;
  }
}
