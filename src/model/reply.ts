import type { Failure } from "./failure.js";
import type { Upload } from "./file-facts.js";

/** One HTTP request to Feishu, as a target describes it. */
export interface FeishuRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL, with path parts already encoded, e.g. `/open-apis/hire/v1/external_applications`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A file in the place of `body`, and the folders in which it may lie. */
  readonly upload?: Upload & { readonly folders?: readonly string[] };
  /**
   * Names of what the `data` of a success echoes otherwise than it was asked for: then it is the answer to another
   * request. Absent: such an answer echoes nothing.
   */
  differsIn?(data: unknown): readonly string[];
}

interface ReplyFacts {
  readonly http_status?: number;
  /** Feishu's number in the body: 0 is success. */
  readonly code?: number;
  readonly log_id?: string;
  /** From the `Date` header, milliseconds since 1970 UTC. */
  readonly server_time_ms?: number;
  readonly took_ms: number;
  /** Nothing was asked for before it by the same connection. */
  readonly is_first?: true;
  /** Scopes of which the app has none, as far as Feishu names them: any one of them would do. */
  readonly missing_scopes?: readonly string[];
  /** On a throttled reply: how many seconds Feishu asks to wait, fractions allowed. Absent where it does not say. */
  readonly throttle_reset_s?: number;
}

/** What one request brought back. A failure is a value; nothing is thrown for what a network or a server does. */
export type Reply =
  | (ReplyFacts & { readonly ok: true; readonly data: unknown })
  /** `data`: what a `foreign_answer` shows. */
  | (ReplyFacts & { readonly ok: false; readonly failure: Failure; readonly data?: unknown });

/** A request at its turn. */
export interface Outgoing {
  readonly request: FeishuRequest;
  /** Called immediately before the first byte leaves: puts the intent on disk. When it throws, nothing leaves. */
  readonly leave: () => void;
}

/**
 * Sends one request at most. When everything is ready for it `pick` is called, once, and decides what leaves now.
 * `undefined`: nothing has left, because there was nothing to pick or the signal was aborted before. A failure without
 * `pick` having been called is about the token or the connection. What `pick` and `leave` throw rejects the promise.
 */
export type Send = (pick: () => Outgoing | undefined, signal?: AbortSignal) => Promise<Reply | undefined>;

/** Whether any of its request left this machine: not where it was about the token or the connection. */
export function hasLeft(reply: Reply): boolean {
  if (reply.ok || reply.http_status !== undefined) return true;
  return reply.failure.kind !== "unreachable" && reply.failure.kind !== "refused_us";
}
