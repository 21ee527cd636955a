/** The proxy that requests to a place go through, as the environment names it. */
export interface ProxySettings {
  readonly uri: string;
  /** The value of `Proxy-Authorization`; absent where the URL carries no credentials. */
  readonly authorization?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a place by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in lower case or upper case; undefined where there is
 * none.
 * @throws TypeError where the proxy is no URL. The URL may carry a password, and so may the error: show neither.
 */
export function proxyFor(base_url: URL, environment: Environment): ProxySettings | undefined {
  const of = (name: string) => environment[name.toLowerCase()] ?? environment[name];
  const http = of("HTTP_PROXY");
  const text = (base_url.protocol === "https:" ? of("HTTPS_PROXY") || http : http)?.trim();
  if (text === undefined || text === "" || isExempt(base_url, of("NO_PROXY") ?? "")) return undefined;
  const { username, password, href } = new URL(text);
  if (username === "" && password === "") return { uri: href };
  // A user without a password has credentials as well; undici would send none.
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { uri: href, authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/**
 * Entries are parted by commas or spaces. Each is a host, which stands for those below it too, with a dot or `*.`
 * before it or not, perhaps with a port; `*` is every host. A dot at the end of a name is the root: the same host.
 */
function isExempt(base_url: URL, no_proxy: string): boolean {
  const host = plainHost(base_url.hostname);
  const own_port = base_url.port || (base_url.protocol === "https:" ? "443" : "80");
  return no_proxy.split(/[,\s]+/).some((entry) => {
    // An address of IPv6 stands in brackets, or alone.
    const { address, name = address ?? entry, port = own_port } = ENTRY.exec(entry)?.groups ?? {};
    const named = plainHost(name.replace(/^\*?\./, ""));
    if (named === "" || port !== own_port) return false;
    return named === "*" || host === named || host.endsWith(`.${named}`);
  });
}

const ENTRY = /^(?:\[(?<address>.+)\]|(?<name>[^:]+))(?::(?<port>\d+))?$/;

function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}
