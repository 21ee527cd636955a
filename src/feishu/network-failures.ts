import type { Failure } from "../model/failure.js";
import type { FileTroubleCode } from "./upload.js";

interface Cause {
  readonly what: string;
  /** What to do about it: one or two sentences. */
  readonly hint: string;
  /** See `Failure.is_lasting`. */
  readonly is_lasting?: true;
}

const NETWORK = "Check the network of this machine.";
const CLOCK = "Check the date and time of this machine.";
const EXTRA_CA =
  "If a proxy or security software decrypts the traffic here, ask your IT for its CA certificate (a PEM file) and " +
  "set NODE_EXTRA_CA_CERTS to its path. Otherwise check the base URL.";

const untrusted = (what: string, hint = EXTRA_CA): Cause => ({ what, hint, is_lasting: true });
const ISSUER = untrusted("its certificate is not trusted: nobody that this machine knows has issued it");
const SELF_SIGNED = untrusted("its certificate is not trusted: it is self-signed");
const OTHER_NAME = untrusted(
  "its certificate is for another host name",
  `Check the base URL, and whether a login page or proxy of this network answers in Feishu's place. ${EXTRA_CA}`,
);

/**
 * By the code word: errno of the system; OpenSSL's X509_V_ERR_ names as Node passes them on
 * (nodejs.org/api/tls.html, "X509 certificate error codes"); our own.
 */
const NO_MORE_FILES: Cause = {
  what: "this machine lets the program open no more files and connections",
  hint: "Raise the limit of open files (ulimit -n 1024).",
};

const CAUSES: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: { what: "nothing listens there", hint: "Check the base URL." },
  ENOTFOUND: { what: "its name does not resolve", hint: "Check the base URL and this machine's DNS." },
  EAI_AGAIN: { what: "this machine's DNS does not answer", hint: NETWORK },
  EHOSTUNREACH: { what: "there is no route to it", hint: NETWORK },
  ENETUNREACH: { what: "there is no network", hint: NETWORK },
  EMFILE: NO_MORE_FILES,
  ENFILE: NO_MORE_FILES,
  CONNECT_TIMEOUT: { what: "no connection came about in time", hint: NETWORK },
  ECONNRESET: { what: "the connection was closed while it was made", hint: NETWORK },
  CONNECTION_DROPPED: {
    what: "the connection was closed before it was made, perhaps by a proxy",
    hint: "Check the base URL, HTTPS_PROXY and NO_PROXY.",
  },
  PROXY_HTTP_407: {
    what: "the proxy asks for a user name and password",
    hint: "Set HTTPS_PROXY=http://user:password@host:port, or name Feishu's host in NO_PROXY.",
    is_lasting: true,
  },
  PROXY_HTTP_403: {
    what: "the proxy does not let this connection through",
    hint: "Ask your IT to allow Feishu's host, or check HTTPS_PROXY and NO_PROXY.",
    is_lasting: true,
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: SELF_SIGNED,
  SELF_SIGNED_CERT_IN_CHAIN: ISSUER,
  UNABLE_TO_GET_ISSUER_CERT: ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ISSUER,
  CERT_UNTRUSTED: ISSUER,
  CERT_HAS_EXPIRED: untrusted("its certificate has expired", `${CLOCK} ${EXTRA_CA}`),
  CERT_NOT_YET_VALID: untrusted("its certificate is not valid yet", `${CLOCK} ${EXTRA_CA}`),
  CERT_REVOKED: untrusted("its certificate was revoked"),
  HOSTNAME_MISMATCH: OTHER_NAME,
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_NAME,
};

const PROXY_REFUSES: Cause = { what: "the proxy refuses", hint: "Check HTTPS_PROXY and NO_PROXY." };
const BAD_CERTIFICATE = untrusted("its certificate is not trusted");
const TLS_FAILED: Cause = {
  what: "TLS failed",
  hint: "Check that the base URL's port speaks HTTPS, and what stands between here and Feishu.",
};

/** Names of further certificate errors, and of TLS that failed otherwise. */
const CERTIFICATE = /^(?:CERT_|INVALID_CA|INVALID_PURPOSE|UNABLE_TO_|.*_CERT(?:_|$)|.*CERTIFICATE)/;
const TLS = /^(?:ERR_TLS_|ERR_SSL_|UND_ERR_PRX_TLS$|EPROTO$)/;

function causeOf(reason: string): Cause {
  const known = CAUSES[reason];
  if (known !== undefined) return known;
  if (reason.startsWith("PROXY_HTTP_")) return PROXY_REFUSES;
  if (CERTIFICATE.test(reason)) return BAD_CERTIFICATE;
  if (TLS.test(reason)) return TLS_FAILED;
  return { what: "no connection came about", hint: NETWORK };
}

/** Certainly nothing left. `reason` is a code word of an `Unreachable`. */
export function notReached(reason: string): Failure {
  const { what, hint, is_lasting } = causeOf(reason);
  const message = `Feishu could not be reached: ${what} (${reason})`;
  return { kind: "unreachable", message, hint, ...(is_lasting === undefined ? {} : { is_lasting }) };
}

const FILE_WORDS: Readonly<Record<FileTroubleCode, string>> = {
  FILE_CHANGED: "The file is no longer what it was when its row was read: it was not sent",
  FILE_MISSING: "The file is no longer below the export's folder: it was not sent",
  FILE_UNREADABLE: "The file cannot be read any more: it was not sent",
};

/** A file that could not be sent as it was to be: the request was broken off, and nobody can have taken it. */
export function notSent(reason: FileTroubleCode): Failure {
  const hint = "The same command reads the file again; put it back first where it is missing.";
  return { kind: "file_trouble", message: FILE_WORDS[reason], hint };
}

/** The reason of a `Lost` whose connection brought an answer that was given before. */
export const ANSWER_OF_ANOTHER = "ANSWER_OF_ANOTHER";

/** What came is the answer of another request. `names`: what it shows otherwise than was asked for. */
export function foreignAnswer(names: readonly string[]): Failure {
  const how = names.length === 0 ? "it came before" : `it shows another ${names.join(", another ")}`;
  return {
    kind: "foreign_answer",
    message: `The answer belongs to another request: ${how}`,
    hint: "This is settled by itself, on another connection. If it stays, a proxy on the way mixes answers up.",
  };
}

/** `http_status`: a gateway's, which has waited for Feishu in vain. */
export function gaveUpWaiting(http_status: number): Failure {
  return {
    kind: "lost",
    message: `A gateway before Feishu has waited in vain for its answer (HTTP ${http_status})`,
    hint: "Feishu may have acted, or may still; this is settled by itself.",
  };
}

/** It left, and no whole answer came. `reason` is a code word of a `Lost`. */
export function connectionLost(reason: string): Failure {
  if (reason === ANSWER_OF_ANOTHER) return foreignAnswer([]);
  const what = reason === "ANSWER_TIMEOUT" ? "No whole answer came in time" : "The connection broke before the answer";
  return {
    kind: "lost",
    message: `${what} (${reason})`,
    hint: "Feishu may have acted; this is settled by itself. If it stays, check the network or raise --timeout.",
  };
}
