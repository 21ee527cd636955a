import { buildConnector, Client, type Dispatcher, ProxyAgent } from "undici";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { FeishuRequest } from "../model/reply.js";
import { saying } from "../texts/saying.js";
import { isLoopback } from "./base-url.js";
import { type Connection, ConnectionPool, type Line } from "./connection-pool.js";
import { moreComes, type WireRequest } from "./exchange.js";
import { hideContinue } from "./interim-answers.js";
import { type Environment, type ProxySettings, proxyFor } from "./proxy.js";
import type { RawAnswer, Unreachable } from "./raw-answer.js";
import { uploadBody } from "./upload.js";

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

export interface Transport {
  /** Encodes a request completely, so that nothing can fail between the intent on disk and the first byte. */
  encode(request: FeishuRequest, headers?: Readonly<Record<string, string>>): WireRequest;
  /** Makes connections for the requests to come while a slot is waited for: no handshake delays a paced request. */
  warm(): void;
  /** A connection that stands already. */
  standing(): Connection | undefined;
  /** The next connection that stands. */
  connection(): Promise<Connection | Unreachable>;
  /** Connection and send in one, for what is not paced. */
  request(request: FeishuRequest & { readonly headers?: Readonly<Record<string, string>> }): Promise<RawAnswer>;
  /** Ends every connection, those in flight too. */
  close(): Promise<void>;
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
  // A server that closes idle connections after five seconds, as Node's does, has them kept for four.
  keepAliveTimeoutThreshold: 1_000,
} as const;

/**
 * The one connection of a line, made by `connect`, once: undici would try again by itself, without end and without a
 * pause where a proxy answers CONNECT by closing the connection (lib/dispatcher/client.js, onError).
 */
class OneConnection {
  client: Client | undefined;
  #was_asked = false;
  #answerDue = () => {};

  open(origin: string | URL, options: Client.Options, connect: buildConnector.connector): Client {
    this.client = new Client(origin, {
      ...options,
      connect: (asked, done) => {
        if (this.#was_asked) return done(notMadeAgain(), null);
        this.#was_asked = true;
        connect(asked, (error, socket) => {
          if (error !== null) return done(forGood(error), null);
          this.#answerDue = hideContinue(socket);
          done(null, socket);
        });
      },
    });
    return this.client;
  }

  line(dispatcher: Dispatcher): Line {
    return {
      dispatcher,
      idle: () => this.client?.stats.connected === true && this.client.stats.size === 0,
      answerDue: () => this.#answerDue(),
      moreComes: (wait_ms) => moreComes(this.client as Client, wait_ms),
    };
  }
}

function notMadeAgain(): Error {
  return Object.assign(new Error("the connection is gone"), { code: "CONNECTION_GONE" });
}

/** undici takes the code of a socket that broke for a reason to try again. */
function forGood(error: Error): Error {
  const { code } = error as { code?: unknown };
  if (code !== "UND_ERR_SOCKET" && code !== "UND_ERR_INFO") return error;
  return Object.assign(new Error("no connection came about", { cause: error }), { code: "CONNECTION_DROPPED" });
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
    throw new ExitError({
      exit: EXIT.usage,
      kind: "bad_proxy",
      ...saying("bad_proxy"),
    });
  }
}

function encode(base_url: URL, version: string, request: FeishuRequest, headers: Readonly<Record<string, string>>) {
  const query = request.query === undefined ? "" : new URLSearchParams(request.query).toString();
  const { upload } = request;
  const streamed = upload === undefined ? undefined : uploadBody(upload, upload.folders ?? []);
  const json = request.body === undefined ? null : JSON.stringify(request.body);
  return {
    origin: base_url.origin,
    method: request.method,
    path: `${base_url.pathname.replace(/\/+$/, "")}${request.path}${query === "" ? "" : `?${query}`}`,
    headers: {
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": `hire-import/${version}`,
      ...(json === null ? {} : { "content-type": "application/json; charset=utf-8" }),
      ...(streamed === undefined
        ? {}
        : { "content-type": streamed.content_type, "content-length": String(streamed.length_bytes) }),
      ...headers,
    },
    body: streamed ?? json,
  } satisfies WireRequest;
}

/**
 * The one door to the network. No redirect is followed, nothing is sent twice, and what a network or a server does
 * comes back as a value.
 * @throws ExitError with exit 2 when the environment names a proxy that is no URL.
 */
export function createTransport(options: TransportOptions): Transport {
  const { base_url, connect_timeout_ms = 10_000, answer_timeout_ms = 30_000, environment, version = "dev" } = options;
  const openLine = linesTo(base_url, environment, connect_timeout_ms);
  const pool = new ConnectionPool(openLine, base_url.origin, { connect_timeout_ms, answer_timeout_ms });
  return {
    encode: (request, headers = {}) => encode(base_url, version, request, headers),
    warm: () => pool.warm(),
    standing: () => pool.standing(),
    connection: () => pool.next(),
    async request({ headers = {}, ...request }) {
      const wire = encode(base_url, version, request, headers);
      for (;;) {
        const connection = await pool.next();
        if ("kind" in connection) return connection;
        const answer = await connection.send(wire);
        if (answer.kind === "answer") connection.release();
        else connection.discard();
        // Not `unreachable`: the server closed the connection in that very moment, and nothing has left.
        if (answer.kind !== "unreachable") return answer;
      }
    },
    close: () => pool.close(),
  };
}
