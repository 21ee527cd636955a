import type { TargetHints } from "../../model/column-hints.js";
import { visible } from "../../model/text.js";
import { fold, trimCell } from "../cells/text.js";
import { matchTitles } from "../columns/title.js";
import { isBlank } from "./blank.js";
import { ColumnProfile } from "./column-profile.js";
import { DistinctValues } from "./distinct-values.js";

/** Columns of each part of an id that are tried together: the first two that have a title of it. */
const TRIED_MAX = 2;

/** Columns that may make an id together. */
interface Combination {
  readonly columns: readonly ColumnProfile[];
  readonly different: DistinctValues;
}

/** What all exports hold together: their columns by title, each seen as a whole. */
export class TableProfile {
  readonly #hints: TargetHints;
  exports = 0;
  rows = 0;
  /** Rows whose record cannot be read. */
  unreadable = 0;
  readonly #columns = new Map<string, ColumnProfile>();
  #combinations: Combination[] | undefined;
  #here: readonly (ColumnProfile | undefined)[] = [];
  #combined: readonly { readonly different: DistinctValues; readonly indexes: readonly number[] }[] = [];
  readonly #forms: readonly RegExp[];

  /** `timezone`: for readings of times that carry no offset, where it is known. */
  constructor(
    hints: TargetHints = { fields: {} },
    readonly timezone?: string,
  ) {
    this.#hints = hints;
    this.#forms = Object.values(hints.fields).flatMap(({ form }) => form ?? []);
  }

  /** The rows that come next are of an export with this header. */
  beginExport(titles: readonly string[]): void {
    this.exports += 1;
    const here: (ColumnProfile | undefined)[] = titles.map((title, index) => this.#columnOf(title, index));
    this.#here = here.map((column, index) => {
      if (column === undefined || here.indexOf(column) === index) return column;
      column.is_twice = true;
      return undefined;
    });
    for (const column of this.#here) column?.beginExport();
    this.#combinations ??= this.#possible();
    for (const { different } of this.#combinations) different.beginExport();
    this.#combined = this.#combinations.map(({ columns, different }) => ({
      different,
      indexes: columns.map((column) => this.#here.indexOf(column)),
    }));
  }

  add(cells: readonly string[], line: number): void {
    this.rows += 1;
    for (const [index, column] of this.#here.entries()) column?.add(cells[index] ?? "", line);
    for (const { different, indexes } of this.#combined) {
      const parts = indexes.map((index) => trimCell(cells[index] ?? ""));
      if (!parts.some(isBlank)) different.add(parts.join("\u0000"));
    }
  }

  addUnreadable(): void {
    this.rows += 1;
    this.unreadable += 1;
  }

  /** In the order of the first export's header. */
  get columns(): ColumnProfile[] {
    return Array.from(this.#columns.values());
  }

  /** Columns that a mapping can name: every export has them, once, and something stands in them. */
  get usable(): ColumnProfile[] {
    return this.columns.filter(({ exports, is_twice, filled }) => exports === this.exports && !is_twice && filled > 0);
  }

  /** Columns that may make a row's id together, the likeliest first. */
  get combinations(): readonly Combination[] {
    return (this.#combinations ?? []).filter(({ columns }) => columns.every((column) => this.usable.includes(column)));
  }

  #columnOf(title: string, index: number): ColumnProfile | undefined {
    if (visible(title) === "") return undefined;
    const key = fold(title);
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const column = new ColumnProfile(visible(title), index, this.#forms, this.timezone);
    this.#columns.set(key, column);
    return column;
  }

  #possible(): Combination[] {
    return Object.values(this.#hints.fields).flatMap(({ parts }) => {
      if (parts === undefined) return [];
      const [first = [], ...others] = parts.map((titles) => matchTitles(this.columns, titles).slice(0, TRIED_MAX));
      // Of two parts before those of three: a time is the last thing to make an id of.
      const pairs = first.flatMap((column) => (others[0] ?? []).map((other) => [column, other]));
      const more = others.slice(1).flatMap((last) => {
        const shorter = pairs.length > 0 ? pairs : first.map((column) => [column]);
        return shorter.flatMap((columns) => last.slice(0, 1).map((column) => [...columns, column]));
      });
      return [...pairs, ...more].map((columns) => ({ columns, different: new DistinctValues() }));
    });
  }
}
