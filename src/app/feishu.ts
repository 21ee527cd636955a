import type { HeardTime } from "../engine/calls/idempotency-window.js";
import type { ListContext } from "../engine/calls/list-records.js";
import { isLoopback } from "../feishu/base-url.js";
import { createFeishuClient, type FeishuClient } from "../feishu/client.js";
import { COMMON_CODES, codeTable, mergeCodes } from "../feishu/codes.js";
import { createTransport } from "../feishu/http.js";
import { createPacer, type PaceReport } from "../feishu/pacer.js";
import { createTokens } from "../feishu/token.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Reply, Send } from "../model/reply.js";
import type { Target, TargetCodes } from "../targets/target.js";
import { systemClock } from "../cli/clock.js";
import type { FeishuPlace } from "../cli/place.js";
import { VERSION } from "../cli/version.js";

export interface ConnectOptions {
  readonly rate?: number | undefined;
  readonly timeout?: number | undefined;
  /** When the ledger's last attempt left, on the wall clock. */
  readonly last_start_ms: number;
}

export interface Connection {
  readonly send: Send;
  /** For what settles rows in doubt: another API with a cap of its own. */
  readonly read: ListContext["send"];
  /** Feishu's clock when the last token was issued. */
  heard_time(): HeardTime | undefined;
  pace(): PaceReport;
  close(): Promise<void>;
}

/** Above the target's cap only this machine may be asked. */
export function refuseRate(target: Pick<Target, "cap_per_s" | "title">, rate: number | undefined, base_url: URL): void {
  const { cap_per_s, title } = target;
  if (rate === undefined || rate <= cap_per_s || isLoopback(base_url)) return;
  throw new ExitError({
    exit: EXIT.usage,
    kind: "rate_above_cap",
    message: `--rate ${rate} is above the ${cap_per_s} requests a second that Feishu allows for ${title}`,
    hint: `leave --rate out, or give ${cap_per_s} or less`,
  });
}

/** A paced client for one target at one place. */
export function connect(place: FeishuPlace, target: Target, options: ConnectOptions): Connection {
  const { base_url, app_id, app_secret } = place;
  const transport = createTransport({
    base_url,
    version: VERSION,
    environment: process.env,
    ...(options.timeout === undefined ? {} : { answer_timeout_ms: options.timeout }),
  });
  let heard: HeardTime | undefined;
  const onServerTime = (server_time_ms: number) => {
    heard = { server_time_ms, monotonic_ms: systemClock.monotonic_ms() };
  };
  const tokens = createTokens({ transport, app_id, app_secret, clock: systemClock, onServerTime });
  const pacer = createPacer({ ...systemClock, ...paceOf(target, options.rate) });
  // The second after a killed run's last request belongs to that run. A clock that was set back waits no longer.
  const wait_ms = Math.min(1_000, options.last_start_ms + 1_000 - systemClock.now_ms());
  if (options.last_start_ms > 0 && wait_ms > 0) pacer.holdUntil(systemClock.monotonic_ms() + wait_ms);
  const codes = mergeCodes(COMMON_CODES, codeTable(target.codes));
  const client = createFeishuClient({ transport, tokens, pacer, codes });
  const list_pacer = createPacer({ ...systemClock, cap_per_s: target.find.cap_per_s });
  const reader = createFeishuClient({ transport, tokens, pacer: list_pacer, codes });
  return {
    send: client.send,
    read: (request, signal) => reader.ask(request, signal),
    heard_time: () => heard,
    pace: () => pacer.state(),
    close: async () => {
      await transport.close();
    },
  };
}

/** A client that only reads: each kind of list at its own cap, none of them at a run's expense. */
export interface ReadConnection {
  /** The same pacer for the same cap. */
  at(cap_per_s: number, rate?: number): ListContext["send"];
  /** Asks for an access token and nothing more. */
  token(signal: AbortSignal): Promise<Reply | undefined>;
  close(): Promise<void>;
}

export function connectReader(place: FeishuPlace, codes: TargetCodes, timeout_ms?: number): ReadConnection {
  const { base_url, app_id, app_secret } = place;
  const transport = createTransport({
    base_url,
    version: VERSION,
    environment: process.env,
    ...(timeout_ms === undefined ? {} : { answer_timeout_ms: timeout_ms }),
  });
  const tokens = createTokens({ transport, app_id, app_secret, clock: systemClock });
  const all_codes = mergeCodes(COMMON_CODES, codeTable(codes));
  const clients = new Map<number, FeishuClient>();
  return {
    at: (cap_per_s, rate) => {
      const pacer = createPacer({ ...systemClock, ...paceOf({ cap_per_s }, rate) });
      const client = clients.get(cap_per_s) ?? createFeishuClient({ transport, tokens, pacer, codes: all_codes });
      clients.set(cap_per_s, client);
      return (request, signal) => client.ask(request, signal);
    },
    token: async (signal) => {
      const got = await tokens.get(signal);
      if (got === undefined) return undefined;
      if ("failure" in got) return { ok: false, took_ms: 0, failure: got.failure };
      tokens.answered(got, "unknown");
      return { ok: true, took_ms: 0, data: null };
    },
    close: () => transport.close(),
  };
}

function paceOf(
  { cap_per_s }: Pick<Target, "cap_per_s">,
  rate: number | undefined,
): { cap_per_s: number; rate_per_s?: number } {
  if (rate === undefined) return { cap_per_s };
  return { cap_per_s: Math.max(cap_per_s, Math.ceil(rate)), rate_per_s: rate };
}
