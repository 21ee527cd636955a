import type { Dispatcher } from "undici";
import { connectAhead, exchange, type Timeouts, type WireRequest } from "./exchange.js";
import type { RawAnswer, Unreachable } from "./raw-answer.js";

/** So many more than are in flight stand ready: one for the next request, one while that is on its way. */
const SPARE = 2;

/** A dispatcher with at most one connection, which is never made again, and whether that one stands and is idle. */
export interface Line {
  readonly dispatcher: Dispatcher;
  idle(): boolean;
  /** A request is about to be written on its connection. */
  answerDue(): void;
}

/** A connection that is held for one request. */
export interface Connection {
  /**
   * Once per connection. A new one is written to before this returns, one used before in the next turn of the event
   * loop. `onLeft` is called immediately before the first byte; where it is not called, the answer is `unreachable`.
   */
  send(wire: WireRequest, onLeft?: () => void): Promise<RawAnswer>;
  /** Gives the connection back, with nothing sent or an answer heard; what was closed meanwhile is not used again. */
  release(): void;
  /** Nothing that still comes by it is to be believed. */
  discard(): void;
}

/**
 * Connections to one server, each held by one request at a time. The last one used comes first, so that few are kept
 * in use; one that was not needed for four seconds (undici's `keepAliveTimeout`) ends by itself.
 */
export class ConnectionPool {
  readonly #openLine: () => Line;
  readonly #origin: string;
  readonly #timeouts: Timeouts;
  #idle: Line[] = [];
  readonly #all = new Set<Line>();
  readonly #connecting = new Set<Promise<Unreachable | undefined>>();
  /** The last connection that was tried came about. */
  #is_reachable = false;

  constructor(openLine: () => Line, origin: string, timeouts: Timeouts) {
    this.#openLine = openLine;
    this.#origin = origin;
    this.#timeouts = timeouts;
  }

  /** Makes connections for the requests to come, beside the work. A server that is out of reach is left in peace. */
  warm(): void {
    this.#idle = this.#idle.filter((line) => line.idle() || this.#drop(line));
    for (let ready = this.#idle.length + this.#connecting.size; ready < SPARE && this.#is_reachable; ready += 1) {
      void this.#connect();
    }
  }

  /** A connection that stands: one of those that do, or the next one that is made. Tries at most once to make one. */
  async take(): Promise<Connection | Unreachable> {
    for (;;) {
      for (let line = this.#idle.pop(); line !== undefined; line = this.#idle.pop()) {
        // What the server has closed meanwhile shows once the event loop has looked at its sockets.
        await new Promise(setImmediate);
        if (line.idle()) return this.#heldFor(line);
        this.#drop(line);
      }
      const [first = this.#connect()] = this.#connecting;
      const unreachable = await first;
      if (unreachable !== undefined) return unreachable;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((line) => line.dispatcher.destroy()));
    this.#all.clear();
    this.#idle.length = 0;
  }

  #heldFor(line: Line): Connection {
    return {
      send: (wire, onLeft = () => undefined) =>
        exchange(line.dispatcher, wire, this.#timeouts, () => {
          line.answerDue();
          onLeft();
        }),
      release: () => void this.#idle.push(line),
      discard: () => void this.#drop(line),
    };
  }

  #connect(): Promise<Unreachable | undefined> {
    const connecting = this.#connectOne().finally(() => this.#connecting.delete(connecting));
    this.#connecting.add(connecting);
    return connecting;
  }

  async #connectOne(): Promise<Unreachable | undefined> {
    const line = this.#openLine();
    this.#all.add(line);
    const unreachable = await connectAhead(line.dispatcher, this.#origin, this.#timeouts.connect_timeout_ms);
    this.#is_reachable = unreachable === undefined;
    if (unreachable === undefined) this.#idle.push(line);
    else this.#drop(line);
    return unreachable;
  }

  #drop(line: Line): false {
    this.#all.delete(line);
    void line.dispatcher.destroy();
    return false;
  }
}
