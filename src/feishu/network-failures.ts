import type { Failure } from "../words/failure.js";

const NETWORK = "Check the network of this machine, then run the same line again.";
const CERTIFICATE =
  "Something between here and Feishu may decrypt the traffic: give its certificate in NODE_EXTRA_CA_CERTS, " +
  "or check the base URL.";

/** Node's and OpenSSL's words for a certificate that is not trusted. */
const TLS_REASON = /^(?:ERR_TLS_|ERR_SSL_|UND_ERR_PRX_TLS$|EPROTO$|CERT_|UNABLE_TO_|.*_CERT(?:_|$)|.*_CERTIFICATE)/;

const WHAT: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ECONNREFUSED: ["nothing listens there", "Check the base URL."],
  ENOTFOUND: ["its name does not resolve", "Check the base URL and this machine's DNS."],
  EAI_AGAIN: ["this machine's DNS does not answer", NETWORK],
  EHOSTUNREACH: ["there is no route to it", NETWORK],
  ENETUNREACH: ["there is no network", NETWORK],
  CONNECT_TIMEOUT: ["no connection came about in time", NETWORK],
  ECONNRESET: ["the connection was closed while it was made", NETWORK],
  PROXY_HTTP_407: ["the proxy asks for a password", "Give it in HTTPS_PROXY, or name Feishu's host in NO_PROXY."],
};

function explain(reason: string): readonly [what: string, hint: string] {
  const known = WHAT[reason];
  if (known !== undefined) return known;
  if (reason.startsWith("PROXY_HTTP_")) return ["the proxy refuses", "Check HTTPS_PROXY and NO_PROXY."];
  if (TLS_REASON.test(reason)) return ["its certificate is not trusted, or TLS failed", CERTIFICATE];
  return ["no connection came about", NETWORK];
}

/** Certainly nothing left. `reason` is a code word of an `Unreachable`. */
export function notReached(reason: string): Failure {
  const [what, hint] = explain(reason);
  return { kind: "unreachable", message: `Feishu could not be reached: ${what} (${reason})`, hint };
}

/** It left, and no whole answer came. `reason` is a code word of a `Lost`. */
export function connectionLost(reason: string): Failure {
  const what = reason === "ANSWER_TIMEOUT" ? "No whole answer came in time" : "The connection broke before the answer";
  return {
    kind: "lost",
    message: `${what} (${reason})`,
    hint: "Feishu may have acted; this is settled by itself. If it stays, check the network or raise --timeout.",
  };
}
