import { cellCleaner } from "../cells/clean.js";
import { damageOf } from "../cells/damage.js";
import { type Decoding, encodedIn } from "../cells/decode.js";
import { wordForNothing } from "../cells/nothing-words.js";
import type { Cell } from "../columns/cell.js";
import { isPersonal, MAIL_FORM } from "../columns/personal.js";
import { TimeColumn } from "../columns/time-column.js";
import type { TimeVerdict } from "../columns/time-verdict.js";
import { isBlank } from "./blank.js";
import { DistinctValues } from "./distinct-values.js";
import { ValueCounts } from "./value-counts.js";

const ID_FORM = /^[\x21-\x7e]{1,100}$/;
const DIGIT = /\d/;
/** No way to write a time is longer. */
const TIME_CHARS_MAX = 48;
/** `10:15:00+08:00`, `10:15Z`: a time that says how far it is from UTC. */
const WITH_OFFSET = /:\d\d(?:[.,]\d+)? ?(?:[Zz]|[+-]\d\d(?::?\d\d)?)$/;
const SAMPLES_MAX = 2;

const value = cellCleaner("choice");
const id = cellCleaner("id");

/** What one column of the exports holds, seen as a whole and in bounded memory. Titles that differ in case are one. */
export class ColumnProfile {
  readonly #timezone: string | undefined;
  readonly values = new ValueCounts();
  readonly different = new DistinctValues();
  /** Exports that have the column. */
  exports = 0;
  /** An export has two columns of this title, so a mapping cannot name it. */
  is_twice = false;
  filled = 0;
  /** Spellings of nothing -> how often. */
  readonly nothings = new Map<string, number>();
  /** Words that may mean nothing, or something -> how often; they count as filled. */
  readonly doubtful = new Map<string, number>();
  /** Cells that hold what a program has encoded. */
  readonly encoded = new Map<Decoding, number>();
  ids = 0;
  damaged_ids = 0;
  mails = 0;
  /** Mail addresses and phone numbers. */
  personal = 0;
  with_offset = 0;
  /** The first two different cells that might be times. */
  readonly samples: Cell[] = [];
  /** One for each export that has the column: each may be written in its own way. */
  readonly #times: TimeColumn[] = [];
  readonly #forms: readonly { readonly form: RegExp; count: number }[];

  /** `forms`: of the ids that the target knows by their looks. */
  constructor(
    readonly title: string,
    /** In the export that has it first. */
    readonly position: number,
    forms: readonly RegExp[],
    /** For times that carry no offset. */
    timezone?: string,
  ) {
    this.#timezone = timezone;
    this.#forms = forms.map((form) => ({ form, count: 0 }));
  }

  beginExport(): void {
    this.exports += 1;
    this.different.beginExport();
    this.#times.push(new TimeColumn({ timezone: this.#timezone }));
  }

  add(cell: string, line: number): void {
    const text = value.clean(cell);
    if (isBlank(text)) {
      countIn(this.nothings, text);
      return;
    }
    if (wordForNothing(text) === "possible") countIn(this.doubtful, text);
    for (const each of encodedIn(text)) countIn(this.encoded, each);
    this.filled += 1;
    this.values.add(text);
    this.different.add(text);
    this.#addId(id.clean(cell));
    if (isPersonal(text)) this.personal += 1;
    if (text.length > TIME_CHARS_MAX || !DIGIT.test(text)) return;
    this.#times[this.#times.length - 1]?.add(text, line);
    if (WITH_OFFSET.test(text)) this.with_offset += 1;
    if (this.samples.length < SAMPLES_MAX && this.samples[0]?.text !== text) this.samples.push({ text, line });
  }

  /** Cells of this form, damaged ones not counted. */
  ofForm(form: RegExp): number {
    return this.#forms.find((each) => each.form === form)?.count ?? 0;
  }

  /** Its ids have a form by which the target knows them. */
  get hasForm(): boolean {
    return this.#forms.some(({ count }) => count > this.filled / 2);
  }

  /** How its times are written, export by export. */
  get verdicts(): readonly TimeVerdict[] {
    return this.#times.map((times) => times.verdict());
  }

  /** Most of what stands in it is a time, in whatever format. */
  get isTime(): boolean {
    const timed = this.verdicts.reduce((sum, verdict) => sum + timesIn(verdict), 0);
    return this.filled > 0 && timed >= this.filled / 2;
  }

  #addId(text: string): void {
    if (!ID_FORM.test(text)) return;
    if (MAIL_FORM.test(text)) {
      this.mails += 1;
      return;
    }
    this.ids += 1;
    if (damageOf(text) !== undefined) this.damaged_ids += 1;
    else for (const each of this.#forms) if (each.form.test(text)) each.count += 1;
  }
}

function countIn<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function timesIn(verdict: TimeVerdict): number {
  if (verdict.kind === "formats") return verdict.cells - (verdict.unfit?.count ?? 0);
  return verdict.kind === "ambiguous" || verdict.kind === "mixed" || verdict.kind === "half_converted"
    ? verdict.cells
    : 0;
}
