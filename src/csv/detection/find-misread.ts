import type { ExportRecord, GoodRecord } from "../../model/record.js";
import { isBad } from "../../model/record.js";
import { cutShort } from "../../model/text.js";
import { alphabetFit } from "../encodings/alphabets.js";
import { newDecoder } from "../encodings/decoder.js";
import { encode } from "../encodings/encoder.js";
import { isFarBehind, readingsOf } from "../encodings/legacy.js";
import type { Misread } from "../encodings/misread-text.js";
import { isOdd, oddWords } from "../encodings/odd-words.js";
import { isOfNoLanguage, misreadText, Suspects } from "../encodings/suspects.js";
import type { FoundMisread } from "../file/detected.js";
import { type OddCells, OddCellsFinder } from "./odd-cells.js";
import { why } from "./why.js";

interface Cell {
  readonly line: number;
  readonly text: string;
}

export interface Misreadings {
  /** What proves that text was decoded wrongly. */
  readonly misread: FoundMisread | undefined;
  /** What proves nothing, and looks so. */
  readonly odd: readonly OddCells[];
}

const SAMPLES_MAX = 4;
const CELLS_MAX = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
const BEYOND_ASCII = /[^\u0000-\u007f]/;
/** As what programs read bytes that are not UTF-8. */
const DOUBLE_BYTE_READERS = ["gb18030", "big5", "shift_jis"];
const READERS = ["windows-1252", "windows-1250", "windows-1251", "macintosh", ...DOUBLE_BYTE_READERS];
/** Words that nobody writes, or letters of words that may be other bytes: fewer prove nothing. */
const ODD_WORDS_MIN = 3;
const CHARS_MIN = 8;
const ODD_MAX = 0.05;
/** Of its letters one language must have so many. */
const FIT_MIN = 0.9;
const FIT_MIN_OF_PLAIN = 0.98;

/** Nothing but question marks, or U+FFFD: what an encoding had no characters for. */
const LOST = /^[\s.,()/-]*(?:\?{2,}|\ufffd{2,}|[?\ufffd]+[\s.,()/-]+[?\ufffd]+)[?\ufffd\s.,()/-]*$/;
/** A word with one such character inside. */
const HOLED = /[^\s?]*\p{L}\?\p{Ll}[^\s?]*/u;
const IS_ADDRESS = /:\/\/|\?\w+=/;
const HOLED_CHARS_MIN = 4;
const LOST_MIN = 3;

/** What a finding of an encoding becomes by it. */
export function doubtful({ samples, meant, ...misread }: FoundMisread) {
  const shorten = (texts: readonly string[]) => texts.map((text) => cutShort(text));
  const found: FoundMisread = { ...misread, samples: shorten(samples), meant: shorten(meant) };
  return { sure: false, ...why("by_misread"), samples: found.samples, misread: found };
}

/**
 * Looks for such text in the cells of `indexes`. Words of UTF-8 that was misread prove it alone; text of another
 * encoding must make far more sense in that than as it stands. `header`: its titles, where no column of them is known.
 */
export async function findMisread(
  batches: AsyncIterable<readonly ExportRecord[]>,
  indexes: readonly number[],
  header: readonly GoodRecord[],
): Promise<Misreadings> {
  const finder = new Finder();
  for (const { line, cells } of header)
    for (const [column, text] of cells.entries()) finder.take({ line, text }, column);
  for await (const batch of batches) {
    for (const record of batch) {
      if (isBad(record)) continue;
      for (const index of indexes) finder.take({ line: record.line, text: record.cells[index] ?? "" }, index);
    }
    if (finder.is_sure) break;
  }
  return { misread: await finder.end(), odd: finder.odd.end() };
}

interface Found extends Cell {
  readonly misread: Misread;
}

class Finder {
  private readonly proofs: Found[] = [];
  /** By both encodings the first that is no proof alone: a second one makes it one. */
  private readonly doubtful = new Map<string, Found>();
  /** With words that nobody writes, and without. */
  private readonly foreign = new Map<string, Cell>();
  private readonly plain = new Map<string, Cell>();
  private readonly lost = new Map<string, Cell>();
  private readonly holed = new Map<string, Cell>();
  private lost_cells = 0;
  private readonly suspects = new Suspects();
  readonly odd = new OddCellsFinder();

  get is_sure(): boolean {
    return this.proofs.length >= SAMPLES_MAX;
  }

  take(cell: Cell, column: number): void {
    const { text, line } = cell;
    if (text.includes("?") || text.includes("\ufffd")) this.takeLost(cell);
    if (!BEYOND_ASCII.test(text)) return;
    const is_suspicious = this.suspects.isIn(Buffer.from(text));
    this.odd.take({ line, column, text }, is_suspicious);
    if (!is_suspicious) return push(this.plain, cell);
    const misread = misreadText(text);
    if (misread === undefined) return push(this.foreign, cell);
    this.prove({ line, text, misread });
  }

  private prove(found: Found): void {
    const { was, read_as, is_doubtful = false } = found.misread;
    const both = `${was} ${read_as}`;
    const first = this.doubtful.get(both);
    if (is_doubtful && first === undefined) this.doubtful.set(both, found);
    if (is_doubtful && (first === undefined || first.text === found.text)) return;
    if (first !== undefined && !this.proofs.includes(first)) this.proofs.push(first);
    this.proofs.push(found);
  }

  private takeLost(cell: Cell): void {
    const [holed = ""] = HOLED.exec(cell.text) ?? [];
    if (LOST.test(cell.text)) {
      this.lost_cells += 1;
      push(this.lost, cell);
    } else if (holed.length >= HOLED_CHARS_MIN && !IS_ADDRESS.test(cell.text)) {
      push(this.holed, { ...cell, text: holed });
    }
  }

  async end(): Promise<FoundMisread | undefined> {
    const [first] = this.proofs;
    if (first !== undefined) {
      const { line, misread } = first;
      const { was, read_as } = misread;
      const shown = this.proofs.slice(0, SAMPLES_MAX);
      return {
        line,
        was,
        read_as,
        samples: shown.map(({ text }) => text),
        meant: shown.map((each) => each.misread.text),
      };
    }
    const found = await misreadAmong(Array.from(this.foreign.values()), READERS, FIT_MIN);
    return found ?? (await this.misreadAsLanguage()) ?? this.lostAmong();
  }

  /** Without a word that nobody writes, a language that was read as another can only be told by all of the file. */
  private async misreadAsLanguage(): Promise<FoundMisread | undefined> {
    const plain = Array.from(this.plain.values());
    const chinese = [...this.foreign.values(), ...plain].filter(({ text }) => /\p{Script=Han}/u.test(text));
    const is_chinese = !isOfNoLanguage(new Set(chinese.map(({ text }) => text)));
    const found = await misreadAmong(plain, ["windows-1252"], FIT_MIN_OF_PLAIN);
    return found ?? (is_chinese ? undefined : misreadAmong(chinese, DOUBLE_BYTE_READERS, FIT_MIN));
  }

  /** One word for nothing may well be `???`; lost names are of different lengths. */
  private lostAmong(): FoundMisread | undefined {
    const is_lost = this.lost.size > 1 && this.lost_cells >= LOST_MIN;
    const cells = is_lost ? this.lost : this.holed;
    const [first, ...others] = Array.from(cells.values());
    if (first === undefined || (!is_lost && cells.size < LOST_MIN)) return undefined;
    const samples = [first, ...others].slice(0, SAMPLES_MAX).map(({ text }) => text);
    return { line: first.line, was: null, read_as: "an encoding without their characters", samples, meant: [] };
  }
}

/** Different ones, so many. */
function push(cells: Map<string, Cell>, cell: Cell): void {
  if (cells.size < CELLS_MAX && !cells.has(cell.text)) cells.set(cell.text, cell);
}

/** Text that makes far more sense as the bytes that it was, in another encoding than UTF-8. */
async function misreadAmong(
  cells: readonly Cell[],
  readers: readonly string[],
  fit_min: number,
): Promise<FoundMisread | undefined> {
  for (const read_as of readers) {
    const encodable = cells.filter(({ text }) => encode(withoutLost(text), read_as) !== undefined);
    const [first] = encodable;
    if (first === undefined || encodable.length * 2 < cells.length) continue;
    const text = withoutLost(encodable.map((cell) => cell.text).join("\n"));
    const bytes = encode(text, read_as) as Buffer;
    const { readings } = await readingsOf(bytes);
    const [best] = readings;
    if (best === undefined || best.odd_share > ODD_MAX || alphabetFit(best.words) < fit_min) continue;
    const meant = newDecoder(best.encoding).decode(bytes);
    // Every Chinese character can be written in GB18030: that it reads best so says nothing of the others.
    if (meant === text) continue;
    const own = readings.find(({ encoding }) => newDecoder(encoding).decode(bytes) === text);
    if (!isProof(text, own?.words ?? oddWords(text).words)) return undefined;
    if (own !== undefined && !isFarBehind(own, best)) return undefined;
    const [samples, meanings] = [text, meant].map((lines) => lines.split("\n").slice(0, SAMPLES_MAX)) as [
      string[],
      string[],
    ];
    return { line: first.line, was: best.encoding, read_as, samples, meant: meanings };
  }
  return undefined;
}

/** Bytes that had no meaning where they were read. */
function withoutLost(text: string): string {
  return text.replaceAll("\ufffd", "?");
}

/** Whether there is enough to judge by. */
function isProof(text: string, words: ReadonlySet<string>): boolean {
  const odd = Array.from(words).filter(isOdd).length;
  return odd >= ODD_WORDS_MIN || text.replace(/\p{ASCII}/gu, "").length >= CHARS_MIN;
}
