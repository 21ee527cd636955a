import { COMMON_CHARACTERS, levelOneCharacters } from "./common-characters.js";

/**
 * What a text was decoded with decides what may be expected in it: Unicode holds every script, the Chinese encodings
 * Chinese and little else, windows-1252 single accented letters between plain ones.
 */
export type TextKind = "any" | "gb18030" | "big5" | "western";

export interface Plausibility {
  /** Over all characters beyond ASCII: 1 is what people write, below 0 what a wrong decoder makes of it; 0 for none. */
  readonly mean: number;
  readonly chars: number;
  /** How many different ones, counted up to 64. */
  readonly distinct: number;
}

const DISTINCT_MAX = 64;
const BROKEN = -3;
const NEVER_WRITTEN = -2;

/** How much `text` reads like something that people wrote. */
export function plausibility(text: string, kind: TextKind): Plausibility {
  let sum = 0;
  let chars = 0;
  const distinct = new Set<string>();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
  for (const { 0: run, index } of text.matchAll(/[^\u0000-\u007f]+/g)) {
    const points = Array.from(run);
    const is_glued = isAsciiLetter(text[index - 1]) || isAsciiLetter(text[index + run.length]);
    for (const [at, char] of points.entries()) {
      sum += weightOf(char, { kind, before: points[at - 1], after: points[at + 1], size: points.length, is_glued });
      if (distinct.size < DISTINCT_MAX) distinct.add(char);
    }
    chars += points.length;
  }
  return { mean: chars === 0 ? 0 : sum / chars, chars, distinct: distinct.size };
}

interface Context {
  readonly kind: TextKind;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Characters in the run beyond ASCII in which it stands. */
  readonly size: number;
  /** An ASCII letter stands right before or behind the run. */
  readonly is_glued: boolean;
}

function weightOf(char: string, context: Context): number {
  const code = char.codePointAt(0) as number;
  if (code === 0xfffd) return BROKEN;
  // NEL ends lines on mainframes.
  if (code === 0x85) return 0;
  if (code < 0xa0 || isPrivate(code)) return NEVER_WRITTEN;
  if (code >= 0x4e00 && code <= 0x9fff) return hanziWeight(char, context);
  if (code < 0x180) return latinWeight(code, context);
  if (code >= 0x2000 && code <= 0x2bff) return symbolWeight(code, context);
  // Chinese punctuation and full-width forms.
  if ((code >= 0x3000 && code <= 0x303f) || (code >= 0xff00 && code <= 0xffe6)) return 0.5;
  // Hanzi that are in no everyday use.
  if (code >= 0x3400 && code <= 0x4dbf) return -0.6;
  return context.kind === "any" ? otherScriptWeight(code, context) : -0.5;
}

function isPrivate(code: number): boolean {
  return (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000 || (code & 0xfffe) === 0xfffe;
}

function hanziWeight(char: string, { kind }: Context): number {
  if (COMMON_CHARACTERS.has(char)) return 1;
  const level = levelOneCharacters()[kind === "western" ? "any" : kind];
  return level.has(char) ? 0.6 : -0.3;
}

function latinWeight(code: number, { kind, size, is_glued }: Context): number {
  const is_letter = code >= 0xc0 && code !== 0xd7 && code !== 0xf7;
  if (kind === "any") return is_letter ? 0.6 : 0.2;
  if (kind !== "western") return is_letter ? -0.2 : 0.1;
  // Three in a row are rare in any language of the West, and the rule in Chinese that was decoded as windows-1252.
  if (size >= 3) return -0.6;
  if (!is_letter) return 0.1;
  return is_glued ? 0.7 : 0.2;
}

function symbolWeight(code: number, { kind, size }: Context): number {
  if (kind === "western" && size >= 3) return -0.6;
  return code < 0x2190 ? 0.4 : 0;
}

/** Blocks whose letters come in words: alone they are what is left of a character cut in two. */
const SCRIPTS: readonly (readonly [from: number, to: number])[] = [
  [0x0370, 0x03ff],
  [0x0400, 0x045f],
  [0x05d0, 0x05ea],
  [0x0620, 0x064a],
];

/** Only Unicode gets here. GBK's two bytes, where they happen to be valid UTF-8, land between U+0080 and U+07FF. */
function otherScriptWeight(code: number, { before, after, is_glued }: Context): number {
  if (code >= 0x0300 && code <= 0x036f) return is_glued || isLatin(before) ? 0.3 : -1;
  const script = SCRIPTS.find(([from, to]) => code >= from && code <= to);
  if (script !== undefined) {
    const isSame = (other: string | undefined) => {
      const near = other?.codePointAt(0) ?? 0;
      return near >= script[0] && near <= script[1];
    };
    return isSame(before) || isSame(after) ? 0.4 : 0;
  }
  if (code < 0x0300) return -0.6;
  return code < 0x0800 ? -1 : 0.3;
}

function isLatin(char: string | undefined): boolean {
  return char !== undefined && /\p{Script=Latin}/u.test(char);
}

function isAsciiLetter(char: string | undefined): boolean {
  return char !== undefined && /[A-Za-z]/.test(char);
}
