import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { feishuPlace } from "../../src/app/feishu.js";
import { type ImportResult, runImport } from "../../src/app/run.js";
import { systemContext } from "../../src/cli/system.js";
import { openExports } from "../../src/engine/staging/exports.js";
import { openLedger } from "../../src/ledger/open.js";
import { loadMapping } from "../../src/mapping/index.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { TARGETS } from "../../src/targets/index.js";

const EXPORT = "id,talent\na1,7000000000000000001\na2,7000000000000000002\n";
const MAPPING = "target: external-application\nfields:\n  external_id: id\n  talent_id: talent\n";

const MILESTONES: ReadonlySet<string> = new Set([
  "profiled",
  "connected",
  "token asked for",
  "all_staged",
  "sending",
  "closed",
  "run_ended",
]);

/** An export of two rows, and calls of `run` that note in what order things happen. */
async function importOfTwo() {
  const folder = mkdtempSync(join(tmpdir(), "hire-import-app-"));
  const sandbox = await startSandbox();
  const ledger = openLedger(join(folder, "ledger.db"));
  onTestFinished(async () => {
    ledger.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(join(folder, "export.csv"), EXPORT);
  writeFileSync(join(folder, "mapping.yaml"), MAPPING);
  const place = feishuPlace({ base_url: sandbox.url, app_id: sandbox.app_id, app_secret: sandbox.app_secret });
  return async (): Promise<{ readonly result: ImportResult; readonly order: readonly string[] }> => {
    const mapping = loadMapping(join(folder, "mapping.yaml"), TARGETS);
    const exports = await openExports(mapping, [join(folder, "export.csv")]);
    const order: string[] = [];
    const context = systemContext({ observe: ({ event }) => order.push(event) });
    const result = await runImport(
      { ledger, mapping, exports, place },
      {
        ...context,
        connect: async (...args) => {
          const feishu = await context.connect(...args);
          order.push("connected");
          const token: typeof feishu.token = (signal) => {
            order.push("token asked for");
            return feishu.token(signal);
          };
          const close = () => {
            order.push("closed");
            return feishu.close();
          };
          return { ...feishu, token, close };
        },
      },
    );
    return { result, order: order.filter((what) => MILESTONES.has(what)) };
  };
}

it("asks for the token while a new export is staged, and for nothing where all is done", async () => {
  const run = await importOfTwo();
  const first = await run();
  expect(first.result).toMatchObject({ exit: 0, requests: { sent: 2 } });
  expect(first.order.slice(0, 5)).toEqual(["profiled", "connected", "token asked for", "all_staged", "sending"]);
  expect(first.order.filter((what) => what === "connected")).toHaveLength(1);
  expect(first.order.at(-2)).toBe("closed");
  const again = await run();
  expect(again.result).toMatchObject({ exit: 0, requests: { sent: 0 } });
  expect(again.order).not.toContain("token asked for");
});
