import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder, ROOT } from "./program.js";

/** The steps of the linked fixtures, in the order of their plan, and how many records of each make a small history. */
const FEW = {
  cvs: 12,
  candidates: 17,
  applications: 17,
  interviews: 12,
  offers: 6,
  "background-checks": 6,
  notes: 6,
} as const;

export type StepName = keyof typeof FEW;
export const STEPS = Object.keys(FEW) as readonly StepName[];

/** The linked fixtures in a folder of their own, whole or the first records of each export. */
export function history(how: "few" | "whole"): string {
  const cwd = folder();
  cpSync(join(ROOT, "fixtures", "history"), cwd, { recursive: true });
  if (how === "whole") return cwd;
  for (const step of STEPS) {
    const path = join(cwd, `${step}.csv`);
    const records = readFileSync(path, "utf8").split("\r\n");
    writeFileSync(path, `${records.slice(0, FEW[step] + 1).join("\r\n")}\r\n`);
  }
  return cwd;
}
