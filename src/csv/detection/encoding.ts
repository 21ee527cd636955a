import { isAscii, isUtf8 } from "node:buffer";
import { fold } from "../../model/text.js";
import { type Census, safeCut, takeCensus } from "../encodings/census.js";
import { newDecoder } from "../encodings/decoder.js";
import { isFarBehind, isRare, type Reading, readingsOf } from "../encodings/legacy.js";
import { linesOf } from "../encodings/lines.js";
import { oddWords } from "../encodings/odd-words.js";
import { plausibility } from "../encodings/plausible.js";
import { isOfNoLanguage } from "../encodings/suspects.js";
import { markOf, wideEncodingOf } from "../encodings/utf16.js";
import type { Finding } from "../file/detected.js";
import { refuseBinary } from "../file/formats.js";
import type { Head } from "../file/head.js";
import { readBytes } from "../file/source.js";
import { twoEncodings, unknownEncoding } from "../file/stops.js";
import { changeOfDoubleByte } from "./changed-double-byte.js";
import { changeOfUtf8 } from "./changed-encoding.js";
import { why } from "./why.js";

type Why = ReturnType<typeof why>;

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
const BEYOND_ASCII = /[^\u0000-\u007f]/;
const CHINESE = ["gb18030", "big5"] as const;

/** What a byte order mark, the bytes or the detector say of an export's encoding. */
export interface EncodingFinding extends Finding<string> {
  /** What else it may be, where it is not sure. */
  readonly rival?: string;
  /** Lines beyond ASCII from all of the file, in which the readings differ if they do anywhere. */
  readonly sample?: Buffer;
  /** Some words look as if they had been decoded wrongly before the file was saved. */
  readonly is_suspicious?: boolean;
}

/** UTF-8 that is valid by accident is a word or two of Chinese, and nonsense: half of its words at least. */
const NONSENSE = 0.5;
/** What such UTF-8 must be surpassed by, and by what to be sure. */
const ACCIDENT_MARGIN = 0.5;
const READABLE = 0.1;
/** Latin letters beside Armenian, Syriac, Thaana or N'Ko: `Jiří Dvořák` in Mac Central European is that in UTF-8. */
const EXOTIC = /[A-Za-z][\u0531-\u0587\u0700-\u07ff]|[\u0531-\u0587\u0700-\u07ff][A-Za-z]/;
/** Enough to tell by, and read in all its ways within 0.2 s. */
const EVIDENCE_BYTES_MAX = 64 * 1024;
/** So much more does an encoding that cannot be read here resemble a language: a doubt, and proof. */
const OUTDONE = 1.04;
const FAR_OUTDONE = 1.2;
const WORDS_OF_PROOF = 6;
/** More odd words than this in the best reading: the encoding is none that is known here, or the file holds several. */
const UNREADABLE = 0.5;
const ODD = 0.05;

/**
 * Tells an export's encoding: by its byte order mark, else by reading all of it. `titles`: columns it should have.
 * Our own failures file may hold any character.
 * Throws an ExitError where no encoding makes sense of it: sent is sent, and what is unreadable would be sent.
 */
export async function detectEncoding(
  head: Head,
  titles: ReadonlySet<string>,
  is_failures_file: boolean,
): Promise<EncodingFinding> {
  const marked = markOf(head.bytes);
  // Some exporters put the mark of UTF-8 before anything.
  const is_true = marked !== "utf-8" || isUtf8(head.bytes.subarray(0, head.is_whole ? undefined : safeCut(head.bytes)));
  const wide = is_true ? wideEncodingOf(head.bytes) : undefined;
  const census = await takeCensus(readBytes(head.source), wide);
  const is_legacy = wide === undefined && !census.is_utf8;
  const change = is_legacy
    ? ((await changeOfUtf8(head.source)) ?? (await changeOfDoubleByte(head, census)))
    : undefined;
  if (change !== undefined) {
    throw twoEncodings({ path: head.source.name, are_plain: !head.source.is_gzip }, change.first, change);
  }
  if (wide === undefined && !is_failures_file) refuseBinary(head);
  const beyond_ascii = Array.from(titles).filter((title) => BEYOND_ASCII.test(title));
  const known = (value: string, because: Why): EncodingFinding => ({ value, ...because, sure: true });
  if (marked !== undefined && is_true) return suspected(known(marked, why("by_mark")), census);
  if (wide !== undefined) return suspected(known(wide, why("by_zeros")), census);
  if (census.is_ascii && census.seven_bits !== undefined) {
    if (census.seven_bits !== "iso-2022-jp") throw unknownEncoding(head.source.name, census.seven_bits);
    return known("iso-2022-jp", why("by_escapes"));
  }
  if (census.is_ascii) return suspected(known("utf-8", why("by_ascii")), census);
  if (census.is_utf8) return suspected(await decideUtf8(census, head, beyond_ascii), census);
  return decideLegacy(census, head, beyond_ascii);
}

function suspected(found: EncodingFinding, { is_suspicious, sample }: Census): EncodingFinding {
  return { ...found, is_suspicious: is_suspicious || isOfNoLanguage(oddWords(sample.toString()).words) };
}

/** Whether the head holds one of the titles that the mapping names: all of them are beyond ASCII. */
function isTitled(encoding: string, { bytes }: Head, titles: readonly string[]): boolean {
  if (titles.length === 0) return false;
  const text = fold(newDecoder(encoding).decode(bytes));
  return titles.some((title) => text.includes(title));
}

/** 状态, 职位 and 硕士 in GB18030 are valid UTF-8: where a file holds nothing else, what they read as tells. */
async function decideUtf8({ sample }: Census, head: Head, titles: readonly string[]): Promise<EncodingFinding> {
  const valid: EncodingFinding = { value: "utf-8", ...why("by_utf_8"), sure: true };
  if (isTitled("utf-8", head, titles)) return valid;
  const chinese = CHINESE.map((kind) => ({ kind, ...plausibility(newDecoder(kind).decode(sample), kind) }));
  const titled = chinese.find(({ kind }) => isTitled(kind, head, titles));
  if (titled !== undefined) return { value: titled.kind, ...why("by_titles"), sure: titled.mean >= READABLE };
  // A U+FFFD that was written as such is older damage, and says nothing of the encoding.
  const text = sample.toString().replaceAll("\ufffd", "");
  if (oddWords(text).share < NONSENSE) return valid;
  const best = chinese.reduce((one, other) => (other.mean > one.mean ? other : one));
  const margin = best.mean - plausibility(text, "any").mean;
  // One character alone is no evidence.
  if (best.distinct > 1 && best.mean >= READABLE && margin >= ACCIDENT_MARGIN) {
    return accident(best.kind, "Chinese", sample, margin >= 2 * ACCIDENT_MARGIN);
  }
  if (!EXOTIC.test(text)) return valid;
  const reading = (await readingsOf(sample)).readings.find(({ odd_share }) => odd_share === 0);
  if (reading === undefined) return valid;
  return accident(reading.encoding, reading.reads_as, sample, false);
}

function accident(value: string, reads_as: string, sample: Buffer, sure: boolean): EncodingFinding {
  return {
    value,
    ...why("by_accident", { reads_as }),
    sure,
    rival: "utf-8",
    sample,
  };
}

async function decideLegacy({ sample }: Census, head: Head, titles: readonly string[]): Promise<EncodingFinding> {
  if (isMostlyUtf8(sample)) return { value: "utf-8", ...why("by_most_utf_8"), sure: true };
  const { readings, unread } = await readingsOf(evidence(sample));
  const titled = readings.filter(({ encoding }) => isTitled(encoding, head, titles));
  const [best, ...others] = titled.length > 0 ? titled : readings;
  const outdone = titled.length > 0 ? 0 : (unread?.times ?? 0);
  const is_known = best !== undefined && (outdone < FAR_OUTDONE || best.words.size < WORDS_OF_PROOF);
  if (!is_known || best.odd_share > UNREADABLE) throw unknownEncoding(head.source.name, unread?.encoding);
  const sure = isCertain(best, others) && outdone < OUTDONE;
  return {
    value: best.encoding,
    ...(titled.length > 0 ? why("by_titles") : why("by_language", { reads_as: best.reads_as })),
    sure,
    ...(sure && best.commonness === null && { is_suspicious: await isSuspiciousIn(best.encoding, head) }),
    ...(others[0] && { rival: others[0].encoding, sample }),
  };
}

/** Whether some of its words are odd when it is read so: a line may be in another encoding of single bytes. */
async function isSuspiciousIn(encoding: string, { source }: Head): Promise<boolean> {
  return (await takeCensus(readBytes(source), encoding)).is_suspicious;
}

/** One word is no proof, but of what most is written in. */
function isCertain(best: Reading, others: readonly Reading[]): boolean {
  const is_enough = best.words.size > 1 || best.encoding === "windows-1252";
  return is_enough && !isRare(best) && best.odd_share <= ODD && others.every((other) => isFarBehind(other, best));
}

/** Two lines or more and half of them are valid, and these read no worse so than in any other way. */
function isMostlyUtf8(sample: Buffer): boolean {
  const lines = linesOf(sample).filter((line) => !isAscii(line));
  const valid = lines.filter((line) => isUtf8(line));
  if (valid.length < 2 || valid.length * 2 < lines.length) return false;
  const bytes = Buffer.concat(valid);
  const as_utf8 = plausibility(bytes.toString(), "any").mean;
  const others = CHINESE.map((kind) => plausibility(newDecoder(kind).decode(bytes), kind).mean);
  return as_utf8 >= READABLE && others.every((mean) => as_utf8 >= mean);
}

/** Lines that are not UTF-8, 64 KiB of them: lines that were pasted into a file of another encoding prove nothing. */
function evidence(sample: Buffer): Buffer {
  const lines = linesOf(sample).filter((line) => !isUtf8(line));
  const bytes = lines.reduce((sum, { length }) => sum + length, 0);
  const stride = Math.ceil(bytes / EVIDENCE_BYTES_MAX);
  return Buffer.concat(lines.filter((_line, index) => index % stride === 0));
}
