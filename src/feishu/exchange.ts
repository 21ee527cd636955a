import { performance } from "node:perf_hooks";
import type { Dispatcher } from "undici";
import { bodyText, MAX_BODY_BYTES } from "./body-text.js";
import type { Headers, RawAnswer } from "./raw-answer.js";
import { FileTrouble, type StreamedBody } from "./upload.js";

/** One request, encoded: only bytes are left to be written. */
export interface WireRequest {
  readonly origin: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | StreamedBody | null;
}

export interface Timeouts {
  readonly connect_timeout_ms: number;
  /** For the whole answer: a server that sends a byte now and then must not hold a row for ever. */
  readonly answer_timeout_ms: number;
}

const TIMEOUT = { connect: "CONNECT_TIMEOUT", answer: "ANSWER_TIMEOUT" } as const;
const OUR_BUGS = new Set(["UND_ERR_INVALID_ARG", "UND_ERR_NOT_SUPPORTED"]);

/** A code word from an error. Its message is not used: it may quote a URL, a header or a proxy's credentials. */
function reasonOf(error: unknown): string {
  const { name, code, message, cause } = error as Partial<Record<"name" | "code" | "message" | "cause", unknown>>;
  // undici says a proxy's refusal of CONNECT in the message alone (lib/dispatcher/proxy-agent.js).
  const refused = /^Proxy response \((\d{3})\)/.exec(String(message));
  if (refused) return `PROXY_HTTP_${refused[1]}`;
  if (code === "UND_ERR_CONNECT_TIMEOUT") return TIMEOUT.connect;
  // A wrong host name behind a proxy: the word of TLS stands below (lib/dispatcher/proxy-agent.js).
  if (code === "UND_ERR_PRX_TLS" && cause instanceof Error) return reasonOf(cause);
  if (typeof code === "string" && /^\w+$/.test(code)) return code;
  // undici gives no code to what its parser of HTTP refuses (lib/dispatcher/client-h1.js, createError).
  if (name === "HTTPParserError") return "NOT_HTTP";
  return cause === undefined || cause === null ? "UNKNOWN" : reasonOf(cause);
}

/** So much of a body may lie in the system's buffer when all of it was written: Linux takes 4 MiB (tcp_wmem). */
const BUFFERED_BYTES_MAX = 4 * 1024 * 1024;
/** Linux takes more only when a third of its buffer is free again (sk_stream_is_writeable): a chunk may wait for it. */
const FREED_BYTES_MAX = BUFFERED_BYTES_MAX / 3;
/** A line that is slower has to be asked for patience by `--timeout`. */
const SLOWEST_BYTES_PER_S = 32 * 1024;

const slowest_ms = (size_bytes: number) => (size_bytes / SLOWEST_BYTES_PER_S) * 1000;

/** Thrown out of `onRequestStart`, where it keeps the request from being written and leaves the connection whole. */
const NOT_TO_BE_WRITTEN = new Error("not to be written");

/**
 * One request on one connection, told by undici's lowest interface, because that knows the one thing that matters:
 * `onRequestStart` is called immediately before the first byte is written (undici lib/dispatcher/client-h1.js,
 * writeH1). What fails before it certainly did not leave, whatever the error is called; what fails after it may have
 * acted, whatever the error is called.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: RawAnswer) => void;
  readonly #reject: (bug: unknown) => void;
  readonly #onLeft: () => void;
  readonly #began_ms = performance.now();
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #started = false;
  #settled = false;
  #controller: Dispatcher.DispatchController | undefined;
  #http_status: number | undefined;
  #headers: Headers | undefined;
  readonly #answer_timeout_ms: number;
  #timer: NodeJS.Timeout;

  constructor(
    answer_timeout_ms: number,
    resolve: (answer: RawAnswer) => void,
    reject: (bug: unknown) => void,
    onLeft: () => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#onLeft = onLeft;
    this.#answer_timeout_ms = answer_timeout_ms;
    this.#timer = this.#deadline(answer_timeout_ms);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Started: undici would write it a second time.
    if (this.#settled || this.#started) throw NOT_TO_BE_WRITTEN;
    this.#started = true;
    this.#controller = controller;
    this.#onLeft();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, http_status: number, headers: Headers): void {
    if (http_status < 200) return;
    this.#http_status = http_status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes <= MAX_BODY_BYTES) return;
    this.#answered();
    controller.abort(NOT_TO_BE_WRITTEN);
  }

  onResponseEnd(): void {
    this.#answered();
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (error instanceof FileTrouble) {
      this.#settle((took_ms) => this.#resolve({ kind: "withdrawn", reason: error.code, took_ms }));
      return;
    }
    if (OUR_BUGS.has(String((error as { code?: unknown }).code))) {
      this.#settle(() => this.#reject(error));
      return;
    }
    this.#failed(reasonOf(error));
  }

  /**
   * A body that is streamed has as long for each of its chunks as an answer has and a slow line needs to take what lies
   * before it; what was buffered comes last.
   */
  async *timed(body: StreamedBody): AsyncGenerator<Uint8Array> {
    const { length_bytes } = body;
    for await (const chunk of body.chunks()) {
      this.#wait(slowest_ms(Math.min(length_bytes, FREED_BYTES_MAX)));
      yield chunk;
    }
    this.#wait(slowest_ms(Math.min(length_bytes, BUFFERED_BYTES_MAX)));
  }

  #wait(line_ms: number): void {
    if (this.#settled) return;
    clearTimeout(this.#timer);
    this.#timer = this.#deadline(this.#answer_timeout_ms + line_ms);
  }

  #answered(): void {
    const http_status = this.#http_status ?? 0;
    const headers = this.#headers ?? {};
    const body = bodyText(Buffer.concat(this.#chunks), headers);
    this.#settle((took_ms) => this.#resolve({ kind: "answer", http_status, headers, ...body, took_ms }));
  }

  #failed(reason: string): void {
    const head = {
      ...(this.#http_status === undefined ? {} : { http_status: this.#http_status }),
      ...(this.#headers === undefined ? {} : { headers: this.#headers }),
    };
    this.#settle((took_ms) =>
      this.#resolve(
        this.#started ? { kind: "lost", reason, took_ms, ...head } : { kind: "unreachable", reason, took_ms },
      ),
    );
  }

  #settle(tell: (took_ms: number) => void): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    tell(Math.round(performance.now() - this.#began_ms));
  }

  /** Sockets live in real time, so this is no business of the engine's Clock. */
  #deadline(wait_ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      // After the process was suspended, timers run before the sockets are read: the answer may lie there already.
      setImmediate(() => {
        if (this.#settled) return;
        this.#failed(TIMEOUT.answer);
        this.#controller?.abort(NOT_TO_BE_WRITTEN);
      });
    }, wait_ms);
  }
}

/**
 * Dispatches a request, synchronously where the dispatcher's connection stands and is idle.
 * `onLeft` is called at most once, immediately before the first byte is written.
 * Resolves with whatever came of it; rejects for a request that cannot be written at all, which is a bug.
 */
export function exchange(
  dispatcher: Dispatcher,
  wire: WireRequest,
  { answer_timeout_ms }: Timeouts,
  onLeft: () => void,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const handler = new Exchange(answer_timeout_ms, resolve, reject, onLeft);
    const { body } = wire;
    // undici takes whatever can be iterated (lib/core/request.js); its type says less.
    const written = typeof body === "object" && body !== null ? (handler.timed(body) as never) : body;
    dispatcher.dispatch({ ...wire, body: written }, handler);
  });
}

/**
 * Makes the dispatcher connect, and writes nothing: a request is dispatched that refuses to be written when its turn
 * comes. undici has no other way to open a connection ahead of the request. `reason`: why there is none.
 */
export function connectAhead(
  dispatcher: Dispatcher,
  origin: string,
  wait_ms: number,
): Promise<{ readonly took_ms: number; readonly reason?: string }> {
  const began_ms = performance.now();
  return new Promise((resolve) => {
    const took_ms = () => Math.round(performance.now() - began_ms);
    const fail = (reason: string) => resolve({ took_ms: took_ms(), reason });
    const timer = setTimeout(() => fail(TIMEOUT.connect), wait_ms);
    dispatcher.dispatch(
      // With headers, if empty ones: behind a proxy undici adds the host to them, and takes the TLS server name from
      // there. Were that another one than the request's, the connection would be torn down and made again.
      { origin, method: "GET", path: "/", headers: {} },
      {
        onRequestStart() {
          throw NOT_TO_BE_WRITTEN;
        },
        onResponseError(_controller, error) {
          clearTimeout(timer);
          if (error === NOT_TO_BE_WRITTEN) resolve({ took_ms: took_ms() });
          else fail(reasonOf(error));
        },
      },
    );
  });
}

/** Whether a connection that is idle brings anything within so long. undici closes it then. */
export function moreComes(client: Dispatcher, wait_ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (is_more: boolean) => {
      clearTimeout(timer);
      client.off("disconnect", heard);
      resolve(is_more);
    };
    const heard = (_origin: URL, _clients: readonly Dispatcher[], { name, message }: Error) =>
      // undici's words for an answer without a request, and for what is no answer (lib/dispatcher/client-h1.js).
      end(message === "bad response" || name === "HTTPParserError");
    const timer = setTimeout(() => end(false), wait_ms);
    client.on("disconnect", heard);
  });
}
