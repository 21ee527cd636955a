import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "vitest";

/**
 * Compares with a file that holds what was right when somebody last looked. UPDATE_GOLDEN=1 writes it anew; `git diff`
 * then shows what has changed.
 */
export function expectGolden(path: string, text: string): void {
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text, `differs from ${path} (UPDATE_GOLDEN=1 writes it anew)`).toBe(readFileSync(path, "utf8"));
}
