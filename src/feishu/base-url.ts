import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { cutShort } from "../model/text.js";

const EXAMPLE = "https://open.feishu.cn (Feishu) or https://open.larksuite.com (Lark)";

/** Whether a URL's host is this machine: 127.0.0.0/8, ::1 or localhost. The URL parser has normalised the host. */
export function isLoopback(url: URL): boolean {
  return /^(?:localhost|\[::1\]|127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.test(url.hostname);
}

function refuse(message: string, hint: string): never {
  throw new ExitError({ exit: EXIT.usage, kind: "bad_base_url", message, hint });
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
    const shown = text.includes("@") ? "The base URL" : `The base URL "${cutShort(text)}"`;
    refuse(`${shown} is not a URL.`, `Write it like ${EXAMPLE}.`);
  }
  if (url.username !== "" || url.password !== "") {
    refuse("The base URL carries a user name or password.", `Leave them out, like ${EXAMPLE}.`);
  }
  if (url.search !== "" || url.hash !== "") {
    refuse(`The base URL carries a query or a fragment: ${url.origin} is enough.`, `Write it like ${EXAMPLE}.`);
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url))) {
    refuse(
      `The base URL ${cutShort(url.href, 100)} is not https: the app secret would travel in clear.`,
      "Use https://; http:// is for this machine alone (127.0.0.1, ::1, localhost).",
    );
  }
  return url;
}
