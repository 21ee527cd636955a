import type { Clock } from "../words/clock.js";
import type { Failure } from "../words/failure.js";
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
/** So many different tokens refused, and none accepted in between: it is not their age. */
const REFUSED_TOKENS_MAX = 5;

export type TokenOrFailure = { readonly token: string } | { readonly failure: Failure };

export interface Tokens {
  /**
   * A token that Feishu should accept. A failure is either `refused_us` (credentials, app) or `unreachable` (no
   * token for now; certainly nothing was done to any row). Rejects with the signal's reason when that is aborted.
   */
  get(signal?: AbortSignal): Promise<TokenOrFailure>;
  /** Feishu refused this token: the next `get` asks for one. Another one that is there by now stays. */
  invalidate(token: string): void;
  /** Feishu understood a request with this token. */
  accepted(token: string): void;
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

interface Held {
  readonly token: string;
  readonly life_ms: number;
  readonly since_wall_ms: number;
  readonly since_monotonic_ms: number;
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
    return noToken("the answer holds none", {});
  }
  const { failure } = reply;
  if (failure.kind === "refused_us") return failure;
  const about = {
    ...(failure.code === undefined ? {} : { code: failure.code }),
    ...(failure.http_status === undefined ? {} : { http_status: failure.http_status }),
    ...(failure.log_id === undefined ? {} : { log_id: failure.log_id }),
  };
  if (failure.kind === "unknown_code" || failure.kind === "refused") {
    const said = body === undefined ? "" : msgOf(body);
    const message = `Feishu refuses to issue an access token: ${failure.code}${said && ` (${said})`}`;
    return { kind: "refused_us", message, hint: "Check the app in the developer console; keep the log id.", ...about };
  }
  if (failure.kind === "unreachable") return failure;
  return {
    ...noToken(failure.message, about),
    ...(failure.kind === "unreadable_answer" ? { hint: failure.hint } : {}),
  };
}

/** Whatever came, no row was touched: nothing but a token was asked for. */
function noToken(why: string, about: Partial<Failure>): Failure {
  const hint = "It is tried again by itself. If it stays, check the base URL and the network on the way.";
  return { kind: "unreachable", message: `No access token from Feishu: ${why}`, hint, ...about };
}

function neverAccepted(): Failure {
  return {
    kind: "refused_us",
    message: "Feishu issues access tokens and then accepts none of them",
    hint: "Check that the app is self-built, enabled and of this tenant; keep the log id and ask Feishu's support.",
  };
}

class TokenHolder implements Tokens {
  private held: Held | undefined;
  private fetching: Promise<TokenOrFailure> | undefined;
  private renewed_at_ms = Number.NEGATIVE_INFINITY;
  /** Tokens that were refused since one was last accepted. */
  private readonly refused = new Set<string>();

  constructor(private readonly options: TokenOptions) {}

  async get(signal?: AbortSignal): Promise<TokenOrFailure> {
    signal?.throwIfAborted();
    if (this.refused.size >= REFUSED_TOKENS_MAX) return { failure: neverAccepted() };
    const { held } = this;
    if (held === undefined) return abortable(this.fetch(), signal);
    const left_ms = this.leftOf(held);
    // A tenth: a token that lives less than ten minutes must not be fetched anew for every row.
    if (left_ms < Math.min(WAIT_BELOW_MS, held.life_ms / 10)) return abortable(this.fetch(), signal);
    if (left_ms < RENEW_BELOW_MS && this.now() - this.renewed_at_ms >= RENEW_AGAIN_AFTER_MS) void this.fetch();
    return { token: held.token };
  }

  invalidate(token: string): void {
    this.refused.add(token);
    if (this.held?.token === token) this.held = undefined;
  }

  accepted(token: string): void {
    // An answer that was long on its way may come after the refusal.
    if (!this.refused.has(token)) this.refused.clear();
  }

  withoutSecrets(failure: Failure, token = ""): Failure {
    const secrets = [this.options.app_secret, token].filter((secret) => secret !== "");
    const hide = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, "…"), text);
    return { ...failure, message: hide(failure.message), hint: hide(failure.hint) };
  }

  private now(): number {
    return this.options.clock.monotonic_ms();
  }

  /** By the clock that went further: the monotonic one stands still while the machine sleeps, the other is set back. */
  private leftOf(held: Held): number {
    const age_ms = Math.max(this.now() - held.since_monotonic_ms, this.options.clock.now_ms() - held.since_wall_ms);
    return held.life_ms - age_ms;
  }

  private fetch(): Promise<TokenOrFailure> {
    this.fetching ??= this.fetchOne().finally(() => {
      this.fetching = undefined;
      this.renewed_at_ms = this.now();
    });
    return this.fetching;
  }

  private async fetchOne(): Promise<TokenOrFailure> {
    const { transport, app_id, app_secret, clock } = this.options;
    // Its life is counted from before it was asked for.
    const since = { since_wall_ms: clock.now_ms(), since_monotonic_ms: clock.monotonic_ms() };
    const raw = await transport.request({ method: "POST", path: PATH, body: { app_id, app_secret } });
    const { server_time_ms } = classify(raw, CODES);
    if (server_time_ms !== undefined) this.options.onServerTime?.(server_time_ms);
    const read = readToken(raw);
    if (!("token" in read)) return { failure: this.withoutSecrets(read) };
    // Feishu issues the same token while 30 minutes of its life remain: its word of now outweighs the refusal before.
    this.held = { ...read, ...since };
    return { token: read.token };
  }
}

/** The app's tenant_access_token: cached, renewed in the background, one fetch at a time. */
export function createTokens(options: TokenOptions): Tokens {
  return new TokenHolder(options);
}
