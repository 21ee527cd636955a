import { performance } from "node:perf_hooks";
import { buildConnector, Client, type Dispatcher, ProxyAgent } from "undici";
import { EXIT } from "../words/exit.js";
import type { FeishuRequest } from "../words/reply.js";
import { Stop } from "../words/stop.js";
import { isLoopback } from "./base-url.js";
import { connectAhead, exchange, type Timeouts, type WireRequest } from "./exchange.js";
import { hideContinue } from "./interim-answers.js";
import { type Environment, type ProxySettings, proxyFor } from "./proxy.js";
import type { RawAnswer, Unreachable } from "./raw-answer.js";

export interface TransportOptions {
  /** From `parseBaseUrl`. A path in it stands before every request's path. */
  readonly base_url: URL;
  readonly connect_timeout_ms?: number;
  readonly answer_timeout_ms?: number;
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY stand. */
  readonly environment: Environment;
  /** The program's version, for the User-Agent. */
  readonly version?: string;
}

/** A connection that is held for one request. */
export interface Lane {
  /**
   * Once per lane. A new connection is written to before this returns, one used before in the next turn of the event
   * loop, one that the server closed in the meantime when it was made again. `onLeft` is called immediately before
   * the first byte, or when it is certain that none will be written.
   */
  send(wire: WireRequest, onLeft?: () => void): Promise<RawAnswer>;
  /** Gives the connection back without having sent anything. */
  release(): void;
}

export interface Transport {
  /** Encodes a request completely, so that nothing can fail between the intent on disk and the first byte. */
  encode(request: FeishuRequest, headers?: Readonly<Record<string, string>>): WireRequest;
  /** A connection that stands. Take it before the slot of the pacer: a handshake must not delay a paced request. */
  lane(): Promise<Lane | Unreachable>;
  /** Lane and send in one, for what is not paced. */
  request(request: FeishuRequest & { readonly headers?: Readonly<Record<string, string>> }): Promise<RawAnswer>;
  /** Ends every connection, those in flight too. */
  close(): Promise<void>;
}

/** A dispatcher with at most one connection, and whether that one stands and is idle. */
interface Line {
  readonly dispatcher: Dispatcher;
  idle(): boolean;
  /** A request is about to be written on its connection. */
  answerDue(): void;
}

type OpenLine = () => Line;

/** Far above what any server or proxy sends; a head without end is cut off all the same. */
const MAX_HEAD_BYTES = 256 * 1024;

/** Nothing of undici's own answer timeouts: the deadline of an exchange covers head and body together. */
const CLIENT_OPTIONS = {
  pipelining: 1,
  headersTimeout: 0,
  bodyTimeout: 0,
  allowH2: false,
  maxHeaderSize: MAX_HEAD_BYTES,
} as const;

/** The one connection of a line, made by `connect`. */
class OneConnection {
  client: Client | undefined;
  #answerDue = () => {};

  open(origin: string | URL, options: Client.Options, connect: buildConnector.connector): Client {
    this.client = new Client(origin, {
      ...options,
      connect: (asked, done) =>
        connect(asked, (...made) => {
          const [, socket] = made;
          if (socket) this.#answerDue = hideContinue(socket);
          done(...made);
        }),
    });
    return this.client;
  }

  line(dispatcher: Dispatcher): Line {
    return {
      dispatcher,
      idle: () => this.client?.stats.connected === true && this.client.stats.size === 0,
      answerDue: () => this.#answerDue(),
    };
  }
}

function directLines(origin: string, connect_timeout_ms: number): OpenLine {
  // One connector, so that all connections share its TLS sessions.
  const connect = buildConnector({ timeout: connect_timeout_ms, allowH2: false });
  return () => {
    const connection = new OneConnection();
    return connection.line(connection.open(origin, CLIENT_OPTIONS, connect));
  };
}

function lineThrough({ uri, authorization }: ProxySettings, connect_timeout_ms: number): Line {
  const connect = { timeout: connect_timeout_ms };
  const connection = new OneConnection();
  const dispatcher = new ProxyAgent({
    ...CLIENT_OPTIONS,
    uri,
    ...(authorization === undefined ? {} : { token: authorization }),
    connect,
    proxyTls: connect,
    requestTls: connect,
    // Called for the connection to Feishu, not for the one to the proxy, and again after that was closed.
    factory: (origin: string | URL, options: object) => {
      const through = options as Client.Options & { readonly connect: buildConnector.connector };
      return connection.open(origin, through, through.connect);
    },
  });
  return connection.line(dispatcher);
}

/** Straight there, or through the proxy that the environment names. This machine is never asked by way of another. */
function linesTo(base_url: URL, environment: Environment, connect_timeout_ms: number): OpenLine {
  try {
    const proxy = isLoopback(base_url) ? undefined : proxyFor(base_url, environment);
    if (proxy === undefined) return directLines(base_url.origin, connect_timeout_ms);
    void lineThrough(proxy, connect_timeout_ms).dispatcher.destroy();
    return () => lineThrough(proxy, connect_timeout_ms);
  } catch {
    // The proxy's URL may carry a password: neither it nor undici's error is shown.
    throw new Stop({
      exit: EXIT.usage,
      kind: "bad_proxy",
      message: "HTTPS_PROXY or HTTP_PROXY in the environment is not the URL of a proxy.",
      hint: "Write it like http://proxy.example:3128, or name Feishu's host in NO_PROXY.",
    });
  }
}

function encode(base_url: URL, version: string, request: FeishuRequest, headers: Readonly<Record<string, string>>) {
  const query = request.query === undefined ? "" : new URLSearchParams(request.query).toString();
  const has_body = request.body !== undefined;
  return {
    origin: base_url.origin,
    method: request.method,
    path: `${base_url.pathname.replace(/\/+$/, "")}${request.path}${query === "" ? "" : `?${query}`}`,
    headers: {
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": `hire-import/${version}`,
      ...(has_body ? { "content-type": "application/json; charset=utf-8" } : {}),
      ...headers,
    },
    body: has_body ? JSON.stringify(request.body) : null,
  } satisfies WireRequest;
}

class Connections {
  /** The last one used comes first, so that few connections stay warm and the others end by themselves. */
  private readonly spare: Line[] = [];
  private readonly all = new Set<Line>();

  constructor(
    private readonly openLine: OpenLine,
    private readonly origin: string,
    private readonly timeouts: Timeouts,
  ) {}

  async lane(): Promise<Lane | Unreachable> {
    const began_ms = performance.now();
    const line = this.spare.pop() ?? this.open();
    if (!line.idle()) {
      const reason = await connectAhead(line.dispatcher, this.origin, this.timeouts.connect_timeout_ms);
      if (reason !== undefined) {
        this.drop(line);
        return { kind: "unreachable", reason, took_ms: Math.round(performance.now() - began_ms) };
      }
    }
    return {
      send: (wire, onLeft = () => undefined) => this.send(line, wire, onLeft),
      release: () => void this.spare.push(line),
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.all].map((line) => line.dispatcher.destroy()));
    this.all.clear();
    this.spare.length = 0;
  }

  private async send(line: Line, wire: WireRequest, onLeft: () => void): Promise<RawAnswer> {
    const answer = await exchange(line.dispatcher, wire, this.timeouts, () => {
      line.answerDue();
      onLeft();
    });
    if (answer.kind === "answer") this.spare.push(line);
    else this.drop(line);
    return answer;
  }

  private open(): Line {
    const line = this.openLine();
    this.all.add(line);
    return line;
  }

  private drop(line: Line): void {
    this.all.delete(line);
    void line.dispatcher.destroy();
  }
}

/**
 * The one door to the network. No redirect is followed, nothing is sent twice, and what a network or a server does
 * comes back as a value. A connection is held by one request at a time; there are as many as requests in flight.
 * @throws Stop with exit 2 when the environment names a proxy that is no URL.
 */
export function createTransport(options: TransportOptions): Transport {
  const { base_url, connect_timeout_ms = 10_000, answer_timeout_ms = 30_000, environment, version = "dev" } = options;
  const openLine = linesTo(base_url, environment, connect_timeout_ms);
  const connections = new Connections(openLine, base_url.origin, { connect_timeout_ms, answer_timeout_ms });
  return {
    encode: (request, headers = {}) => encode(base_url, version, request, headers),
    lane: () => connections.lane(),
    async request({ headers = {}, ...request }) {
      const wire = encode(base_url, version, request, headers);
      const lane = await connections.lane();
      return "kind" in lane ? lane : lane.send(wire);
    },
    close: () => connections.close(),
  };
}
