import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, hire, ROOT } from "./program.js";
import { sandboxProcess } from "./sandbox.js";

const EXPORT = join(ROOT, "fixtures", "moka", "export.csv");
const GOLDEN = join(ROOT, "fixtures", "moka", "payloads.golden.ndjson");

it("sends 240 rows at the cap, never above it, as the mapping says", { timeout: 60_000 }, async () => {
  const feishu = await sandboxProcess(["--rate", "20", "--latency", "100"]);
  const args = ["-m", join(ROOT, "fixtures/moka/mapping.yaml"), "--limit", "240", "--json"];
  const ran = await hire(["run", EXPORT, ...args], { cwd: folder(), env: feishu.env });
  const { exit, requests, counts } = ran.json;
  expect({ exit, requests }).toMatchObject({ exit: 10, requests: { sent: 240, retried: 0, throttled: 0 } });

  const seen = await feishu.creates();
  expect(seen.arrived).toBe(240);
  expect(seen.worst_second_arrived).toBeLessThanOrEqual(20);
  expect(seen.codes["99991400"]).toBeUndefined();
  const rate_per_s = (239 * 1000) / ((seen.last_arrival_ms as number) - (seen.first_arrival_ms as number));
  process.stdout.write(`240 rows arrived at ${rate_per_s.toFixed(2)} a second, the cap is 20\n`);
  // 18.5 and more on a machine of its own; a busy one may stall for a while, and nothing is caught up.
  expect(rate_per_s).toBeGreaterThanOrEqual(17);

  const mapped = new Map(
    readFileSync(GOLDEN, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map((payload) => [payload.external_id as string, payload]),
  );
  const records = await feishu.records();
  expect(records).toHaveLength(counts.done);
  for (const { external_id, fields } of records) {
    expect({ external_id, ...fields }).toEqual(mapped.get(external_id as string));
  }
});
