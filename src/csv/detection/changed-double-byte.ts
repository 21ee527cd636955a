import { isAscii, isUtf8 } from "node:buffer";
import type { Census } from "../encodings/census.js";
import { newDecoder } from "../encodings/decoder.js";
import { doubleByteOf, senseOf } from "../encodings/double-byte.js";
import type { DoubleByte } from "../encodings/double-byte-names.js";
import { linesOf } from "../encodings/lines.js";
import type { EncodingChange } from "../file/detected.js";
import { eachLine, type LinePlace } from "../file/each-line.js";
import type { Head } from "../file/head.js";
import type { SourceFile } from "../file/source.js";

/** Lines looked at from the file's begin, from its end, and from all of it: a hundredth of a second's work. */
const END_LINES = 40;
const SPREAD_LINES = 120;
/** Fewer lines in an encoding were pasted; and so few may seem to be in another one than those beside them. */
const LINES_MIN = 2;
const ASTRAY_MAX = 0.1;

type Two = Readonly<Record<"first" | "second", DoubleByte>>;

/**
 * Where a file whose lines are in one encoding of Chinese, Japanese or Korean goes on in another: all of it could be
 * read in either. Undefined where the lines do not say it clearly, or change to and fro.
 */
export async function changeOfDoubleByte(
  { source, bytes }: Head,
  { sample, tail }: Census,
): Promise<EncodingChange | undefined> {
  const two = twoAmong(linesToTell(bytes, sample, tail).map((line) => doubleByteOf(line)));
  const place = two && (await placeOf(source, two));
  return place && { ...two, ...place };
}

/** In their order, none twice. */
function linesToTell(head: Buffer, sample: Buffer, tail: Buffer): Buffer[] {
  const spread = legacyLines(sample);
  const stride = Math.ceil(spread.length / SPREAD_LINES);
  const above = byText(legacyLines(head).slice(0, END_LINES));
  const below = byText(legacyLines(tail).slice(-END_LINES));
  const between = byText(spread.filter((_line, index) => index % stride === 0));
  for (const text of above.keys()) between.delete(text);
  for (const text of [...above.keys(), ...between.keys()]) if (above.has(text)) below.delete(text);
  for (const text of below.keys()) between.delete(text);
  return [...above.values(), ...between.values(), ...below.values()];
}

function byText(lines: readonly Buffer[]): Map<string, Buffer> {
  return new Map(lines.map((line) => [line.toString("latin1"), line]));
}

function legacyLines(bytes: Buffer): Buffer[] {
  return linesOf(bytes).filter((line) => !isAscii(line) && !isUtf8(line));
}

/** The encoding that lines have above, and the one that they have below. */
function twoAmong(told: readonly (DoubleByte | undefined)[]): Two | undefined {
  const votes = told.filter((vote) => vote !== undefined);
  const [first, second] = [mostOf(votes.slice(0, LINES_MIN)), mostOf(votes.slice(-LINES_MIN))];
  if (first === undefined || second === undefined || first === second) return undefined;
  let [sum, best, at] = [0, 0, 0];
  for (const [index, vote] of votes.entries()) {
    sum += vote === first ? 1 : vote === second ? -1 : 0;
    if (sum > best) [best, at] = [sum, index + 1];
  }
  const [above, below] = [votes.slice(0, at), votes.slice(at)];
  const is_clear = isOf(above, first) && isOf(below, second);
  return is_clear ? { first, second } : undefined;
}

function mostOf(votes: readonly DoubleByte[]): DoubleByte | undefined {
  return votes.find((vote) => votes.filter((other) => other === vote).length * 2 > votes.length);
}

function isOf(votes: readonly DoubleByte[], encoding: DoubleByte): boolean {
  const own = votes.filter((vote) => vote === encoding).length;
  return own >= LINES_MIN && votes.length - own <= votes.length * ASTRAY_MAX;
}

/** The line at which all above make most sense in the first encoding, and all from it on in the second. */
async function placeOf(source: SourceFile, { first, second }: Two): Promise<LinePlace | undefined> {
  const [one, other] = [newDecoder(first), newDecoder(second)];
  let [sum, best] = [0, 0];
  let found: LinePlace | undefined;
  await eachLine(source, (line, place) => {
    if (isAscii(line)) return undefined;
    sum += senseOf(one.decode(line)).mean - senseOf(other.decode(line)).mean;
    if (sum > best) [best, found] = [sum, undefined];
    else found ??= place;
    return undefined;
  });
  return found;
}
