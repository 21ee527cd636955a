import { fold } from "../../model/text.js";
import type { ColumnShapes } from "./column-shapes.js";

const TITLE_CHARS_MAX = 60;
/** Share of a line's filled cells that are titles of the header, where the others may be titles of new columns. */
const KNOWN_MIN = 0.5;

/** Of a row one cell may be a word where others have a number. */
const MISCODED_MIN = 2;

/** A line below the header that is none of its rows. */
export type LaterHeader =
  /** The header once more. */
  | { readonly kind: "same" }
  /** Its titles in another order, and perhaps others among them. */
  | { readonly kind: "moved"; readonly columns: ColumnOrder }
  /** It lacks some of them: what is below it is another table, or part of one. */
  | { readonly kind: "lacking" }
  /** Titles of nobody knows what: codes, units, the header of another table. */
  | { readonly kind: "unknown" };

/** Where the cells of records below another header stand. */
export interface ColumnOrder {
  readonly width: number;
  /** For each title of the first header the cell's index; -1: there is none. */
  readonly from: readonly number[];
}

/** Knows an export's header by its titles, wherever else and in whatever order they come. */
export class LaterHeaders {
  readonly #titles: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #raw: ReadonlySet<string>;
  readonly #have_digits: boolean;

  constructor(private readonly names: readonly string[]) {
    this.#titles = names.map(titleOf);
    this.#known = new Set(this.#titles.filter((title) => title !== ""));
    this.#raw = new Set(names);
    this.#have_digits = names.some(hasDigit);
  }

  /** What header a line is, if it is one. `above`: how the rows above it look. */
  find(cells: readonly string[], above: ColumnShapes, order: ColumnOrder | null): LaterHeader | undefined {
    if (!this.#mayBeHeader(cells, above)) return undefined;
    const titles = withoutTail(cells.map(titleOf), this.names.length);
    const filled = titles.filter((title) => title !== "");
    const known = filled.filter((title) => this.#known.has(title)).length;
    const is_header =
      known >= Math.min(2, this.#known.size) &&
      (known === filled.length || (known >= filled.length * KNOWN_MIN && areTitles(cells)));
    if (!is_header) return isUnlikeRows(cells, filled, above) ? { kind: "unknown" } : undefined;
    const found = this.#orderOf(titles);
    if (this.#titles.some((title, at) => title !== "" && found.from[at] === -1)) return { kind: "lacking" };
    return isSame(found, order ?? this.#ownOrder()) ? { kind: "same" } : { kind: "moved", columns: found };
  }

  /** A quick look, at which nearly all rows are seen to be none. */
  #mayBeHeader(cells: readonly string[], { digits_at }: ColumnShapes): boolean {
    const [first = ""] = cells;
    if (this.#raw.has(first)) return true;
    if ((digits_at === -1 || this.#have_digits) && this.#known.has(titleOf(first))) return true;
    return digits_at !== -1 && !hasDigit(cells[digits_at] ?? "");
  }

  /** A title that stands there twice is found in the order in which it comes. */
  #orderOf(titles: readonly string[]): ColumnOrder {
    const taken = new Set<number>();
    const from = this.#titles.map((title) => {
      const at = titles.findIndex((each, index) => each === title && !taken.has(index));
      taken.add(at);
      return at;
    });
    return { width: titles.length, from };
  }

  #ownOrder(): ColumnOrder {
    return { width: this.names.length, from: Array.from(this.names.keys()) };
  }
}

/** A line of titles where all rows have ids, numbers or dates. */
function isUnlikeRows(cells: readonly string[], filled: readonly string[], above: ColumnShapes): boolean {
  if (cells.length !== above.width || filled.length < 2 || filled.length * 2 < above.width) return false;
  return areWords(filled) && above.compare(cells).alike === 0 && above.miscoded(cells) >= MISCODED_MIN;
}

/** The cells in the order of the first header. */
export function inOrder(cells: readonly string[], { from }: ColumnOrder): string[] {
  return from.map((at) => cells[at] ?? "");
}

function isSame(one: ColumnOrder, other: ColumnOrder): boolean {
  return one.width === other.width && one.from.every((at, index) => at === other.from[index]);
}

/** Blank cells behind so many others are no titles. */
function withoutTail(titles: string[], width: number): string[] {
  const last = titles.findLastIndex((title) => title !== "");
  return titles.slice(0, Math.max(width, last + 1));
}

function titleOf(cell: string): string {
  return fold(cell).replaceAll(" ", "");
}

/** Whether cells may be titles: several of them, each another one, short, without a digit or an address. */
export function areTitles(cells: readonly string[]): boolean {
  const filled = cells.map(titleOf).filter((title) => title !== "");
  return filled.length > 1 && areWords(filled) && new Set(filled).size === filled.length;
}

function areWords(texts: readonly string[]): boolean {
  return texts.every((text) => text.length <= TITLE_CHARS_MAX && !/[\d@]/.test(text));
}

function hasDigit(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) return true;
  }
  return false;
}
