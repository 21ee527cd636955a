import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { cutShort } from "../model/text.js";
import type { Sentence } from "../texts/catalogue.js";
import { saying } from "../texts/saying.js";

/** Whether a URL's host is this machine: 127.0.0.0/8, ::1 or localhost. The URL parser has normalised the host. */
export function isLoopback(url: URL): boolean {
  return /^(?:localhost|\[::1\]|127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.test(url.hostname);
}

function refuse(told: Sentence): never {
  throw new ExitError({ exit: EXIT.usage, kind: "bad_base_url", ...told });
}

/**
 * The place all requests go to. App secret and tokens travel there, so it must be https unless it is this machine.
 * The text itself is only quoted once it is known to carry no credentials.
 * @throws ExitError with exit 2.
 */
export function parseBaseUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    // Also here a password may stand before an @.
    refuse(saying("base_url_invalid", { shown: text.includes("@") ? undefined : cutShort(text) }));
  }
  if (url.username !== "" || url.password !== "") {
    refuse(saying("base_url_with_user"));
  }
  if (url.search !== "" || url.hash !== "") {
    refuse(saying("base_url_with_query", { origin: url.origin }));
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url))) {
    refuse(saying("base_url_not_https", { url: cutShort(url.href, 100) }));
  }
  return url;
}
