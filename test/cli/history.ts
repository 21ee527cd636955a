import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder, ROOT, type Scope } from "./program.js";

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
export function history(how: "few" | "whole", scope: Scope = "test"): string {
  const cwd = folder(scope);
  cpSync(join(ROOT, "fixtures", "history"), cwd, { recursive: true });
  if (how === "whole") return cwd;
  for (const step of STEPS) {
    const path = join(cwd, `${step}.csv`);
    const records = readFileSync(path, "utf8").split("\r\n");
    writeFileSync(path, `${records.slice(0, FEW[step] + 1).join("\r\n")}\r\n`);
  }
  return cwd;
}

/** Steps of which each hangs on the one before it. */
export const LINKED = ["candidates", "applications", "interviews"] as const;

/** The first records of some exports of the linked fixtures, with their mappings; the candidates have no CVs. */
export function shortHistory(records: number, names: readonly string[] = LINKED): string {
  const cwd = folder();
  const fixture = (name: string) => readFileSync(join(ROOT, "fixtures", "history", name), "utf8");
  for (const name of LINKED) {
    writeFileSync(
      join(cwd, `${name}.csv`),
      fixture(`${name}.csv`)
        .split("\r\n")
        .slice(0, records + 1)
        .join("\r\n"),
    );
    writeFileSync(join(cwd, `${name}.yaml`), fixture(`${name}.yaml`).replace(/^ *resume_attachment_id:.*\n/m, ""));
  }
  const steps = names.map((name) => `  - { name: ${name}, mapping: ${name}.yaml, exports: ${name}.csv }\n`);
  writeFileSync(join(cwd, "plan.yaml"), `steps:\n${steps.join("")}`);
  return cwd;
}
