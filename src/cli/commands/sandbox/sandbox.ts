import { EXIT } from "../../../model/exit.js";
import type { FaultProbabilities } from "../../../sandbox/sandbox.js";
import type { CommandResult } from "../../command-result.js";
import { openSandbox, talentsFrom } from "../../open-sandbox.js";
import type { Output } from "../../output.js";

export interface SandboxFlags {
  readonly port: number;
  readonly records?: string;
  readonly talents?: string;
  readonly latency: number;
  readonly jitter: number;
  readonly rate: number;
  readonly publishRate: number;
  readonly apiSync: boolean;
  readonly withoutScope?: readonly string[];
  readonly denyAddress?: boolean;
  readonly disableApp?: boolean;
  /** Milliseconds. */
  readonly clockSkew?: number;
  readonly window: "sliding" | "fixed";
  readonly repeat: "original" | "error";
  readonly readLag: number;
  readonly fault?: FaultProbabilities;
  readonly seed: number;
}

/** `sandbox`: a simulated Feishu Hire on loopback, until somebody stops it. */
export async function sandbox(flags: SandboxFlags, output: Output): Promise<CommandResult> {
  const server = await openSandbox({
    port: flags.port,
    latency_ms: flags.latency,
    jitter_ms: flags.jitter,
    rate_per_s: flags.rate,
    publish_per_s: flags.publishRate,
    api_sync: flags.apiSync,
    window: flags.window,
    repeat: flags.repeat,
    read_lag_ms: flags.readLag,
    seed: flags.seed,
    without_scopes: flags.withoutScope ?? [],
    address_allowed: flags.denyAddress !== true,
    app_enabled: flags.disableApp !== true,
    clock_skew_ms: flags.clockSkew ?? 0,
    ...(flags.records === undefined ? {} : { store: flags.records }),
    ...(flags.fault === undefined ? {} : { faults: flags.fault }),
    ...(flags.talents === undefined ? {} : { talents: talentsFrom(flags.talents) }),
  });
  const { url, app_id, app_secret } = server;
  if (output.json) {
    output.result(JSON.stringify({ command: "sandbox", ok: true, exit: 0, url, app_id, app_secret }));
  } else {
    const { sandbox: t } = output.texts.terminal;
    output.note(t.running(url));
    output.result(`export HIRE_IMPORT_BASE_URL=${url} FEISHU_APP_ID=${app_id} FEISHU_APP_SECRET=${app_secret}`);
    output.note(t.how_to_use);
  }
  const signal = await stopped();
  await server.close();
  return { exit: signal === "SIGINT" ? EXIT.sigint : EXIT.sigterm, facts: {}, print: () => undefined, is_told: true };
}

function stopped(): Promise<"SIGINT" | "SIGTERM"> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve("SIGINT"));
    process.once("SIGTERM", () => resolve("SIGTERM"));
  });
}
