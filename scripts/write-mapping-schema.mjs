#!/usr/bin/env node
// Writes mapping.schema.json, by which editors complete and check a mapping file, from the built program.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mappingJsonSchema, TARGETS } from "../dist/index.js";

const path = join(import.meta.dirname, "..", "mapping.schema.json");
writeFileSync(path, `${JSON.stringify(mappingJsonSchema(TARGETS), null, 2)}\n`);
process.stderr.write(`wrote ${path}\n`);
