import type { HeardTime } from "../engine/calls/idempotency-window.js";
import type { ListContext } from "../engine/calls/list-records.js";
import { isLoopback, parseBaseUrl } from "../feishu/base-url.js";
import type { FeishuClient, Slots } from "../feishu/client.js";
import { createFeishuClient } from "../feishu/client.js";
import { COMMON_CODES, type CodeTable, codeTable, mergeCodes } from "../feishu/codes.js";
import type { Transport } from "../feishu/http.js";
import type { PaceReport } from "../feishu/pacer.js";
import type { Tokens } from "../feishu/token.js";
import { type Cap, pacePerSecond } from "../model/cap.js";
import type { Clock } from "../model/clock.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Reply, Send } from "../model/reply.js";
import type { TargetCodes } from "../targets/target.js";
import { saying } from "../texts/saying.js";

/** Where requests go, and as whom. */
export interface FeishuPlace {
  readonly base_url: URL;
  /** What the ledger remembers: the base URL, or `sandbox` whatever its port. */
  readonly name: string;
  readonly app_id: string;
  readonly app_secret: string;
  close(): Promise<void>;
}

const FEISHU = "https://open.feishu.cn";

/** A place on the network. Throws an ExitError (exit 2) for a base URL that is none. */
export function feishuPlace(options: {
  base_url?: string | undefined;
  app_id: string;
  app_secret: string;
}): FeishuPlace {
  const { base_url = FEISHU, app_id, app_secret } = options;
  const name = nameOfPlace(base_url);
  return { base_url: parseBaseUrl(base_url), name, app_id, app_secret, close: async () => undefined };
}

/** What the ledger remembers of a place on the network; throws like `feishuPlace`. */
export function nameOfPlace(base_url = FEISHU): string {
  return parseBaseUrl(base_url).href.replace(/\/$/, "");
}

/** One kind of request, at its own cap. */
export interface PacedClient {
  readonly send: Send;
  /** For what changes nothing. */
  readonly ask: ListContext["send"];
  pace(): PaceReport;
}

export interface ClientOptions {
  /** Requests a second, where they are to be fewer than the cap, or another machine's number. */
  readonly rate?: number | undefined;
  /** When the ledger's last request of this kind left, on the wall clock; 0: none has. */
  readonly last_request_ms?: number;
}

/** A connection to one place as one app: tokens and sockets are shared, each kind of request has a pace of its own. */
export interface Feishu {
  client(cap: Cap, options?: ClientOptions): PacedClient;
  /** Asks for an access token and nothing more. */
  token(signal: AbortSignal): Promise<Reply | undefined>;
  /** Feishu's clock when the last token was issued. */
  heard_time(): HeardTime | undefined;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** What errors mean beside the common ones. */
  readonly codes: TargetCodes;
  /** How long an answer may take. */
  readonly timeout_ms?: number | undefined;
}

/** Makes nothing leave by itself. */
export type Connect = (place: FeishuPlace, options: ConnectOptions) => Promise<Feishu>;

export interface PacerParts {
  readonly cap: Cap;
  readonly rate: number | undefined;
}

/** What a connection is made of. */
export interface FeishuParts {
  readonly transport: Pick<Transport, "encode" | "warm" | "standing" | "connection">;
  readonly createTokens: (onServerTime: (server_time_ms: number) => void) => Tokens;
  readonly createPacer: (parts: PacerParts) => Slots & { state?(): PaceReport; holdUntil?(until_ms: number): void };
  readonly codes: TargetCodes;
  readonly clock: Pick<Clock, "now_ms" | "monotonic_ms">;
  readonly close: () => Promise<void>;
}

const NO_PACE: PaceReport = { pace_per_s: 0, starts_last_second: 0, throttles: 0 };

/** The one way in which clients of Feishu are put together. */
export function feishuOf({ transport, createTokens, createPacer, clock, close, ...parts }: FeishuParts): Feishu {
  let heard: HeardTime | undefined;
  const tokens = createTokens((server_time_ms) => {
    heard = { server_time_ms, monotonic_ms: clock.monotonic_ms() };
  });
  const codes: CodeTable = mergeCodes(COMMON_CODES, codeTable(parts.codes));
  return {
    client: (cap, { rate, last_request_ms = 0 } = {}) => {
      const pacer = createPacer({ cap, rate });
      const wait_ms = quietLeft_ms(cap, rate, last_request_ms, clock.now_ms());
      if (wait_ms > 0) pacer.holdUntil?.(clock.monotonic_ms() + wait_ms);
      const client: FeishuClient = createFeishuClient({ transport, tokens, pacer, codes });
      return {
        send: client.send,
        ask: (request, signal) => client.ask(request, signal),
        pace: () => pacer.state?.() ?? NO_PACE,
      };
    },
    token: async (signal) => {
      const got = await tokens.get(signal);
      if (got === undefined) return undefined;
      if ("failure" in got) return { ok: false, took_ms: 0, failure: got.failure };
      tokens.answered(got, "unknown");
      return { ok: true, took_ms: 0, data: null };
    },
    heard_time: () => heard,
    close,
  };
}

/**
 * The second after an earlier call's last request belongs to that call, perhaps a killed one; of what is spaced over a
 * minute, its share of the minute. A clock that was set back waits no longer than that.
 */
function quietLeft_ms(cap: Cap, rate: number | undefined, last_request_ms: number, now_ms: number): number {
  if (last_request_ms === 0) return 0;
  const quiet_ms = cap.cap_per_s === undefined ? 1_000 / (rate ?? pacePerSecond(cap)) : 1_000;
  return Math.min(quiet_ms, last_request_ms + quiet_ms - now_ms);
}

/**
 * Above Feishu's cap only this machine may be asked: throws an ExitError (exit 2) for any other. `what` is asked so
 * often, e.g. "deletions", and for what, e.g. "external applications".
 */
export function refuseRate(rate: number | undefined, cap: Cap, base_url: URL, what: string, of?: string): void {
  if (rate === undefined || rate <= pacePerSecond(cap) || isLoopback(base_url)) return;
  const most = cap.cap_per_s ?? cap.cap_per_min;
  const per_minute = cap.cap_per_s === undefined;
  throw new ExitError({
    exit: EXIT.usage,
    kind: "rate_above_cap",
    ...saying("rate_above_cap", { rate, most: most as number, what, per_minute, of }),
  });
}
