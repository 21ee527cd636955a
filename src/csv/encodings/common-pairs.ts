import { COMMON_CHARACTERS, COMMON_HANGUL } from "./common-characters.js";
import type { DoubleByte } from "./double-byte-names.js";
import { pairsOf } from "./encoder.js";

const KANA = Array.from({ length: 0xfb - 0x41 }, (_, index) => String.fromCharCode(0x3041 + index));
/** Of fewer pairs nothing is told; of a line in the right encoding more than this share are common. */
const PAIRS_MIN = 4;
const SHARE_MIN = 1 / 3;

/** What most texts in an encoding of two bytes are made of: a quick look at lines before a thorough one. */
export class CommonPairs {
  readonly #are_common = new Uint8Array(0x10000);
  readonly #has_single_bytes: boolean;

  constructor(encoding: DoubleByte) {
    this.#has_single_bytes = encoding === "shift_jis";
    for (const pair of pairsOf(commonIn(encoding), encoding)) this.#are_common[pair] = 1;
  }

  areFewIn(line: Buffer): boolean {
    let [pairs, common] = [0, 0];
    for (let at = 0; at < line.length; at++) {
      const lead = line[at] as number;
      if (lead < 0x81 || (this.#has_single_bytes && lead >= 0xa1 && lead <= 0xdf)) continue;
      at += 1;
      pairs += 1;
      common += this.#are_common[(lead << 8) | (line[at] ?? 0)] as number;
    }
    return pairs >= PAIRS_MIN && common < pairs * SHARE_MIN;
  }
}

/** Kana are the same pairs in GB18030 and EUC-JP: in the one they say that a line may be of the other. */
function commonIn(encoding: DoubleByte): Iterable<string> {
  if (encoding === "euc-kr") return COMMON_HANGUL;
  return encoding === "gb18030" ? COMMON_CHARACTERS : [...COMMON_CHARACTERS, ...KANA];
}
