import type { Send } from "../engine/attempt.js";
import type { Reader } from "../engine/read-all.js";
import { isLoopback } from "../feishu/base-url.js";
import { createFeishuClient } from "../feishu/client.js";
import { COMMON_CODES, codeTable, mergeCodes } from "../feishu/codes.js";
import { createTransport } from "../feishu/http.js";
import { createPacer, type PacerOptions } from "../feishu/pacer.js";
import { createTokens } from "../feishu/token.js";
import type { Remove, Target } from "../targets/target.js";
import { EXIT } from "../words/exit.js";
import { Stop } from "../words/stop.js";
import { systemClock } from "./clock.js";
import type { FeishuPlace } from "./place.js";
import { VERSION } from "./version.js";

const MINUTE_MS = 60_000;

export interface RemovalOptions {
  /** Requests a second. */
  readonly rate: number | undefined;
  readonly timeout: number | undefined;
  /** When the ledger's last deletion left, on the wall clock. */
  readonly last_request_ms: number;
}

export interface RemovalConnection {
  readonly request: Send;
  /** Reads what is still there, at a cap of its own. */
  readonly read: Reader["send"];
  close(): Promise<void>;
}

/** Above the cap only this machine may be asked. `rate`: per second. */
export function refuseRemovalRate(remove: Remove, rate: number | undefined, base_url: URL): void {
  if (rate === undefined || rate * 60 <= remove.cap_per_min || isLoopback(base_url)) return;
  throw new Stop({
    exit: EXIT.usage,
    kind: "rate_above_cap",
    message: `--rate ${rate} is above the ${remove.cap_per_min} deletions a minute that Feishu allows`,
    hint: "leave --rate out",
  });
}

/** A client that deletes records, paced by the minute. */
export function connectRemoval(
  place: FeishuPlace,
  target: Target,
  remove: Remove,
  options: RemovalOptions,
): RemovalConnection {
  const { base_url, app_id, app_secret } = place;
  const { rate, timeout, last_request_ms } = options;
  const answer_timeout = timeout === undefined ? {} : { answer_timeout_ms: timeout };
  const transport = createTransport({ base_url, version: VERSION, ...answer_timeout });
  const tokens = createTokens({ transport, app_id, app_secret, clock: systemClock });
  const codes = mergeCodes(COMMON_CODES, codeTable(target.codes));
  const pacer = createPacer(paceOf(remove, rate));
  // An evenly spaced minute goes on where an earlier call, perhaps a killed one, has left it.
  const spacing_ms = 1_000 / (rate ?? remove.cap_per_min / 60);
  const wait_ms = Math.min(MINUTE_MS, last_request_ms + spacing_ms - systemClock.now_ms());
  if (last_request_ms > 0 && wait_ms > 0) pacer.holdUntil(systemClock.monotonic_ms() + wait_ms);
  const list_pacer = createPacer({ ...systemClock, cap_per_s: target.find.cap_per_s });
  const remover = createFeishuClient({ transport, tokens, pacer, codes });
  const reader = createFeishuClient({ transport, tokens, pacer: list_pacer, codes });
  return {
    request: (request, sending) => remover.send(request, sending),
    read: (request, signal) => reader.send(request, { signal }),
    close: () => transport.close(),
  };
}

function paceOf({ cap_per_min }: Remove, rate: number | undefined): PacerOptions {
  if (rate === undefined) return { ...systemClock, cap_per_min };
  if (rate * 60 <= cap_per_min) return { ...systemClock, cap_per_min, rate_per_s: rate };
  return { ...systemClock, cap_per_s: Math.ceil(rate), rate_per_s: rate };
}
