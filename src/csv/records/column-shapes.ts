/** Of how many cells of a record it can be said that they look like their columns, and of how many that they do not. */
export interface Resemblance {
  readonly alike: number;
  readonly unlike: number;
}

const CODE_CHARS_MAX = 40;
/** More than this share of a column's filled cells are codes; of these so many may have other shapes than the usual. */
const CODED_MIN = 0.6;
const OTHERS_MAX = 0.1;
/** Share of its cells that hold a digit, where titles are told by having none. */
const DIGITS_MIN = 0.75;
const SHAPES_MAX = 4;
/** Share of a column's cells that begin with a space, where it is a habit. */
const SPACED_MIN = 0.25;
/** Fewer cells say little of a column; and nothing by being words with a number among them. */
const CELLS_MIN = 3;
const WORDY_CELLS_MIN = 6;
/** Share of a column's filled cells that come again, where they are words from a list; of so many at least. */
const LISTED_MIN = 0.9;
const LISTED_CELLS_MIN = 10;

/**
 * How the cells of each column look, learned from some of an export's records: ids, dates and numbers have a shape that
 * text hardly ever has by accident, and words from a list come again and again.
 */
export class ColumnShapes {
  /** A column in which most cells hold a digit, as ids and dates do and titles do not; -1: there is none. */
  readonly digits_at: number;
  /** Columns of words from a list that stand behind another such column. */
  readonly #lists: readonly number[];

  private constructor(private readonly columns: readonly (Column | undefined)[]) {
    this.digits_at = columns.findIndex((column) => column?.is_of_digits === true);
    this.#lists = Array.from(columns.keys()).filter((at) => columns[at]?.is_list && columns[at - 1]?.is_list);
  }

  /** `records`: with `width` cells or more; those of several lines are left out. */
  static of(records: readonly (readonly string[])[], width: number): ColumnShapes {
    return new ColumnShapes(
      Array.from({ length: width }, (_, at) => new Column(records.map((cells) => cells[at] ?? ""))),
    );
  }

  /** The same columns where they stand elsewhere: `from` says for each of them at which index. */
  moved(from: readonly number[], width: number): ColumnShapes {
    const columns = Array.from({ length: width }, (_, at) => this.columns[from.indexOf(at)]);
    return new ColumnShapes(columns);
  }

  get width(): number {
    return this.columns.length;
  }

  /** How much `cells` look like their columns; a cell may also look like the same column's cell in `example`. */
  compare(cells: readonly string[], example: readonly string[] = []): Resemblance {
    let [alike, unlike] = [0, 0];
    for (const [at, cell] of cells.entries()) {
      const own = example[at];
      const found = own !== undefined && isSameCode(cell, own) ? 1 : this.at(at, cell);
      if (found > 0) alike += 1;
      else if (found < 0) unlike += 1;
    }
    return { alike, unlike };
  }

  /** How much more `cells` look like a row than unlike one; 0: nobody can tell. */
  likeness(cells: readonly string[]): number {
    const { alike, unlike } = this.compare(cells);
    return alike - unlike;
  }

  /** How many cells are filled, and with something else than the codes of their columns. */
  miscoded(cells: readonly string[]): number {
    return cells.filter((cell, at) => this.columns[at]?.isMiscoded(cell) === true).length;
  }

  /**
   * Whether a cell is a code of the column `at`, and none of the columns beside it: of the one before, from which a
   * delimiter without quotes would have moved it, not even at times. `5 ft 10` is a text.
   */
  isCodeOfItsOwn(at: number, cell: string): boolean {
    const { [at - 1]: before, [at]: own, [at + 1]: behind } = this.columns;
    return own?.isCode(cell) === true && before?.holdsLike(cell) !== true && behind?.isCode(cell) !== true;
  }

  /** How many cells side by side are words of the list before their own, in which they never stand. */
  wordsOfListBefore(cells: readonly string[]): number {
    let [found, last, most] = [0, -1, 0];
    for (const at of this.#lists) {
      const cell = cells[at] ?? "";
      if (this.columns[at]?.comesAgain(cell) || !this.columns[at - 1]?.comesAgain(cell)) continue;
      found = last === at - 1 ? found + 1 : 1;
      last = at;
      most = Math.max(most, found);
    }
    return most;
  }

  /** Whether the column `at` has that cell more than once. */
  comesAgain(at: number, cell: string): boolean {
    return this.columns[at]?.comesAgain(cell) === true;
  }

  /** Whether a cell begins with a space, and is none of the column `at`: a delimiter has parted it from a text. */
  isPartOfText(at: number, cell: string): boolean {
    return this.columns[at]?.isPartOfText(cell) === true;
  }

  /** Whether a cell looks like the column `at`: 1 yes, -1 no, 0 nobody can tell. */
  at(at: number, cell: string): -1 | 0 | 1 {
    return this.columns[at]?.compare(cell) ?? 0;
  }
}

class Column {
  readonly is_of_digits: boolean;
  readonly is_list: boolean;
  readonly #codes: ReadonlySet<string> | null;
  /** Of all its cells, the usual ones and others. */
  readonly #all_codes: ReadonlySet<string>;
  readonly #lengths: { readonly min: number; readonly max: number };
  /** Words that stand there more than once. */
  readonly #words: ReadonlySet<string>;
  readonly #is_always_filled: boolean;
  readonly #may_begin_with_space: boolean;
  readonly #are_few: boolean;

  constructor(cells: readonly string[]) {
    const known = cells.filter((cell) => !/[\r\n]/.test(cell));
    const texts = known.map(bare).filter((text) => text !== "");
    const codes = texts.map(codeOf).filter((code) => code !== null);
    this.#codes = usualCodes(codes, texts.length);
    this.#all_codes = new Set(texts.map(sizedCodeOf).filter((code) => code !== null));
    const lengths = texts.map(({ length }) => length);
    this.#lengths = { min: Math.min(...lengths) - 1, max: Math.max(...lengths) + 1 };
    const once = new Set<string>();
    this.#words = new Set(texts.filter((text) => once.size === once.add(text).size));
    this.#is_always_filled = texts.length === known.length && texts.length >= CELLS_MIN;
    const spaced = known.filter((cell) => cell.startsWith(" ")).length;
    this.#may_begin_with_space =
      texts.length === 0 || (texts.length >= CELLS_MIN && spaced > texts.length * SPACED_MIN);
    this.#are_few = texts.length < CELLS_MIN;
    const listed = texts.filter((text) => this.#words.has(text)).length;
    this.is_list = this.#codes === null && texts.length >= LISTED_CELLS_MIN && listed >= texts.length * LISTED_MIN;
    const with_digit = texts.filter((text) => /\d/.test(text)).length;
    this.is_of_digits = this.#codes !== null && with_digit >= known.length * DIGITS_MIN;
  }

  compare(cell: string): -1 | 0 | 1 {
    const text = bare(cell);
    if (text === "") return this.#is_always_filled && this.#codes !== null ? -1 : 0;
    if (cell.startsWith(" ") && !this.#may_begin_with_space) return -1;
    if (this.#codes === null) return this.#words.has(text) ? 1 : 0;
    return this.isMiscoded(cell) ? -1 : 1;
  }

  comesAgain(cell: string): boolean {
    return this.#words.has(cell) || this.#words.has(bare(cell));
  }

  isCode(cell: string): boolean {
    const text = bare(cell);
    return this.#codes !== null && text !== "" && !isWordy(text) && !this.isMiscoded(cell);
  }

  /** Whether a cell with a space before it is no cell of the column: `Engineer, Backend` without quotes. */
  isPartOfText(cell: string): boolean {
    if (!cell.startsWith(" ") || bare(cell) === "" || this.#may_begin_with_space) return false;
    return this.#are_few || this.isMiscoded(cell);
  }

  /** Whether some cell has that shape. */
  holdsLike(cell: string): boolean {
    return this.#all_codes.has(sizedCodeOf(bare(cell)) ?? "");
  }

  isMiscoded(cell: string): boolean {
    const text = bare(cell);
    if (this.#codes === null || text === "") return false;
    const code = codeOf(text);
    if (code === null || !this.#codes.has(code)) return true;
    // Numbers of another size are others: a year is no id.
    return code === NUMBER && (text.length < this.#lengths.min || text.length > this.#lengths.max);
  }
}

/** Without the spaces around it, and without a quotation mark that is left over at its begin or end. */
function bare(cell: string): string {
  return cell.trim().replace(/^"|"$/g, "");
}

const NUMBER = "9";

/** The shape of an id, a date, a number, an address: `A-1001` is `w-w`, `2024-03-05 09:30` is `9-9-9 9:9`. */
function codeOf(text: string): string | null {
  if (text.length > CODE_CHARS_MAX || !/[\d@]/.test(text)) return null;
  const run = /\p{L}/u.test(text) ? "w" : NUMBER;
  return text.replace(/[\p{L}\p{N}]+/gu, run);
}

function sizedCodeOf(text: string): string | null {
  const code = codeOf(text);
  return code === NUMBER ? `${code}${text.length}` : code;
}

/** Words with a number among them: many texts look so. */
function isWordy(text: string): boolean {
  return text.includes(" ") && /\p{L}/u.test(text);
}

/** Whether two cells are codes of the same shape. */
export function isSameCode(cell: string, other: string): boolean {
  const [text, example] = [bare(cell), bare(other)];
  const code = codeOf(text);
  return code !== null && code === codeOf(example) && Math.abs(text.length - example.length) <= 1;
}

/** The codes of a column of `filled` cells that has few of them, and hardly anything else. */
function usualCodes(codes: readonly string[], filled: number): ReadonlySet<string> | null {
  const counts = new Map<string, number>();
  for (const code of codes) {
    if (filled >= WORDY_CELLS_MIN || !code.includes(" ") || !code.includes("w"))
      counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const ranked = Array.from(counts).sort(([, one], [, other]) => other - one);
  // What stands there once among others is no code of the column's.
  const usual = ranked.slice(0, SHAPES_MAX).filter(([, count]) => count > 1 || filled < CELLS_MIN);
  const covered = usual.reduce((sum, [, count]) => sum + count, 0);
  const others = codes.length - covered;
  if (covered === 0 || covered <= filled * CODED_MIN || others > Math.max(1, codes.length * OTHERS_MAX)) return null;
  return new Set(usual.map(([code]) => code));
}
