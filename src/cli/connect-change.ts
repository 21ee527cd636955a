import type { HeardTime } from "../engine/calls/idempotency-window.js";
import type { ListContext } from "../engine/calls/list-records.js";
import { isLoopback } from "../feishu/base-url.js";
import { createFeishuClient } from "../feishu/client.js";
import { COMMON_CODES, codeTable, mergeCodes } from "../feishu/codes.js";
import { createTransport } from "../feishu/http.js";
import { createPacer, type PacerOptions } from "../feishu/pacer.js";
import { createTokens } from "../feishu/token.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Send } from "../model/reply.js";
import type { Target } from "../targets/target.js";
import { systemClock } from "./clock.js";
import type { FeishuPlace } from "./place.js";
import { VERSION } from "./version.js";

/** How often Feishu allows a request that changes what is there already. */
export type Cap = { readonly cap_per_s: number } | { readonly cap_per_min: number };

interface ChangeOptions {
  /** Requests a second. */
  readonly rate: number | undefined;
  readonly timeout: number | undefined;
  /** When the ledger's last request of this kind left, on the wall clock; 0: none has. */
  readonly last_request_ms: number;
}

interface ChangeConnection {
  readonly request: Send;
  /** Reads what is there, at a cap of its own. */
  readonly read: ListContext["send"];
  /** Feishu's clock when the last token was issued. */
  heard_time(): HeardTime | undefined;
  close(): Promise<void>;
}

/** Requests a second that a cap allows. */
export function pacePerSecond(cap: Cap): number {
  return "cap_per_min" in cap ? cap.cap_per_min / 60 : cap.cap_per_s;
}

/** Above the cap only this machine may be asked. `rate`: per second. */
export function refuseChangeRate(cap: Cap, what: string, rate: number | undefined, base_url: URL): void {
  if (rate === undefined || rate <= pacePerSecond(cap) || isLoopback(base_url)) return;
  const allowed = "cap_per_min" in cap ? `${cap.cap_per_min} ${what} a minute` : `${cap.cap_per_s} ${what} a second`;
  throw new ExitError({
    exit: EXIT.usage,
    kind: "rate_above_cap",
    message: `--rate ${rate} is above the ${allowed} that Feishu allows`,
    hint: "leave --rate out",
  });
}

/** A client that changes records which are there, one kind of request at its own cap. */
export function connectChange(
  place: FeishuPlace,
  target: Pick<Target, "codes" | "find">,
  cap: Cap,
  { rate, timeout, last_request_ms }: ChangeOptions,
): ChangeConnection {
  const { base_url, app_id, app_secret } = place;
  const answer_timeout = timeout === undefined ? {} : { answer_timeout_ms: timeout };
  const transport = createTransport({ base_url, version: VERSION, environment: process.env, ...answer_timeout });
  let heard: HeardTime | undefined;
  const onServerTime = (server_time_ms: number) => {
    heard = { server_time_ms, monotonic_ms: systemClock.monotonic_ms() };
  };
  const tokens = createTokens({ transport, app_id, app_secret, clock: systemClock, onServerTime });
  const codes = mergeCodes(COMMON_CODES, codeTable(target.codes));
  const pacer = createPacer(paceOf(cap, rate));
  // Goes on where an earlier call, perhaps a killed one, has left it: an evenly spaced minute, or a second of its own.
  const quiet_ms = "cap_per_min" in cap ? 1_000 / (rate ?? pacePerSecond(cap)) : 1_000;
  const wait_ms = Math.min(quiet_ms, last_request_ms + quiet_ms - systemClock.now_ms());
  if (last_request_ms > 0 && wait_ms > 0) pacer.holdUntil(systemClock.monotonic_ms() + wait_ms);
  const list_pacer = createPacer({ ...systemClock, cap_per_s: target.find.cap_per_s });
  const changer = createFeishuClient({ transport, tokens, pacer, codes });
  const reader = createFeishuClient({ transport, tokens, pacer: list_pacer, codes });
  return {
    request: changer.send,
    read: (request, signal) => reader.ask(request, signal),
    heard_time: () => heard,
    close: () => transport.close(),
  };
}

function paceOf(cap: Cap, rate: number | undefined): PacerOptions {
  if (rate === undefined) return { ...systemClock, ...cap };
  if (rate <= pacePerSecond(cap)) return { ...systemClock, ...cap, rate_per_s: rate };
  return { ...systemClock, cap_per_s: Math.ceil(rate), rate_per_s: rate };
}
