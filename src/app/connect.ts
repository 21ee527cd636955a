import { createTransport } from "../feishu/http.js";
import { createPacer } from "../feishu/pacer.js";
import { createTokens } from "../feishu/token.js";
import { type Cap, pacePerSecond } from "../model/cap.js";
import type { Clock } from "../model/clock.js";
import { type Connect, feishuOf, type PacerParts } from "./feishu.js";

export interface NetworkOptions {
  readonly clock: Clock;
  readonly version: string;
  /** Proxies and certificates are read from it, as from `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Feishu over the network. */
export function overNetwork({ clock, version, environment }: NetworkOptions): Connect {
  return async ({ base_url, app_id, app_secret }, { codes, timeout_ms }) => {
    const answer_timeout = timeout_ms === undefined ? {} : { answer_timeout_ms: timeout_ms };
    const transport = createTransport({ base_url, version, environment, ...answer_timeout });
    return feishuOf({
      transport,
      createTokens: (onServerTime) => createTokens({ transport, app_id, app_secret, clock, onServerTime }),
      createPacer: (parts) => {
        const { cap_per_s, cap_per_min, rate_per_s } = paceOf(parts);
        // A target is a cap, too, and much else.
        const given = { cap_per_s, cap_per_min, rate_per_s };
        const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        return createPacer({ ...clock, ...(known as Cap) });
      },
      codes,
      clock,
      close: () => transport.close(),
    });
  };
}

/** A rate above the cap is another machine's: it replaces the cap. */
function paceOf({ cap, rate }: PacerParts): Cap & { readonly rate_per_s?: number } {
  if (rate === undefined) return cap;
  if (rate <= pacePerSecond(cap)) return { ...cap, rate_per_s: rate };
  return { cap_per_s: Math.ceil(rate), rate_per_s: rate };
}
