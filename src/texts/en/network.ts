import type { NetworkTexts } from "../catalogue.js";

const NETWORK = "Check the network of this machine.";
const PROXY = "Check HTTPS_PROXY and NO_PROXY.";
const CLOCK = "Check the date and time of this machine.";
const EXTRA_CA =
  "If a proxy or security software decrypts the traffic here, ask your IT for its CA certificate (a PEM file) and " +
  "set NODE_EXTRA_CA_CERTS to its path. Otherwise check the base URL.";

/** What kept Feishu from being reached, to stand behind a colon, and what to do about it. */
export const network: NetworkTexts = {
  nothing_listens: { message: "nothing is listening there", hint: "Check the base URL." },
  unknown_host: { message: "its name does not resolve", hint: "Check the base URL and this machine's DNS." },
  dns_is_silent: { message: "this machine's DNS does not answer", hint: NETWORK },
  no_route: { message: "there is no route to it", hint: NETWORK },
  no_network: { message: "there is no network", hint: NETWORK },
  no_more_files: {
    message: "too many files and connections are open on this machine",
    hint: "Raise the limit of open files (ulimit -n 1024).",
  },
  too_slow: { message: "the connection timed out", hint: NETWORK },
  closed_early: { message: "the connection was closed while it was made", hint: NETWORK },
  dropped: {
    message: "the connection was closed before it was made, perhaps by a proxy",
    hint: "Check the base URL, HTTPS_PROXY and NO_PROXY.",
  },
  proxy_wants_password: {
    message: "the proxy asks for a user name and password",
    hint: "Set HTTPS_PROXY=http://user:password@host:port, or name Feishu's host in NO_PROXY.",
  },
  proxy_forbids: {
    message: "the proxy does not let this connection through",
    hint: "Ask your IT to allow Feishu's host, or check HTTPS_PROXY and NO_PROXY.",
  },
  proxy_refuses: { message: "the proxy refuses", hint: PROXY },
  unknown_issuer: {
    message: "its certificate is not trusted: its issuer is unknown on this machine",
    hint: EXTRA_CA,
  },
  self_signed: { message: "its certificate is not trusted: it is self-signed", hint: EXTRA_CA },
  other_name: {
    message: "its certificate is for another host name",
    hint: `Check the base URL, and whether a login page or proxy of this network answers instead. ${EXTRA_CA}`,
  },
  expired: { message: "its certificate has expired", hint: `${CLOCK} ${EXTRA_CA}` },
  not_yet_valid: { message: "its certificate is not valid yet", hint: `${CLOCK} ${EXTRA_CA}` },
  revoked: { message: "its certificate was revoked", hint: EXTRA_CA },
  untrusted: { message: "its certificate is not trusted", hint: EXTRA_CA },
  tls_failed: {
    message: "TLS failed",
    hint: "Check that the base URL's port uses HTTPS, and what is between here and Feishu.",
  },
  no_connection: { message: "no connection could be made", hint: NETWORK },
};
