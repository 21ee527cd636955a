import { describe, expect, it } from "vitest";
import { play } from "./history.js";
import { MUTANTS } from "./mutants.js";

const SEEDS_MAX = 1500;

describe("a program that is wrong is found out:", () => {
  it.each(Object.entries(MUTANTS).filter(([n])=>!process.env.ONLY||n.includes(process.env.ONLY)))("%s", { timeout: 3e5 }, async (name, mutant) => {
    const seeds = []; const t = performance.now();
    let what = "";
    for (let seed = 1; seed <= SEEDS_MAX && seeds.length < 3; seed++) {
      const { violation } = await play(seed, { mutant });
      if (violation !== undefined) { seeds.push(seed); what ||= violation; }
    }
    process.stderr.write(`${name}: ${seeds} ${(performance.now()-t)|0} ms ${what.slice(0, 200)}\n`);
  });
});
