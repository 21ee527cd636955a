const SAMPLE_MAX = 4096;

/**
 * Counts different texts in bounded memory: exactly up to 4096, beyond that within a few per cent. It keeps the hashes
 * that end in n zero bits, with a greater n each time they become too many (Wegman's adaptive sampling).
 */
export class DistinctCounter {
  readonly #sample = new Set<number>();
  #bits = 0;

  add(text: string): void {
    const hash = hashOf(text);
    if (!this.#isSampled(hash)) return;
    this.#sample.add(hash);
    while (this.#sample.size > SAMPLE_MAX) {
      this.#bits += 1;
      for (const each of this.#sample) if (!this.#isSampled(each)) this.#sample.delete(each);
    }
  }

  count(): number {
    return this.#sample.size * 2 ** this.#bits;
  }

  #isSampled(hash: number): boolean {
    return hash % 2 ** this.#bits === 0;
  }
}

/** FNV-1a over UTF-16 units from two starts, mixed as MurmurHash3 does: 52 bits, so that hardly two of them collide. */
export function hashOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995);
  }
  return (mixed(high) >>> 12) * 2 ** 32 + mixed(low);
}

function mixed(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
