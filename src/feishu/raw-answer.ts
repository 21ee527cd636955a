import type { FileTroubleCode } from "./upload.js";

/** Header names in lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The first value of a header, or nothing. */
export function headerOf(headers: Headers | undefined, name: string): string | undefined {
  const value = headers?.[name];
  return typeof value === "string" ? value : value?.[0];
}

/** A whole answer, or the first `MAX_BODY_BYTES` of one that did not end there (`cut`). */
export interface WholeAnswer {
  readonly kind: "answer";
  readonly http_status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly cut: boolean;
  readonly took_ms: number;
  /** The first one of its connection: nothing that was asked for before can have come instead. */
  readonly is_first?: true;
}

/** Certainly nothing left this machine but what makes a connection. */
export interface Unreachable {
  readonly kind: "unreachable";
  /** A code word for people: errno, TLS or undici code, `CONNECT_TIMEOUT`. */
  readonly reason: string;
  readonly took_ms: number;
}

/** The request was written, at least to the socket, and no whole answer came. */
export interface Lost {
  readonly kind: "lost";
  /** As above, or `ANSWER_TIMEOUT`. */
  readonly reason: string;
  readonly took_ms: number;
  /** Where the answer broke off after its head. */
  readonly http_status?: number;
  readonly headers?: Headers;
}

/** We broke it off before its end, so nobody can have taken it. */
export interface Withdrawn {
  readonly kind: "withdrawn";
  readonly reason: FileTroubleCode;
  readonly took_ms: number;
}

/** What one HTTP request brought back, as a value. */
export type RawAnswer = WholeAnswer | Unreachable | Lost | Withdrawn;
