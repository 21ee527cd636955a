import { isAscii, isUtf8 } from "node:buffer";
import type { ExportRecord } from "../words/record.js";
import { isBad } from "../words/record.js";
import { cutShort, fold } from "../words/text.js";
import { type Census, safeCut, takeCensus } from "./census.js";
import { newDecoder } from "./decoder.js";
import type { Finding } from "./detected.js";
import type { Head } from "./head.js";
import { plausibility, type TextKind } from "./plausible.js";
import { readBytes } from "./source.js";
import { unknownEncoding } from "./stops.js";

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
const BEYOND_ASCII = /[^\u0000-\u007f]/;
const SAMPLES_MAX = 4;
const SAMPLE_CHARS = 20;

interface Candidate {
  readonly encoding: string;
  readonly kind: TextKind;
}

/** In the order in which they are preferred where texts read alike. */
const CANDIDATES: readonly Candidate[] = [
  { encoding: "utf-8", kind: "any" },
  { encoding: "gb18030", kind: "gb18030" },
  { encoding: "big5", kind: "big5" },
  { encoding: "windows-1252", kind: "western" },
];

const READS_AS: Readonly<Record<string, string>> = {
  gb18030: "it reads as Chinese",
  big5: "it reads as Chinese in traditional characters",
  "windows-1252": "it reads as a Western European language",
};

/**
 * So many different characters are never valid UTF-8 by accident: one in seven of GBK's is (状, 态, 职, 位 and 硕 among
 * them), so a few words may be, a table is not.
 */
const DISTINCT_CERTAIN = 24;
/** What UTF-8 that is valid must be surpassed by. */
const VALID_MARGIN = 0.5;
const SURE_MARGIN = 0.25;
const READABLE = 0.1;
/** What less than this is not what people write, in whatever language the candidates are for. */
const UNREADABLE = 0.05;
/** Most of what Chinese write is in everyday use. Korean in EUC-KR reads as Chinese, too, but reaches 0.65 at best. */
const EVERYDAY = 0.7;
const READABLE_UTF16 = 0.5;

/** The encoding that a byte order mark names. */
export function markOf(head: Buffer): string | undefined {
  if (head.length >= 3 && head.readUIntBE(0, 3) === 0xefbbbf) return "utf-8";
  if (head.length < 2) return undefined;
  const mark = head.readUInt16BE(0);
  if (mark === 0xfffe) return "utf-16le";
  return mark === 0xfeff ? "utf-16be" : undefined;
}

/**
 * Tells an export's encoding: by its byte order mark, else by reading all of it. `titles`: columns it should have.
 * Throws a Stop where no encoding makes sense of it: sent is sent, and what is unreadable would be sent.
 */
export async function detectEncoding(head: Head, titles: ReadonlySet<string>): Promise<Finding<string>> {
  const marked = markOf(head.bytes);
  // Some exporters put the mark of UTF-8 before anything.
  const is_true = marked !== "utf-8" || isUtf8(head.bytes.subarray(0, head.is_whole ? undefined : safeCut(head.bytes)));
  if (marked !== undefined && is_true) return { value: marked, reason: "by its byte order mark", sure: true };
  const wide = utf16Of(head.bytes);
  if (wide !== undefined) return { value: wide, reason: "every other byte is zero", sure: true };
  const census = await takeCensus(readBytes(head.source));
  if (census.is_ascii) return { value: "utf-8", reason: "all of it is ASCII", sure: true };
  return decide(census, head, titles);
}

interface Judged extends Candidate {
  readonly mean: number;
  readonly distinct: number;
  /** A title that the mapping names, and that is beyond ASCII, stands in the head. */
  readonly is_titled: boolean;
}

function decide(census: Census, { bytes, source }: Head, titles: ReadonlySet<string>): Finding<string> {
  const judge = (candidate: Candidate) => judged(candidate, census, bytes, titles);
  const [utf8, ...others] = CANDIDATES.map(judge) as [Judged, ...Judged[]];
  if (census.is_utf8 && utf8.distinct >= DISTINCT_CERTAIN) return validUtf8(true);
  const ranked = [utf8, ...others].sort((one, other) => other.mean - one.mean);
  const [best, second] = ranked as [Judged, Judged];
  const titled = ranked.find(({ is_titled }) => is_titled);
  if (titled !== undefined) {
    const reason = "so the mapping's columns stand in its header";
    return { value: titled.encoding, reason, sure: titled.mean >= READABLE };
  }
  if (census.is_utf8) {
    const chinese = others.filter(({ kind }) => kind !== "western");
    const rival = chinese.reduce((one, other) => (other.mean > one.mean ? other : one));
    // One character alone is no evidence.
    const is_better = rival.distinct > 1 && rival.mean >= READABLE && rival.mean > utf8.mean + VALID_MARGIN;
    if (!is_better) return validUtf8(utf8.mean >= rival.mean);
    const reason = `valid UTF-8 by accident, but only so ${READS_AS[rival.encoding]}`;
    return { value: rival.encoding, reason, sure: rival.mean >= utf8.mean + 2 * VALID_MARGIN };
  }
  if (isMostlyUtf8(census.sample)) return { value: "utf-8", reason: "most of its lines are valid UTF-8", sure: true };
  const is_chinese = best.kind === "gb18030" || best.kind === "big5";
  const sure = best.mean >= (is_chinese ? EVERYDAY : READABLE) && best.mean >= second.mean + SURE_MARGIN;
  if (best.encoding === "utf-8") return { value: "utf-8", reason: "most of it is valid UTF-8", sure };
  if (best.mean < UNREADABLE) throw unknownEncoding(source.name);
  return { value: best.encoding, reason: `not valid UTF-8, and ${READS_AS[best.encoding]}`, sure };
}

function validUtf8(sure: boolean): Finding<string> {
  return { value: "utf-8", reason: "all of it is valid UTF-8", sure };
}

/** Two lines or more and half of them are valid, and these read no worse so than in any other way. */
function isMostlyUtf8(sample: Buffer): boolean {
  const lines = linesOf(sample).filter((line) => !isAscii(line));
  const valid = lines.filter((line) => isUtf8(line));
  if (valid.length < 2 || valid.length * 2 < lines.length) return false;
  const bytes = Buffer.concat(valid);
  const means = CANDIDATES.map(({ encoding, kind }) => plausibility(newDecoder(encoding).decode(bytes), kind).mean);
  const [as_utf8 = 0] = means;
  return as_utf8 >= READABLE && Math.max(...means) === as_utf8;
}

function linesOf(bytes: Buffer): Buffer[] {
  const line_break = bytes.includes(10) ? 10 : 13;
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(line_break, at);
    const end = found === -1 ? bytes.length : found + 1;
    lines.push(bytes.subarray(at, end));
    at = end;
  }
  return lines;
}

function judged(candidate: Candidate, { sample, is_utf8 }: Census, head: Buffer, titles: ReadonlySet<string>): Judged {
  const decoder = newDecoder(candidate.encoding);
  const decoded = decoder.decode(sample);
  // A U+FFFD that was written as such is older damage, and says nothing of the encoding.
  const judgeable = is_utf8 && candidate.encoding === "utf-8" ? decoded.replaceAll("\ufffd", "") : decoded;
  const { mean, distinct } = plausibility(judgeable, candidate.kind);
  const text = fold(decoder.decode(head));
  const is_titled = Array.from(titles).some((title) => BEYOND_ASCII.test(title) && text.includes(title));
  return { ...candidate, mean, distinct, is_titled };
}

/**
 * UTF-16 without its mark: delimiters, digits and line ends have a zero byte, always on the same side. Where there are
 * few of them, because hardly anything is ASCII, what is not must read well.
 */
export function utf16Of(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  const zeros = [0, 0] as [number, number];
  for (let at = head.indexOf(0); at !== -1; at = head.indexOf(0, at + 1)) {
    const side = at % 2 === 0 ? 0 : 1;
    // 4E 00 is 一, one of the most frequent characters of all: its zero is on the other side.
    if (head[side === 0 ? at + 1 : at - 1] !== 0x4e) zeros[side] += 1;
  }
  const [even, odd] = zeros;
  const [more, fewer] = even > odd ? [even, odd] : [odd, even];
  if (more < 2 || fewer > more * 0.02) return undefined;
  const mean_min = more < head.length * 0.05 ? READABLE_UTF16 : 0;
  const encoding = even > odd ? "utf-16be" : "utf-16le";
  const text = new TextDecoder(encoding).decode(head.subarray(0, head.length - (head.length % 2)));
  const is_text = /[\r\n]/.test(text) && plausibility(text, "any").mean >= mean_min;
  return is_text ? encoding : undefined;
}

/**
 * Decoded text by which a person sees whether the encoding is right: titles of the header, else cells of the columns
 * that the mapping uses. No others: columns that nobody uses are shown nowhere.
 */
export function encodingSamples(
  records: readonly ExportRecord[],
  header_line: number | undefined,
  used: ReadonlySet<string>,
): string[] {
  const rows = records.flatMap((record) => (isBad(record) ? [] : [record]));
  const header = rows.find(({ line }) => header_line === undefined || line === header_line);
  if (header === undefined) return [];
  const titles = header.cells.filter((cell) => BEYOND_ASCII.test(cell));
  const indexes = header.cells.flatMap((title, index) => (used.has(fold(title)) ? [index] : []));
  const cells = rows
    .filter(({ line }) => line > header.line)
    .flatMap((row) => indexes.map((index) => row.cells[index] ?? ""))
    .filter((cell) => BEYOND_ASCII.test(cell));
  const shown = titles.length > 0 ? titles : cells;
  return Array.from(new Set(shown))
    .slice(0, SAMPLES_MAX)
    .map((text) => cutShort(text, SAMPLE_CHARS));
}
