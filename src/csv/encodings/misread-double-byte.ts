import { newDecoder } from "./decoder.js";
import { type Sense, senseOf } from "./double-byte.js";
import { DOUBLE_BYTE } from "./double-byte-names.js";
import { encode } from "./encoder.js";
import type { Misread } from "./misread-text.js";
import { isOdd } from "./odd-words.js";

/**
 * Chinese, Japanese or Korean in one of its encodings that was read in another: what stands there must be no text, and
 * its bytes must be some; so much more, all characters together, as beside each other by chance they hardly ever are.
 * Of texts of four to six characters drawn by lot one in 2,700 says as much, and one in 11,000 so much that it is proof
 * alone; of 40,000 rare names, alone and in pairs, none says either.
 */
const CHARS_MIN = 4;
const SENSE_MAX = 0.25;
const SENSE_MIN = 0.5;
const AHEAD_MIN = 2.5;
const AHEAD_OF_PROOF = 3.6;
/** Of three characters more is asked; and none of Korean, of which a name is three syllables that many others have. */
const CHARS_OF_FEW = 3;
const SENSE_MAX_OF_FEW = 0.1;
const SENSE_MIN_OF_FEW = 0.75;

/** What a text says that seems to have been read wrongly. */
export function misreadDoubleByte(text: string): Misread | undefined {
  const own = senseOf(text);
  if (own.chars < CHARS_MIN || own.mean > SENSE_MAX) return undefined;
  const best = bestOf(text);
  if (best === undefined || best.chars < CHARS_MIN || best.mean < SENSE_MIN) return undefined;
  const ahead = (best.mean - own.mean) * best.chars;
  return ahead < AHEAD_MIN ? undefined : { ...best.misread, is_doubtful: ahead < AHEAD_OF_PROOF };
}

/** Whether a word of three characters looks so. */
export function looksMisread(word: string): boolean {
  if (!/^[^\p{ASCII}]{3}$/u.test(word) || senseOf(word).mean > SENSE_MAX_OF_FEW) return false;
  const best = bestOf(word);
  return best?.chars === CHARS_OF_FEW && best.mean >= SENSE_MIN_OF_FEW && best.misread.was !== "euc-kr";
}

function bestOf(text: string): (Sense & { readonly misread: Misread }) | undefined {
  let best: (Sense & { readonly misread: Misread }) | undefined;
  for (const read_as of DOUBLE_BYTE) {
    const bytes = encode(text, read_as);
    if (bytes === undefined) continue;
    for (const was of DOUBLE_BYTE) {
      const meant = newDecoder(was).decode(bytes);
      if (meant === text || meant.includes("\ufffd") || isOdd(meant)) continue;
      // Korean is written without Chinese characters today.
      if (was === "euc-kr" && /\p{Script=Han}/u.test(meant)) continue;
      const sense = senseOf(meant);
      if (sense.mean > (best?.mean ?? 0)) best = { ...sense, misread: { was, read_as, text: meant } };
    }
  }
  return best;
}
