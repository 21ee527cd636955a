import { copyFileSync, existsSync, renameSync, rmSync } from "node:fs";
import type { Chance } from "./chance.js";
import type { RunPlan } from "./plan.js";

/** How a ledger is taken from under a run. */
const WAYS = ["deleted", "moved", "log deleted", "replaced by an older copy"] as const;

/** What other programs and people do to the ledger while a run works. */
export interface Siege {
  readonly at_ms: number;
  /** `another run`: one that has got round the lock. */
  readonly what: "another run" | (typeof WAYS)[number];
}

/** Only runs that nothing else kills: what comes of it must be the ledger's doing. */
export function besieged(chance: Chance, run: RunPlan): RunPlan {
  if (run.accidents.dies_at !== undefined || run.accidents.disk !== undefined || !chance.is(0.3)) return run;
  const what = chance.is(0.5) ? "another run" : chance.pick(WAYS);
  return { ...run, siege: { at_ms: chance.skewed(1, 20_000), what } };
}

/** Keeps what an older copy is made of. */
export function prepare(path: string, { what }: Siege): void {
  if (what === "replaced by an older copy" && existsSync(path)) copyFileSync(path, `${path}.older`);
}

export function befall(path: string, { what }: Siege): void {
  if (what === "deleted") rmSync(path);
  if (what === "moved") renameSync(path, `${path}.moved`);
  if (what === "log deleted") rmSync(`${path}-wal`, { force: true });
  if (what === "replaced by an older copy" && existsSync(`${path}.older`)) renameSync(`${path}.older`, path);
}

/** A person does what the program has said. */
export function obey(path: string, hint: string): void {
  const [, copy] = /: (?:move away [^,]+, )?mv (\S+) \S+, then/.exec(hint) ?? [];
  if (copy === undefined) return;
  rmSync(path, { force: true });
  renameSync(copy, path);
}
