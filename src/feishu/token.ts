import type { Clock } from "../model/clock.js";
import type { Failure } from "../model/failure.js";
import type { Reason } from "../model/reason.js";
import { because, inEnglish } from "../texts/because.js";
import { abortable } from "./abortable.js";
import { bodyOf, msgOf } from "./answer-body.js";
import { classify } from "./classify.js";
import { COMMON_CODES, mergeCodes, TOKEN_CODES } from "./codes.js";
import type { Transport } from "./http.js";
import type { RawAnswer } from "./raw-answer.js";

const PATH = "/open-apis/auth/v3/tenant_access_token/internal";
const CODES = mergeCodes(COMMON_CODES, TOKEN_CODES);

const MINUTE_MS = 60_000;
/** Above this Feishu answers with the same token; below with a new one, and the old one stays valid beside it. */
const RENEW_BELOW_MS = 30 * MINUTE_MS;
/** With less than this left a request could arrive too late: wait for the new one. */
const WAIT_BELOW_MS = MINUTE_MS;
const LIFE_MAX_MS = 120 * MINUTE_MS;
/** Where `expire` makes no sense. Should the token die earlier, Feishu says so, and a new one is fetched. */
const LIFE_ASSUMED_MS = 60 * MINUTE_MS;
const RENEW_AGAIN_AFTER_MS = 30_000;
/** A token that lives shorter than the documented two hours has the same care in proportion. */
const RENEW_BELOW_SHARE = 1 / 4;
const WAIT_BELOW_SHARE = 1 / 10;
/** After a refusal no token is asked for before the last one is so old. */
const ASK_AGAIN_AFTER_MS = 1_000;
/** So many tokens, issued one after another, and none of them was ever accepted: it is the app, not their age. */
const NEVER_ACCEPTED_MAX = 6;

/** A token as it was issued; the same text issued again is another one. */
export interface AccessToken {
  readonly token: string;
}

export type TokenOrFailure = AccessToken | { readonly failure: Failure };

/** What Feishu made of a request's token; `unknown`: nothing was sent with it, or no answer says. */
export type TokenVerdict = "accepted" | "refused" | "unknown";

export interface Tokens {
  /**
   * A token that Feishu should accept, for one request: `answered` must be called for it. A failure is either
   * `refused_us` (credentials, app) or `unreachable` (no token for now; certainly nothing was done to any row).
   * `undefined`: the signal was aborted.
   */
  get(signal?: AbortSignal): Promise<TokenOrFailure | undefined>;
  answered(token: AccessToken, verdict: TokenVerdict): void;
  /** A failure as it may be told: should a server repeat the app secret or the token in its own words. */
  withoutSecrets(failure: Failure, token?: string): Failure;
}

export interface TokenOptions {
  readonly transport: Pick<Transport, "request">;
  readonly app_id: string;
  readonly app_secret: string;
  readonly clock: Clock;
  /** Told what the issuer's `Date` header says, milliseconds since 1970 UTC: the first word from Feishu's clock. */
  readonly onServerTime?: (server_time_ms: number) => void;
}

interface Held extends AccessToken {
  readonly life_ms: number;
  readonly since_wall_ms: number;
  readonly since_monotonic_ms: number;
  is_accepted: boolean;
}

/** `expire` is in seconds, and the documented maximum is two hours. */
function lifeOf(expire: unknown): number {
  const life_ms = typeof expire === "number" && expire > 0 ? expire * 1000 : LIFE_ASSUMED_MS;
  return Math.min(life_ms, LIFE_MAX_MS);
}

/** The answer's token, or why there is none. The body is flat here: nothing stands under `data`. */
function readToken(raw: RawAnswer): { readonly token: string; readonly life_ms: number } | Failure {
  const reply = classify(raw, CODES);
  const body = raw.kind === "answer" ? bodyOf(raw) : undefined;
  if (reply.ok) {
    const token = body?.tenant_access_token;
    // It becomes part of a header.
    if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return { token, life_ms: lifeOf(body?.expire) };
    return noToken(null, {});
  }
  const { failure } = reply;
  if (failure.kind === "refused_us") return failure;
  const about = {
    ...(failure.code === undefined ? {} : { code: failure.code }),
    ...(failure.http_status === undefined ? {} : { http_status: failure.http_status }),
    ...(failure.log_id === undefined ? {} : { log_id: failure.log_id }),
  };
  if (failure.kind === "unknown_code" || failure.kind === "refused") {
    const says = body === undefined ? "" : msgOf(body);
    return { ...because("refused_us", { id: "token_refused", code: failure.code, says }), ...about };
  }
  if (failure.kind === "unreachable") return failure;
  return noToken(failure.reason, about);
}

/** Whatever came, no row was touched: nothing but a token was asked for. */
function noToken(cause: Reason | null, about: Partial<Failure>): Failure {
  return { ...because("unreachable", { id: "no_token", cause }), ...about };
}

function neverAccepted(): Failure {
  return because("refused_us", { id: "token_never_accepted", tokens: NEVER_ACCEPTED_MAX });
}

/**
 * A token that dies is replaced at once. One that is refused before it was ever accepted is perhaps not known
 * everywhere yet: the next one is given more and more time after it was issued (1, 2, 4, 8, 16 seconds), then one
 * request tries it for all.
 */
class TokenHolder implements Tokens {
  readonly #options: TokenOptions;
  #held: Held | undefined;
  #fetching: Promise<Held | { readonly failure: Failure }> | undefined;
  #issued_at_ms = Number.NEGATIVE_INFINITY;
  #renewed_at_ms = Number.NEGATIVE_INFINITY;
  /** Tokens in a row that were refused and never accepted. */
  #never_accepted = 0;
  #trial: Trial | undefined;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  async get(signal?: AbortSignal): Promise<TokenOrFailure | undefined> {
    const { clock } = this.#options;
    while (signal?.aborted !== true) {
      if (this.#never_accepted >= NEVER_ACCEPTED_MAX) return { failure: neverAccepted() };
      const held = await this.#standing(signal);
      if (held === undefined || "failure" in held) return held;
      if (held.is_accepted || this.#never_accepted === 0) return held;
      const early_ms = this.#issued_at_ms + 1_000 * 2 ** (this.#never_accepted - 1) - this.#now();
      if (early_ms > 0) await clock.sleep(early_ms, signal);
      else if (this.#trial !== undefined) await abortable(this.#trial.over, signal);
      else {
        this.#trial = createTrial(held);
        return held;
      }
    }
    return undefined;
  }

  answered(token: AccessToken, verdict: TokenVerdict): void {
    const held = this.#held;
    if (token === held && verdict === "accepted") {
      held.is_accepted = true;
      this.#never_accepted = 0;
    }
    if (token === held && verdict === "refused") {
      if (!held.is_accepted) this.#never_accepted += 1;
      this.#held = undefined;
    }
    if (token !== this.#trial?.token) return;
    this.#trial.end();
    this.#trial = undefined;
  }

  withoutSecrets(failure: Failure, token = ""): Failure {
    const secrets = [this.#options.app_secret, token].filter((secret) => secret !== "");
    const hide = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, "…"), text);
    // Only Feishu's words and a proxy's may quote one; they are parameters of the reason.
    const reason = JSON.parse(JSON.stringify(failure.reason), (name, value: unknown) =>
      typeof value === "string" && name !== "id" ? hide(value) : value,
    ) as Reason;
    return { ...failure, ...inEnglish(reason) };
  }

  #now(): number {
    return this.#options.clock.monotonic_ms();
  }

  /** The token that is held, or another one where that has grown too old. */
  async #standing(signal?: AbortSignal): Promise<Held | { readonly failure: Failure } | undefined> {
    const held = this.#held;
    if (held === undefined) {
      const early_ms = this.#issued_at_ms + ASK_AGAIN_AFTER_MS - this.#now();
      if (early_ms > 0) await this.#options.clock.sleep(early_ms, signal);
      // Others that waited may have it by now.
      return this.#held ?? abortable(this.#fetch(), signal);
    }
    const left_ms = this.#leftOf(held);
    if (left_ms < Math.min(WAIT_BELOW_MS, held.life_ms * WAIT_BELOW_SHARE)) return abortable(this.#fetch(), signal);
    const rest_ms = Math.min(RENEW_AGAIN_AFTER_MS, held.life_ms * WAIT_BELOW_SHARE);
    const is_old = left_ms < Math.min(RENEW_BELOW_MS, held.life_ms * RENEW_BELOW_SHARE);
    if (is_old && this.#now() - this.#renewed_at_ms >= rest_ms) void this.#fetch();
    return held;
  }

  /** By the clock that went further: the monotonic one stands still while the machine sleeps, the other is set back. */
  #leftOf(held: Held): number {
    const age_ms = Math.max(this.#now() - held.since_monotonic_ms, this.#options.clock.now_ms() - held.since_wall_ms);
    return held.life_ms - age_ms;
  }

  #fetch(): Promise<Held | { readonly failure: Failure }> {
    this.#fetching ??= this.#fetchOne().finally(() => {
      this.#fetching = undefined;
      this.#renewed_at_ms = this.#now();
    });
    return this.#fetching;
  }

  async #fetchOne(): Promise<Held | { readonly failure: Failure }> {
    const { transport, app_id, app_secret, clock } = this.#options;
    // Its life is counted from before it was asked for.
    const since = { since_wall_ms: clock.now_ms(), since_monotonic_ms: clock.monotonic_ms() };
    const raw = await transport.request({ method: "POST", path: PATH, body: { app_id, app_secret } });
    const { server_time_ms } = classify(raw, CODES);
    if (server_time_ms !== undefined) this.#options.onServerTime?.(server_time_ms);
    const read = readToken(raw);
    if (!("token" in read)) return { failure: this.withoutSecrets(read) };
    this.#issued_at_ms = this.#now();
    // Feishu issues the same token while 30 minutes of its life remain: its word of now outweighs the refusal before.
    this.#held = { ...read, ...since, is_accepted: false };
    return this.#held;
  }
}

/** One request tries a token for all. */
interface Trial {
  readonly token: AccessToken;
  readonly over: Promise<void>;
  readonly end: () => void;
}

function createTrial(token: AccessToken): Trial {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  return { token, over, end: () => end() };
}

/** The app's tenant_access_token: cached, renewed in the background, one fetch at a time. */
export function createTokens(options: TokenOptions): Tokens {
  return new TokenHolder(options);
}
