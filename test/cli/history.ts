import { cpSync } from "node:fs";
import { join } from "node:path";
import { folder, ROOT } from "./program.js";

/** The steps of the linked fixtures, in the order of their plan. */
export const STEPS = [
  "cvs",
  "candidates",
  "applications",
  "interviews",
  "offers",
  "background-checks",
  "notes",
] as const;
export type StepName = (typeof STEPS)[number];

/** The linked fixtures, whole, in a folder of their own. */
export function history(): string {
  const cwd = folder();
  cpSync(join(ROOT, "fixtures", "history"), cwd, { recursive: true });
  return cwd;
}
