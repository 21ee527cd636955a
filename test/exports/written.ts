import fc from "../support/fast-check.js";
import { ENCODINGS, type Encoding, encode } from "./encode.js";

/** How a table is written. */
export interface Style {
  readonly encoding: Encoding;
  readonly has_mark: boolean;
  readonly delimiter: string;
  readonly line_end: string;
  readonly escape: string;
  readonly quotes_all: boolean;
  readonly preamble: readonly string[];
}

const MARKED: readonly Encoding[] = ["utf-8", "utf-16le", "utf-16be"];

export const styles: fc.Arbitrary<Style> = fc.record({
  encoding: fc.constantFrom(...ENCODINGS),
  has_mark: fc.boolean(),
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  line_end: fc.constantFrom("\n", "\r\n", "\r"),
  escape: fc.constantFrom('"', '"', "\\"),
  quotes_all: fc.boolean(),
  preamble: fc.constantFrom([], [], ["Export 2024"], ["Export", "", "all rows"]),
});

/** The table's bytes in that style. */
export function write(table: readonly (readonly string[])[], style: Style): Buffer {
  const { encoding, delimiter, line_end, preamble } = style;
  const lines = table.map((cells) => cells.map((cell) => written(cell, style)).join(delimiter));
  const mark = style.has_mark && MARKED.includes(encoding) ? "\ufeff" : "";
  return encode(mark + [...preamble, ...lines].map((line) => line + line_end).join(""), encoding);
}

function written(cell: string, { delimiter, escape: escaped_by, quotes_all }: Style): string {
  const needs_quotes = cell.includes(delimiter) || /["\r\n]/.test(cell);
  if (!needs_quotes && !quotes_all) return cell;
  const escaped = escaped_by === "\\" ? cell.replace(/["\\]/g, "\\$&") : cell.replaceAll('"', '""');
  return `"${escaped}"`;
}

const CHINESE = ["薪资期望不符", "候选人主动放弃", "技术面试，未通过", "沟通顺畅", "已归档", "复试 2"];
const TRADITIONAL = ["薪資期望不符", "候選人主動放棄", "技術面試，未通過", "溝通順暢", "複試 2"];
const WESTERN = ["För sent ansökt", "trop âgé – refusé", "größere Firma", "“späte” Antwort", "Café São João"];
const PLAIN = [
  "Lacking skill(s)",
  "no show",
  '5" disk, twice',
  "a; b | c",
  "two\tcells",
  'said "no"',
  "line\nbreak",
  "",
];

/** What people write, as far as the encoding has characters for it. */
function phrasesOf(encoding: Encoding): readonly string[] {
  if (encoding === "gb18030") return CHINESE;
  if (encoding === "big5") return TRADITIONAL;
  return encoding === "windows-1252" ? WESTERN : [...CHINESE, ...TRADITIONAL, ...WESTERN];
}

/** A table as a recruiting system would export it, with something beyond ASCII in each row. */
export function tables(style: Style): fc.Arbitrary<string[][]> {
  // Lines that end with CR alone may hold LF inside of cells, and the other way round: as Excel does.
  const isPossible = (text: string) => style.line_end !== "\r" || !text.includes("\r");
  const free = fc.constantFrom(...PLAIN.filter(isPossible));
  const row = fc.tuple(fc.nat(99_999), fc.constantFrom(...phrasesOf(style.encoding)), free, free);
  return fc
    .array(row, { minLength: 6, maxLength: 30 })
    .map((rows) => [
      ["Application ID", "Reason", "Note", "Tags"],
      ...rows.map(([id, reason, note, tags]) => [`53${String(id).padStart(5, "0")}`, reason, note, tags]),
    ]);
}
