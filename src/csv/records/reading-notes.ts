import type { Said } from "../../model/said.js";
import { visibleCharacter } from "../../model/text.js";
import { saying } from "../../texts/saying.js";
import { type LineTally, Tally } from "./not-rows.js";

/** Records of several physical lines. */
export interface Spanning {
  readonly count: number;
  /** Null where there are none. */
  readonly longest: { readonly line: number; readonly lines: number } | null;
}

/** What was read, and what a person should look at all the same. */
export interface ReadingWarning {
  /** A stable word for programs. */
  readonly kind: string;
  readonly message: string;
  readonly hint: string;
  readonly said: Said;
  readonly count: number;
  /** The first 20 of them. */
  readonly lines: readonly number[];
}

interface OddCharacters extends LineTally {
  readonly title: string;
  readonly characters: readonly string[];
}

/** What is to be said of an export that was read, beside its rows. */
export class ReadingNotes {
  /** Records whose cells hold lines that look like rows, and which were believed. */
  readonly perhaps_rows = new Tally();
  /** Records that may be text of a cell that began in an unreadable record above, and which were believed. */
  readonly perhaps_text = new Tally();
  /** Records with a cell that looks like the column beside its own, and which were believed. */
  readonly perhaps_shifted = new Tally();
  /** Records that may be shifted for all that can be known, where others tell of careless writing or are too few. */
  readonly uneven = new Tally();
  /** Records in which bytes that could not be decoded stand in columns that nobody reads. */
  readonly broken_unused = new Tally();
  /** Headers in another order, by which everything below was read. */
  readonly moved_headers = new Tally();
  /** Cells that may have been decoded wrongly, by column. */
  readonly odd_characters: OddCharacters[] = [];
  #spanning = 0;
  #longest: { readonly line: number; readonly lines: number } | null = null;

  get spanning(): Spanning {
    return { count: this.#spanning, longest: this.#longest };
  }

  addSpanning(line: number, lines: number): void {
    this.#spanning += 1;
    if (lines > (this.#longest?.lines ?? 0)) this.#longest = { line, lines };
  }

  warnings(): ReadingWarning[] {
    return [
      warning(this.moved_headers, "header_moved"),
      warning(this.perhaps_rows, "perhaps_rows"),
      warning(this.perhaps_text, "perhaps_text"),
      warning(this.perhaps_shifted, "perhaps_shifted"),
      warning(this.broken_unused, "broken_unused"),
      warning(this.uneven, "uneven_records"),
      ...this.odd_characters.map(({ count, lines, title, characters }) => {
        const told = { column: title, characters: characters.map(visibleCharacter) };
        return { kind: "odd_characters", ...saying("odd_characters", told), count, lines };
      }),
    ].filter(({ count }) => count > 0);
  }
}

function warning({ count, lines }: LineTally, kind: WarningKind): ReadingWarning {
  return { kind, ...saying(kind), count, lines };
}

type WarningKind =
  | "header_moved"
  | "perhaps_rows"
  | "perhaps_text"
  | "perhaps_shifted"
  | "broken_unused"
  | "uneven_records";
