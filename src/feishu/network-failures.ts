import type { Failure } from "../model/failure.js";
import type { NetworkCause, ReasonId } from "../model/reason.js";
import { because } from "../texts/because.js";
import type { FileTroubleCode } from "./upload.js";

/**
 * By the code word: errno of the system; OpenSSL's X509_V_ERR_ names as Node passes them on
 * (nodejs.org/api/tls.html, "X509 certificate error codes"); our own.
 */
const CAUSES: Readonly<Record<string, NetworkCause>> = {
  ECONNREFUSED: "nothing_listens",
  ENOTFOUND: "unknown_host",
  EAI_AGAIN: "dns_is_silent",
  EHOSTUNREACH: "no_route",
  ENETUNREACH: "no_network",
  EMFILE: "no_more_files",
  ENFILE: "no_more_files",
  CONNECT_TIMEOUT: "too_slow",
  ECONNRESET: "closed_early",
  CONNECTION_DROPPED: "dropped",
  PROXY_HTTP_407: "proxy_wants_password",
  PROXY_HTTP_403: "proxy_forbids",
  DEPTH_ZERO_SELF_SIGNED_CERT: "self_signed",
  SELF_SIGNED_CERT_IN_CHAIN: "unknown_issuer",
  UNABLE_TO_GET_ISSUER_CERT: "unknown_issuer",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknown_issuer",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unknown_issuer",
  CERT_UNTRUSTED: "unknown_issuer",
  CERT_HAS_EXPIRED: "expired",
  CERT_NOT_YET_VALID: "not_yet_valid",
  CERT_REVOKED: "revoked",
  HOSTNAME_MISMATCH: "other_name",
  ERR_TLS_CERT_ALTNAME_INVALID: "other_name",
};

/** See `Failure.is_lasting`. */
const LASTING: ReadonlySet<NetworkCause> = new Set([
  "proxy_wants_password",
  "proxy_forbids",
  "unknown_issuer",
  "self_signed",
  "other_name",
  "expired",
  "not_yet_valid",
  "revoked",
  "untrusted",
]);

/** Names of further certificate errors, and of TLS that failed otherwise. */
const CERTIFICATE = /^(?:CERT_|INVALID_CA|INVALID_PURPOSE|UNABLE_TO_|.*_CERT(?:_|$)|.*CERTIFICATE)/;
const TLS = /^(?:ERR_TLS_|ERR_SSL_|UND_ERR_PRX_TLS$|EPROTO$)/;

function causeOf(word: string): NetworkCause {
  const known = CAUSES[word];
  if (known !== undefined) return known;
  if (word.startsWith("PROXY_HTTP_")) return "proxy_refuses";
  if (CERTIFICATE.test(word)) return "untrusted";
  return TLS.test(word) ? "tls_failed" : "no_connection";
}

/** Certainly nothing left. `word` is a code word of an `Unreachable`. */
export function notReached(word: string): Failure {
  const cause = causeOf(word);
  const failure = because("unreachable", { id: "not_reached", cause, word });
  return LASTING.has(cause) ? { ...failure, is_lasting: true } : failure;
}

const FILES = {
  FILE_CHANGED: "file_changed",
  FILE_MISSING: "file_missing",
  FILE_UNREADABLE: "file_unreadable",
} as const satisfies Record<FileTroubleCode, ReasonId>;

/** A file that could not be sent as it was to be: the request was broken off, and nobody can have taken it. */
export function notSent(code: FileTroubleCode): Failure {
  return because("file_trouble", { id: FILES[code] });
}

/** The reason of a `Lost` whose connection brought an answer that was given before. */
export const ANSWER_OF_ANOTHER = "ANSWER_OF_ANOTHER";

/** What came is the answer of another request. `names`: what it shows otherwise than was asked for. */
export function foreignAnswer(names: readonly string[]): Failure {
  return because("foreign_answer", { id: "foreign_answer", names });
}

/** `http_status`: a gateway's, which has waited for Feishu in vain. */
export function gaveUpWaiting(http_status: number): Failure {
  return because("lost", { id: "gateway_timeout", http_status });
}

/** It left, and no whole answer came. `word` is a code word of a `Lost`. */
export function connectionLost(word: string): Failure {
  if (word === ANSWER_OF_ANOTHER) return foreignAnswer([]);
  const id = word === "ANSWER_TIMEOUT" ? "answer_timeout" : "connection_lost";
  return because("lost", { id, word });
}
