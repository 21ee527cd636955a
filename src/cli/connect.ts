import type { Send } from "../engine/carry.js";
import { isLoopback } from "../feishu/base-url.js";
import { createFeishuClient } from "../feishu/client.js";
import { COMMON_CODES, codeTable, mergeCodes } from "../feishu/codes.js";
import { createTransport } from "../feishu/http.js";
import { createPacer, type PaceReport } from "../feishu/pacer.js";
import { createTokens } from "../feishu/token.js";
import type { Target } from "../targets/target.js";
import { EXIT } from "../words/exit.js";
import { Stop } from "../words/stop.js";
import { systemClock } from "./clock.js";
import type { FeishuPlace } from "./place.js";
import { VERSION } from "./version.js";

export interface ConnectOptions {
  readonly rate?: number | undefined;
  readonly timeout?: number | undefined;
  /** When the ledger's last attempt left, on the wall clock. */
  readonly last_start_ms: number;
}

export interface Connection {
  readonly send: Send;
  pace(): PaceReport;
  close(): Promise<void>;
}

/** A paced client for one target at one place. */
export function connect(place: FeishuPlace, target: Target, options: ConnectOptions): Connection {
  const { base_url, app_id, app_secret } = place;
  const transport = createTransport({
    base_url,
    version: VERSION,
    ...(options.timeout === undefined ? {} : { answer_timeout_ms: options.timeout }),
  });
  const tokens = createTokens({ transport, app_id, app_secret, clock: systemClock });
  const pacer = createPacer({ ...systemClock, ...paceOf(target, options.rate, base_url) });
  // The second after a killed run's last request belongs to that run. A clock that was set back waits no longer.
  const wait_ms = Math.min(1_000, options.last_start_ms + 1_000 - systemClock.now_ms());
  if (options.last_start_ms > 0 && wait_ms > 0) pacer.holdUntil(systemClock.monotonic_ms() + wait_ms);
  const codes = mergeCodes(COMMON_CODES, codeTable(target.codes));
  const client = createFeishuClient({ transport, tokens, pacer, codes });
  return {
    send: (request, sending) => client.send(request, sending),
    pace: () => pacer.state(),
    close: async () => {
      await transport.close();
      await place.close();
    },
  };
}

function paceOf(target: Target, rate: number | undefined, base_url: URL): { cap_per_s: number; rate_per_s?: number } {
  const { cap_per_s } = target;
  if (rate === undefined) return { cap_per_s };
  if (rate <= cap_per_s) return { cap_per_s, rate_per_s: rate };
  if (isLoopback(base_url)) return { cap_per_s: Math.ceil(rate), rate_per_s: rate };
  throw new Stop({
    exit: EXIT.usage,
    kind: "rate_above_cap",
    message: `--rate ${rate} is above the ${cap_per_s} requests a second that Feishu allows for ${target.title}`,
    hint: `leave --rate out, or give ${cap_per_s} or less`,
  });
}
