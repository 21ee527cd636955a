import { join } from "node:path";
import { openExports } from "../../src/engine/staging/exports.js";
import { loadMapping } from "../../src/mapping/index.js";
import { isBad } from "../../src/model/record.js";
import type { FeishuRequest } from "../../src/model/reply.js";
import { TARGETS, targetOf } from "../../src/targets/index.js";

/** The requests that the sound records of a fixture become, in the order of its lines. */
export async function requestsOf(fixture: string): Promise<FeishuRequest[]> {
  const mapping = loadMapping(join(fixture, "mapping.yaml"), TARGETS);
  const target = targetOf(mapping.target);
  const requests: FeishuRequest[] = [];
  for (const { file, mapper } of await openExports(mapping, [join(fixture, "export.csv")])) {
    for await (const batch of file.records()) {
      for (const record of batch) {
        if (isBad(record)) continue;
        const mapped = mapper.map(record.cells);
        if (mapped.kind === "payload") requests.push(target.request(mapped.payload));
      }
    }
  }
  return requests;
}
