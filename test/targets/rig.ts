import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "vitest";
import { overNetwork } from "../../src/app/connect.js";
import { feishuPlace } from "../../src/app/feishu.js";
import { systemClock } from "../../src/cli/clock.js";
import { csvLine } from "../../src/csv/file/write.js";
import { Brake } from "../../src/engine/calls/brake.js";
import { unfinished } from "../../src/engine/sending/select.js";
import { sendRows } from "../../src/engine/sending/send-rows.js";
import { openExports } from "../../src/engine/staging/exports.js";
import { stage } from "../../src/engine/staging/stage.js";
import { type Ledger, openLedger } from "../../src/ledger/open.js";
import { loadMapping } from "../../src/mapping/index.js";
import type { Payload } from "../../src/model/payload.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.js";
import { TARGETS } from "../../src/targets/index.js";
import type { Target } from "../../src/targets/target.js";
import { leapingClock } from "../support/leaping-clock.js";
import { contentOf } from "./examples.js";

export interface Rig {
  readonly sandbox: Sandbox;
  readonly ledger: Ledger;
  /** Stages payloads as rows of an export of their own, by the real mapping. */
  load(payloads: readonly Payload[]): Promise<void>;
  /**
   * One call of `run`. `key_is_old`: no age can be trusted, so no key is taken for honoured. `leaps`: long waits are
   * over at once.
   */
  run(more?: {
    readonly key_is_old?: boolean;
    readonly leaps?: boolean;
    readonly max_attempts?: number;
  }): Promise<Brake>;
  status(key: string): string | undefined;
}

/** A file of a payload is put where the export names it. */
function cellOf(folder: string, value: Payload[string] | undefined): string {
  if (typeof value !== "object" || !("path" in value)) return String(value ?? "");
  const path = String(value.path);
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), contentOf(path));
  return path;
}

/** A target, a ledger and a sandbox with everything that stands between them in a real run. */
export async function rig(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  target: Target,
  options: SandboxOptions = {},
): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), "hire-import-target-"));
  const sandbox = await startSandbox(options);
  const ledger = openLedger(join(folder, "ledger.db"));
  onTestFinished(async () => {
    ledger.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const begin = () => ledger.runs.begin("run", "1.0.0", process.pid, systemClock.now_ms());
  const load = async (payloads: readonly Payload[]) => {
    const names = [...new Set(payloads.flatMap(Object.keys))];
    const lines = payloads.map((payload) => csvLine(names.map((name) => cellOf(folder, payload[name]))));
    writeFileSync(join(folder, "export.csv"), csvLine(names) + lines.join(""));
    const fields = names.map((name) => `  ${name}: ${name}\n`).join("");
    writeFileSync(join(folder, "mapping.yaml"), `target: ${target.name}\nfields:\n${fields}`);
    const mapping = loadMapping(join(folder, "mapping.yaml"), TARGETS);
    ledger.setup.create(target.name, mapping.key_rule, systemClock.now_ms());
    await stage({
      ledger,
      mapping,
      exports: await openExports(mapping, [join(folder, "export.csv")]),
      pass: begin(),
      version: "1.0.0",
      reuse: false,
      clock: systemClock,
      brake: new Brake(),
      observe: () => undefined,
    });
  };
  const run: Rig["run"] = async ({ key_is_old = false, leaps = false, max_attempts = 5 } = {}) => {
    const clock = leaps ? leapingClock() : systemClock;
    const { url, app_id, app_secret } = sandbox;
    const connect = overNetwork({ clock: systemClock, version: "1.0.0", environment: process.env });
    const options = { codes: target.codes, timeout_ms: 30_000 };
    const feishu = await connect(feishuPlace({ base_url: url, app_id, app_secret }), options);
    const brake = new Brake();
    // As if the clock had been set back since the ledger's latest entry.
    const latest_entry_ms = key_is_old ? systemClock.now_ms() + 3_600_000 : ledger.runs.latestEntry();
    ledger.attempts.markInterrupted(systemClock.now_ms());
    await sendRows({
      ledger,
      target,
      run_id: begin(),
      latest_entry_ms,
      rows: unfinished(ledger.queue, clock),
      send: feishu.client(target).send,
      read: feishu.client("none" in target.find ? target : { cap_per_s: target.find.cap_per_s }).ask,
      folders: [folder],
      clock,
      random: () => 0.5,
      brake,
      observe: () => undefined,
      requests: { sent: 0, retried: 0, throttled: 0, reads: 0 },
      concurrency: 16,
      limit: undefined,
      max_errors: undefined,
      max_attempts,
      first_contact_ms: 10_000,
      max_outage_ms: 10_000,
    });
    await feishu.close();
    return brake;
  };
  return { sandbox, ledger, load, run, status: (key) => ledger.queue.byKey(key)?.status };
}
