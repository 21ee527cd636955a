import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Scope = "test" | "file";
type Step = () => Promise<void> | void;

const steps: Readonly<Record<Scope, Step[]>> = { test: [], file: [] };

/** Runs `step` when the test, or the last test of the file, has ended; the latest first. */
export function afterwards(step: Step, scope: Scope = "test"): void {
  steps[scope].push(step);
}

/** A folder that is gone afterwards. */
export function folder(scope: Scope = "test"): string {
  const path = mkdtempSync(join(tmpdir(), "hire-import-test-"));
  afterwards(() => rmSync(path, { recursive: true, force: true }), scope);
  return path;
}

/** For `clean-up.ts` alone. */
export async function cleanUp(scope: Scope): Promise<void> {
  for (const step of steps[scope].splice(0).reverse()) await step();
}
