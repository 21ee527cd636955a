/** A source of numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** Seeded and fast; the same seed and label give the same numbers on every machine (xorshift32). */
export function createRandom(seed: number, label = ""): Random {
  let state = (seed ^ 0x9e3779b9) | 0;
  for (const char of label) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193) | 0;
  // Zero is the one state that xorshift never leaves.
  if (state === 0) state = 0x6d2b79f5;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  // Neighbouring seeds begin alike; a few steps part them.
  for (let step = 0; step < 8; step += 1) next();
  return next;
}
