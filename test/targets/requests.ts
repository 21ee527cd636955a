import { createHash } from "node:crypto";
import { join } from "node:path";
import { openExport } from "../../src/csv/export/open-export.js";
import { exportFiles, foldersOf } from "../../src/engine/staging/export-files.js";
import { bindMapping, loadMapping } from "../../src/mapping/index.js";
import { type Lookup, lookupFields } from "../../src/mapping/rows/lookup.js";
import { isBad } from "../../src/model/record.js";
import type { FeishuRequest } from "../../src/model/reply.js";
import { TARGETS, targetOf } from "../../src/targets/index.js";
import type { Example } from "./examples.js";

const FIXTURES = join(import.meta.dirname, "..", "..", "fixtures");

/** The requests that the sound records of a fixture become, in the order of its lines. */
export async function requestsOf(fixture: Example["fixture"]): Promise<FeishuRequest[]> {
  const mapping = loadMapping(join(FIXTURES, fixture.mapping), TARGETS);
  const target = targetOf(mapping.target);
  const lookups = new Map(lookupFields(mapping).map((field) => [field.shape.name, someIds(field.lookup)]));
  const requests: FeishuRequest[] = [];
  const file = await openExport(join(FIXTURES, fixture.export), {});
  const files = exportFiles(foldersOf([join(FIXTURES, fixture.export)]));
  const mapper = bindMapping(mapping, file.header, fixture.export, { lookups, files });
  for await (const batch of file.records()) {
    for (const record of batch) {
      if (isBad(record)) continue;
      const mapped = mapper.map(record.cells);
      if (mapped.kind === "payload") requests.push(target.request(mapped.payload));
    }
  }
  return requests;
}

/** For each key an id of its own, as if its record had been made. */
function someIds(source: Lookup["source"]): Lookup {
  const hash = (key: string) => BigInt(`0x${createHash("sha256").update(key).digest("hex")}`);
  const idOf = (key: string) => `7${String(hash(key) % 10n ** 17n).padStart(17, "0")}1`;
  return { source, entries: 0, unusable: [], find: idOf };
}
