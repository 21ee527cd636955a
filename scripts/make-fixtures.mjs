#!/usr/bin/env node
// Writes the example exports under fixtures/. Seeded: it gives the same bytes every time, and a test compares.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { advertisementsExport } from "./fixtures/advertisements.mjs";
import { greenhouseExport } from "./fixtures/greenhouse.mjs";
import { mokaExport } from "./fixtures/moka.mjs";
import { ROOT } from "./setup.mjs";

/** Path below the repository -> the file's text. */
export const EXPORTS = {
  "fixtures/moka/export.csv": mokaExport,
  "fixtures/greenhouse/export.csv": greenhouseExport,
  "fixtures/advertisements/export.csv": advertisementsExport,
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [path, text] of Object.entries(EXPORTS)) writeFileSync(join(ROOT, path), text());
}
