import type { GoodRecord } from "../../model/record.js";
import { isBad } from "../../model/record.js";
import type { Finding } from "../file/detected.js";
import { DELIMITERS, type Dialect, type Quotation } from "../file/dialect.js";
import { ColumnShapes } from "../records/column-shapes.js";
import type { CsvFormat } from "../records/parse.js";
import { rowsInside } from "../records/swallowed-rows.js";
import { type Look, lookAt, matches } from "./look.js";
import { why } from "./why.js";

/** What the second-best reaches of the best where it is a close thing. */
const CLOSE = 0.9;
/** Share of the records that a delimiter must part which is named by the first line. */
const NAMED_MIN = 0.5;
const APOSTROPHES_MIN = 3;
/** Records with a stray quotation mark, before none is believed to mean anything in a file that goes on. */
const STRAY_QUOTES_MIN = 3;

/** The export's head: UTF-8 without a byte order mark. */
export interface HeadText {
  readonly bytes: Buffer;
  readonly is_whole: boolean;
  readonly line_break: CsvFormat["line_break"];
}

export interface Layout {
  readonly look: Look;
  readonly quotation: Quotation;
  readonly delimiter?: Finding<string>;
  readonly quote?: Finding<string | null>;
  readonly escape?: Finding<string | null>;
}

/** The delimiter that Excel's own first line `sep=;` names; null where there is no such line. */
export function separatorLine(text: Buffer): string | null {
  const line = text.subarray(0, 32).toString();
  return /^"?sep=([^"\r\n])"?[,;\t|]*(?:[\r\n]|$)/i.exec(line)?.[1] ?? null;
}

type Parted = Pick<Layout, "look" | "delimiter">;

/** Tells how cells are parted and quoted, as far as `dialect` leaves it out. */
export function detectLayout(text: HeadText, dialect: Dialect, columns: ReadonlySet<string>): Layout {
  const quote = dialect.quote === undefined ? '"' : dialect.quote;
  const escaped_by = dialect.escape ?? quote;
  const look = (delimiter: string) => {
    const format = { delimiter, quote, line_break: text.line_break };
    return lookAt(text.bytes, text.is_whole, { format, escaped_by });
  };
  const parted =
    dialect.delimiter === undefined ? bestDelimiter(text, look, columns) : { look: look(dialect.delimiter) };
  const quoted = detectQuoting(text, dialect, parted.look);
  return { ...parted, ...quoted, quotation: quotationOf(text, quoted.look) };
}

function bestDelimiter(text: HeadText, look: (delimiter: string) => Look, columns: ReadonlySet<string>): Parted {
  const named = separatorLine(text.bytes);
  const by_name = named === null ? null : look(named);
  // Somebody may have changed the rows and not that line: then `sep=,` parts nothing but itself.
  if (named !== null && by_name !== null && (by_name.share > NAMED_MIN || by_name.width === 1)) {
    return { look: by_name, delimiter: { value: named, ...why("by_named_line"), sure: true } };
  }
  const looks = DELIMITERS.map((delimiter) => look(delimiter));
  const titled = looks.map((each) => Math.max(0, ...each.records.map((record) => matches(record, columns))));
  const most = Math.max(...titled);
  const holding = looks.filter((_look, index) => titled[index] === most);
  const [titled_best] = holding;
  if (most >= Math.min(2, columns.size) && most > 0 && holding.length === 1 && titled_best !== undefined) {
    const { delimiter } = titled_best.format;
    return { look: titled_best, delimiter: { value: delimiter, ...why("by_columns"), sure: true } };
  }
  const ranked = Array.from(looks).sort((one, other) => scoreOf(other) - scoreOf(one));
  const [best, second] = ranked as [Look, Look];
  if (scoreOf(best) === 0) {
    const comma = looks[0] as Look;
    return { look: comma, delimiter: { value: ",", ...why("by_one_column"), sure: true } };
  }
  const { width, share, format } = best;
  const reason = why("by_share", { percent: Math.floor(share * 100), cells: width });
  const sure = scoreOf(second) < scoreOf(best) * CLOSE;
  return { look: best, delimiter: { value: format.delimiter, ...reason, sure } };
}

function quotationOf({ bytes }: HeadText, { format, bad }: Look): Quotation {
  if (!bytes.includes(format.quote ?? '"')) return "none";
  return format.quote === null || bad > 0 ? "stray" : "cells";
}

/** Cells in the same number in all records, and the more of them the better. */
function scoreOf({ width, share }: Look): number {
  return width < 2 ? 0 : share * (1 - 1 / width);
}

function detectQuoting(text: HeadText, dialect: Dialect, look: Look): Pick<Layout, "look" | "quote" | "escape"> {
  const { delimiter } = look.format;
  const again = (quote: string | null, escaped_by = quote) =>
    lookAt(text.bytes, text.is_whole, { format: { ...look.format, quote }, escaped_by });
  const cells = openings(text, delimiter);
  if (look.bad > 0 && dialect.escape === undefined && look.format.quote !== null && text.bytes.includes('\\"')) {
    const escaped = again(look.format.quote, "\\");
    if (escaped.bad < look.bad) {
      const reason = why("by_backslash");
      return { look: escaped, escape: { value: "\\", ...reason, sure: escaped.bad === 0 } };
    }
  }
  if (dialect.quote !== undefined) return { look };
  if (cells.quoted > 0 && cells.closed === 0 && text.is_whole && swallowsOnly(text, look)) {
    const plain = again(null);
    const reason = why("by_open_quotes");
    if (plain.share === 1) return { look: plain, quote: { value: null, ...reason, sure: true } };
  }
  const strays = look.records.filter((record) => isBad(record)).length;
  if (cells.quoted === 0 && strays >= (text.is_whole ? 1 : STRAY_QUOTES_MIN)) {
    const plain = again(null);
    const reason = why("by_inner_quotes");
    return { look: plain, quote: { value: null, ...reason, sure: text.is_whole } };
  }
  if (cells.quoted === 0 && cells.apostrophes >= APOSTROPHES_MIN && cells.apostrophes * 2 >= cells.filled) {
    const apostrophe = again("'");
    if (apostrophe.bad === 0 && apostrophe.share >= look.share) {
      return { look: apostrophe, quote: { value: "'", ...why("by_apostrophes"), sure: true } };
    }
  }
  return { look };
}

/** Whether what quotation marks open is, each time, what takes rows in. */
function swallowsOnly({ bytes, line_break }: HeadText, { format, width, records }: Look): boolean {
  const line_end = bytes.includes("\r\n") ? "\r\n" : line_break;
  const rows = records.filter((record): record is GoodRecord => !isBad(record)).map(({ cells }) => cells);
  const whole = rows.filter(({ length }) => length === width);
  const look = { format, width, shapes: ColumnShapes.of(whole, width), may_be_short: false };
  const spanning = rows.filter((cells) => cells.some((cell) => cell.includes(format.line_break)));
  return spanning.length > 0 && spanning.every((cells) => rowsInside(cells, line_end, look).inside === "rows");
}

/** How cells begin and end when nothing counts but delimiters and line breaks. */
function openings(text: HeadText, delimiter: string) {
  let [filled, quoted, closed, apostrophes] = [0, 0, 0, 0];
  for (const line of text.bytes.toString().split(text.line_break)) {
    for (const piece of line.split(delimiter)) {
      const cell = piece.trim();
      if (cell !== "") filled += 1;
      if (cell.startsWith('"')) quoted += 1;
      if (cell.length > 1 && cell.startsWith('"') && cell.endsWith('"')) closed += 1;
      // The text mark of a spreadsheet stands in front alone: '00123.
      if (cell.length > 1 && cell.startsWith("'") && cell.endsWith("'")) apostrophes += 1;
    }
  }
  return { filled, quoted, closed, apostrophes };
}
