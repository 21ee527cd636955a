// What the bench runs.
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

export const PROGRAM = join(ROOT, "dist", "cli", "main.js");
export const MAPPING = join(ROOT, "fixtures", "moka", "mapping.yaml");
export const SCRIPT = join(import.meta.dirname, "script.mjs");
export const BARE = join(import.meta.dirname, "bare.mjs");
export const STAGE = join(import.meta.dirname, "stage-export.mjs");
export const READ = join(import.meta.dirname, "read-export.mjs");
