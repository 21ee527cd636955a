import fc from "fast-check";

/**
 * Properties are tried with the same values in every `npm test`, so that no result hangs on chance. `npm run soak`
 * tries them with seeds of its own, which it prints: PROPERTY_SEED=4711 npx vitest run test/csv tries one of them
 * again.
 */
const soak_seed = process.env.PROPERTY_SEED;

fc.configureGlobal({ seed: Number(soak_seed ?? 20_240_305) });

/** How many values a property is tried with. */
export function tries(quick: number, long: number): number {
  return soak_seed === undefined ? quick : long;
}

export default fc;
