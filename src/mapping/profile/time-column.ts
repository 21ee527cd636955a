import { plainTime, timeFormat } from "../time-reader.js";
import { type Cell, type LocalTime, sampleOf } from "./cell.js";
import type { TimeFacts, TimeSample } from "./facts.js";
import { NumberTimes } from "./number-times.js";
import { type OrderVerdict, TimeFamily } from "./time-family.js";
import { type Order, type TimeForm, timeForm } from "./time-form.js";
import { TimeLayout } from "./time-layout.js";

/** What the cells of a column say of how its times are written. */
export type TimeVerdict =
  | (TimeFacts & { readonly kind: "formats"; readonly unfit: Unfit | undefined })
  /** Several readings fit all that was seen, and give different times. */
  | { readonly kind: "ambiguous"; readonly cells: number; readonly readings: readonly Reading[] }
  /** Each of the formats is proved by one cell and refuted by another. */
  | { readonly kind: "mixed"; readonly cells: number; readonly refuted: readonly Refuted[] }
  | Unknown
  | { readonly kind: "empty" };

export interface Unknown {
  readonly kind: "unknown";
  readonly cells: number;
  readonly why: WhyUnknown;
  readonly first: Cell;
  /** Of numbers: what they would be read by if they are times; one at least. */
  readonly possible?: readonly string[];
}

/** The years have two digits; the numbers could be something else than times; no cell is a time that is known. */
export type WhyUnknown = "short_years" | "numbers" | "no_time";

/** Cells that fit none of the formats: their rows will be invalid. */
export interface Unfit {
  readonly count: number;
  readonly first: Cell;
}

export interface Reading {
  readonly formats: readonly string[];
  readonly sample: TimeSample;
  readonly line: number;
}

/** A format, and a cell that cannot have it. */
export interface Refuted extends Cell {
  readonly format: string;
}

interface Look {
  readonly form: TimeForm;
  readonly layout: TimeLayout;
}

/** A column of times is written in a few forms; one with more than these is no column of times. */
const LAYOUTS_MAX = 64;
/** Longer than any time. */
const TIME_CHARS_MAX = 64;
/** Names of months and weekdays multiply the looks of one form. */
const LOOKS_KEPT_MAX = 1024;

const DIGITS = /\d/g;
const NUMBER = /^\d+(?:[.,]\d+)?$/;
const SAMPLES = 2;

/**
 * Infers how a column's times are written, in memory that does not grow with it. Day and month are told apart by proof
 * alone: by a cell that is a date in one order only.
 */
export class TimeColumn {
  readonly #two_digit_years: boolean;
  readonly #local: LocalTime;
  readonly #layouts = new Map<string, TimeLayout>();
  readonly #families = new Map<string, TimeFamily>();
  /** By a text with all digits 0: its form, and the layout of all texts of this form. */
  readonly #by_look = new Map<string, Look | undefined>();
  readonly #numbers = new NumberTimes();
  #cells = 0;
  #first_unfit: Cell | undefined;

  constructor({ two_digit_years = false, ...local }: LocalTime & { readonly two_digit_years?: boolean } = {}) {
    this.#two_digit_years = two_digit_years;
    this.#local = local;
  }

  /** A trimmed cell that is not empty, and the line of its record. */
  add(cell: string, line: number): void {
    this.#cells += 1;
    if (cell.length <= TIME_CHARS_MAX && this.#isTime(plainTime(cell), line)) return;
    this.#first_unfit ??= { text: cell, line };
  }

  /** Of numbers nothing is known before all were seen. */
  #isTime(text: string, line: number): boolean {
    if (!NUMBER.test(text)) {
      const look = this.#lookOf(text);
      return look?.layout.add(text, line, look.form) === true;
    }
    this.#numbers.add(text, line);
    return true;
  }

  verdict(): TimeVerdict {
    const cells = this.#cells;
    if (cells === 0) return { kind: "empty" };
    const layouts = this.#layoutsFound();
    const families = new Map<TimeFamily, OrderVerdict>();
    for (const { family } of layouts) if (family !== undefined) families.set(family, family.verdict());
    const refuted = refutedOf(layouts, families);
    if (refuted !== undefined) return { kind: "mixed", cells, refuted };
    const readings = this.#readingsOf(layouts, families);
    if (readings !== undefined) return { kind: "ambiguous", cells, readings };
    const found = this.#formatsOf(layouts, families);
    if (found.length === 0) return this.#unknown();
    const formats = found.map(({ format }) => format);
    const proofs = Array.from(families.values(), (verdict) => (verdict.kind === "sure" ? verdict.proof : undefined));
    const cells_shown = [found[0]?.cells[0], ...proofs, ...found.flatMap((each) => each.cells)];
    const samples = samplesOf(cells_shown, formats, this.#local);
    return { kind: "formats", formats, cells, samples, unfit: this.#unfitBeside(found) };
  }

  /** The layouts that may be read, the most frequent first. */
  #layoutsFound(): TimeLayout[] {
    const found = Array.from(this.#layouts.values()).filter(
      ({ form }) => this.#two_digit_years || !form.has_short_year,
    );
    return found.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  }

  #lookOf(text: string): Look | undefined {
    const zeros = text.replace(DIGITS, "0");
    if (this.#by_look.has(zeros)) return this.#by_look.get(zeros);
    const form = timeForm(zeros);
    const layout = form === undefined ? undefined : this.#layoutWith(form);
    const look = form === undefined || layout === undefined ? undefined : { form, layout };
    if (this.#by_look.size >= LOOKS_KEPT_MAX) this.#by_look.clear();
    this.#by_look.set(zeros, look);
    return look;
  }

  #layoutWith(form: TimeForm): TimeLayout | undefined {
    const known = this.#layouts.get(form.template);
    if (known !== undefined || this.#layouts.size >= LAYOUTS_MAX) return known;
    let family = this.#families.get(form.family);
    if (family === undefined && form.orders.length > 0) {
      family = new TimeFamily(form.orders);
      this.#families.set(form.family, family);
    }
    const layout = new TimeLayout(form, family);
    this.#layouts.set(form.template, layout);
    return layout;
  }

  #readingsOf(layouts: readonly TimeLayout[], families: Verdicts): Reading[] | undefined {
    const open = Array.from(families.values()).filter((verdict) => verdict.kind === "open");
    const [first] = open;
    if (first === undefined) return undefined;
    const orders = new Set(open.flatMap((verdict) => verdict.orders));
    return Array.from(orders, (order) => {
      const formats = this.#formatsOf(layouts, families, order).map(({ format }) => format);
      const [sample] = samplesOf([first.sample], formats, this.#local);
      return { formats, sample: sample as TimeSample, line: first.sample.line };
    });
  }

  /** The most frequent first. No format takes another's cells: they differ in what is not a digit, or in length. */
  #formatsOf(layouts: readonly TimeLayout[], families: Verdicts, preferred?: Order): Found[] {
    const found = layouts.map((layout) => {
      const verdict = layout.family === undefined ? undefined : families.get(layout.family);
      const { count, cells } = layout;
      return { format: layout.format(orderIn(verdict, preferred)), count, cells };
    });
    return merged([...found, ...this.#numbers.formats()]).sort((a, b) => b.count - a.count);
  }

  /** What was read by none of the formats found. */
  #unfitBeside(found: readonly Found[]): Unfit | undefined {
    const count = this.#cells - found.reduce((sum, each) => sum + each.count, 0);
    const first = this.#first_unfit ?? this.#shortYear() ?? this.#numbers.first_other ?? this.#numbers.first;
    return count === 0 || first === undefined ? undefined : { count, first };
  }

  #shortYear(): Cell | undefined {
    const layouts = Array.from(this.#layouts.values());
    return layouts.find(({ form, cells }) => form.has_short_year && cells.length > 0)?.cells[0];
  }

  #unknown(): TimeVerdict {
    const cells = this.#cells;
    const short = this.#shortYear();
    if (short !== undefined) return { kind: "unknown", cells, why: "short_years", first: short };
    const { first } = this.#numbers;
    const [possible] = this.#numbers.possible();
    if (possible !== undefined && this.#first_unfit === undefined) {
      const [cell = first as Cell] = possible.cells;
      const formats = this.#numbers.possible().map(({ format }) => format);
      return { kind: "unknown", cells, why: "numbers", first: cell, possible: formats };
    }
    const other = this.#first_unfit ?? first;
    return other === undefined ? { kind: "empty" } : { kind: "unknown", cells, why: "no_time", first: other };
  }
}

type Verdicts = ReadonlyMap<TimeFamily, OrderVerdict>;

interface Found {
  readonly format: string;
  readonly count: number;
  readonly cells: readonly Cell[];
}

/** Several forms may have one format: `iso`. */
function merged(found: readonly Found[]): Found[] {
  const by_format = new Map<string, Found>();
  for (const each of found) {
    const { format } = each;
    const known = by_format.get(format) ?? { format, count: 0, cells: [] };
    by_format.set(format, { format, count: known.count + each.count, cells: [...known.cells, ...each.cells] });
  }
  return Array.from(by_format.values());
}

function orderIn(verdict: OrderVerdict | undefined, preferred: Order | undefined): Order | undefined {
  if (verdict === undefined || verdict.kind === "mixed") return undefined;
  if (verdict.kind === "sure") return verdict.order;
  return verdict.orders.find((order) => order === preferred) ?? verdict.orders[0];
}

function refutedOf(layouts: readonly TimeLayout[], families: Verdicts): Refuted[] | undefined {
  for (const layout of layouts) {
    const verdict = layout.family === undefined ? undefined : families.get(layout.family);
    if (verdict?.kind !== "mixed") continue;
    return verdict.against.map(([order, cell]) => ({ ...cell, format: layout.format(order) }));
  }
  return undefined;
}

function samplesOf(cells: readonly (Cell | undefined)[], formats: readonly string[], local: LocalTime): TimeSample[] {
  const readers = formats.map((format) => timeFormat(format, true)).filter((each) => typeof each !== "string");
  const different = new Map(cells.flatMap((cell) => (cell === undefined ? [] : [[cell.text, cell] as const])));
  return Array.from(different.values(), (cell) => sampleOf(cell, readers, local)).slice(0, SAMPLES);
}
