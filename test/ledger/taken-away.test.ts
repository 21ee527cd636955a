import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AppContext } from "../../src/app/context.js";
import { type RunContext, withRun } from "../../src/app/run-context.js";
import { Brake } from "../../src/engine/calls/brake.js";
import type { Ledger } from "../../src/ledger/open.js";
import { because } from "../../src/texts/because.js";
import { VirtualClock } from "../support/virtual-clock.js";
import { ledgerWith } from "./support.js";

async function run(ledger: Ledger, act: (run: RunContext) => Promise<void>) {
  const unasked = () => Promise.reject(new Error("nobody is asked"));
  const app: AppContext = {
    clock: new VirtualClock(),
    random: () => 0.5,
    version: "1.0.0",
    process_id: 1,
    brake: new Brake(),
    observe: () => undefined,
    confirm: unasked,
    connect: unasked,
  };
  return withRun(ledger, app, { command: "run" }, act);
}

// Whoever does not hear of it begins a new ledger, and sends all of it again.
describe("a ledger that was deleted while a run worked is told before", () => {
  it.each<[what: string, act: (run: RunContext, path: string) => Promise<void>]>([
    [
      "a stop that somebody has asked for, though it was asked for first",
      async ({ brake, clock }, path) => {
        brake.pull({ why: "sigint" });
        rmSync(path);
        await clock.sleep(5_000);
      },
    ],
    [
      "what cannot be written any more",
      async ({ brake, clock, ledger, run_id }, path) => {
        brake.pull({ why: "sigint" });
        rmSync(path);
        await clock.sleep(5_000);
        ledger.outages.begin(run_id, because("unreachable", { id: "interrupted" }), clock.now_ms());
      },
    ],
    [
      "a full disk that was met before anybody looked",
      async (_run, path) => {
        rmSync(path);
        throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
      },
    ],
    [
      "a bug",
      async (_run, path) => {
        rmSync(path);
        throw new Error("a row went from sending to sending");
      },
    ],
  ])("%s", async (_what, act) => {
    const { ledger, path } = ledgerWith("A-1");
    const { stop } = await run(ledger, (context) => act(context, path));
    expect(stop?.kind).toBe("ledger_gone");
    expect(stop?.hint).toContain(`mv ${path}.rescued ${path}, then run the same command again`);
  });
});

describe("what ends a run whose ledger is there", () => {
  it("is told as it is", async () => {
    const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    const { stop } = await run(ledgerWith("A-1").ledger, () => Promise.reject(full));
    expect(stop?.kind).toBe("disk_full");
    await expect(run(ledgerWith("A-1").ledger, () => Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
  });
});
