import { plainTime, timeFormat } from "../times/time-reader.js";
import { type Cell, type LocalTime, sampleOf } from "./cell.js";
import { DateOrder, type OrderVerdict } from "./date-order.js";
import type { TimeSample } from "./export-profile.js";
import { exchanged, type HalfConverted, halfConverted } from "./half-converted.js";
import { NumberTimes } from "./number-times.js";
import { type Order, type TimeForm, timeForm } from "./time-form.js";
import { TimeLayout } from "./time-layout.js";
import type { HalfConvertedTimes, Refuted, TimeReading, TimeVerdict, Unfit } from "./time-verdict.js";

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
  readonly #families = new Map<string, DateOrder>();
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
    const families = new Map<DateOrder, OrderVerdict>();
    for (const { family } of layouts) if (family !== undefined) families.set(family, family.verdict());
    const refuted = refutedOf(layouts, families);
    if (refuted !== undefined) return { kind: "mixed", cells, refuted };
    const half = this.#halfConverted();
    if (half?.is_certain === true) return this.#exchangedTimes(half);
    const readings = this.#readingsOf(layouts, families);
    if (readings !== undefined) return { kind: "ambiguous", cells, readings };
    const found = this.#formatsOf(layouts, families);
    if (found.length === 0) return this.#unknown();
    const formats = found.map(({ format }) => format);
    const proofs = Array.from(families.values(), (verdict) => (verdict.kind === "sure" ? verdict.proof : undefined));
    const cells_shown = [found[0]?.cells[0], ...proofs, ...found.flatMap((each) => each.cells)];
    const samples = samplesOf(cells_shown, formats, this.#local);
    const perhaps =
      half === undefined ? {} : { perhaps_exchanged: this.#exchangedTimes(half).exchanged[0]?.formats ?? [] };
    return { kind: "formats", formats, cells, samples, unfit: this.#unfitBeside(found), ...perhaps };
  }

  /** Layouts with short years count, too: they tell as much, and are read once the mapping says so. */
  #halfConverted(): HalfConverted | undefined {
    return halfConverted(this.#withCells(), this.#numbers.days());
  }

  #exchangedTimes(half: HalfConverted): HalfConvertedTimes {
    const { converted, converted_first, texts, texts_first } = half;
    const verdict = texts[0]?.family?.verdict();
    const orders = verdict?.kind === "open" ? verdict.orders : [half.order];
    const readings = (is_exchanged: boolean) =>
      orders.flatMap((order): TimeReading[] => {
        const formats = this.#formatsOfHalves(half, order, is_exchanged);
        if (formats === undefined) return [];
        const [sample] = samplesOf([converted_first], formats, this.#local);
        return sample === undefined ? [] : [{ formats, sample, line: converted_first.line }];
      });
    const has_short_years = [...converted, ...texts].some(({ form }) => form.has_short_year);
    return {
      kind: "half_converted",
      cells: this.#cells,
      converted: converted_first,
      text: texts_first,
      exchanged: readings(true),
      as_written: readings(false),
      has_short_years: has_short_years && !this.#two_digit_years,
    };
  }

  /** Undefined where no format can say it: a month's name, a number of days. */
  #formatsOfHalves({ converted, texts }: HalfConverted, order: Order, is_exchanged: boolean): string[] | undefined {
    const formats = this.#withCells().map((layout) => {
      if (texts.includes(layout)) return layout.format(order);
      if (!converted.includes(layout)) return layout.format(orderIn(layout.family?.verdict(), order));
      if (layout.form.orders.length > 0) return layout.format(is_exchanged ? "ydM" : "yMd");
      return is_exchanged ? exchanged(layout.format(undefined)) : layout.format(undefined);
    });
    const days = converted.length > 0 ? [] : [is_exchanged ? undefined : "excel-serial"];
    const numbers = this.#numbers.formats().map(({ format }) => format);
    const all = Array.from(new Set([...formats, ...days, ...numbers]));
    return all.includes(undefined) ? undefined : (all as string[]);
  }

  #withCells(): TimeLayout[] {
    return Array.from(this.#layouts.values())
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
  }

  /** The layouts that may be read, the most frequent first. */
  #layoutsFound(): TimeLayout[] {
    return this.#withCells().filter(({ form }) => this.#two_digit_years || !form.has_short_year);
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
      family = new DateOrder(form.orders);
      this.#families.set(form.family, family);
    }
    const layout = new TimeLayout(form, family);
    this.#layouts.set(form.template, layout);
    return layout;
  }

  #readingsOf(layouts: readonly TimeLayout[], families: Verdicts): TimeReading[] | undefined {
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

type Verdicts = ReadonlyMap<DateOrder, OrderVerdict>;

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
  const readers = formats.map((format) => timeFormat(format, true)).filter((each) => "read" in each);
  const different = new Map(cells.flatMap((cell) => (cell === undefined ? [] : [[cell.text, cell] as const])));
  return Array.from(different.values(), (cell) => sampleOf(cell, readers, local)).slice(0, SAMPLES);
}
