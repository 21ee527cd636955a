import type { Dispatcher } from "undici";
import { AnswersOfConnection, LogIds } from "./copied-answers.js";
import { connectAhead, exchange, type Timeouts, type WireRequest } from "./exchange.js";
import { ANSWER_OF_ANOTHER } from "./network-failures.js";
import type { RawAnswer, Unreachable } from "./raw-answer.js";

/** One more than are in flight stands ready for the next request, and another where it takes longer to make one. */
const QUICK_MS = 40;

/** A dispatcher with at most one connection, which is never made again, and whether that one stands and is idle. */
export interface Line {
  readonly dispatcher: Dispatcher;
  idle(): boolean;
  /** A request is about to be written on its connection. */
  answerDue(): void;
  /** Whether anything comes within so long that nobody has asked for. The connection is gone then. */
  moreComes(wait_ms: number): Promise<boolean>;
}

/** A line, and what came by it. */
interface UsedLine extends Line {
  readonly answers: AnswersOfConnection;
}

/** What is behind a copy comes as late as an answer does: a few times the longest, between these. */
const WATCH_MS = { least: 50, most: 3_000, factor: 3 } as const;

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
  #idle: UsedLine[] = [];
  readonly #all = new Set<UsedLine>();
  readonly #log_ids = new LogIds();
  readonly #connecting = new Set<Promise<Unreachable | undefined>>();
  /** The last connection that was tried came about. */
  #is_reachable = false;
  #is_closed = false;
  /** How long it took to make the last one. */
  #took_ms = 0;

  constructor(openLine: () => Line, origin: string, timeouts: Timeouts) {
    this.#openLine = openLine;
    this.#origin = origin;
    this.#timeouts = timeouts;
  }

  /** Makes connections for the requests to come, beside the work. A server that is out of reach is left in peace. */
  warm(): void {
    this.#idle = this.#idle.filter((line) => line.idle() || this.#drop(line));
    const wanted = this.#took_ms > QUICK_MS ? 2 : 1;
    for (let ready = this.#idle.length + this.#connecting.size; ready < wanted && this.#is_reachable; ready += 1) {
      void this.#connect();
    }
  }

  /** A connection that stands already. */
  standing(): Connection | undefined {
    for (let line = this.#idle.pop(); line !== undefined; line = this.#idle.pop()) {
      if (line.idle()) return this.#heldFor(line);
      this.#drop(line);
    }
    return undefined;
  }

  /** The next connection that stands. Tries at most once to make one. */
  async next(): Promise<Connection | Unreachable> {
    while (!this.#is_closed) {
      const standing = this.standing();
      if (standing !== undefined) return standing;
      const [first = this.#connect()] = this.#connecting;
      const unreachable = await first;
      if (unreachable !== undefined) return unreachable;
    }
    return { kind: "unreachable", reason: "CLOSED", took_ms: 0 };
  }

  async close(): Promise<void> {
    this.#is_closed = true;
    await Promise.all([...this.#all].map((line) => line.dispatcher.destroy()));
    this.#all.clear();
    this.#idle.length = 0;
  }

  #heldFor(line: UsedLine): Connection {
    return {
      send: (wire, onLeft = () => undefined) => this.#send(line, wire, onLeft),
      release: () => void this.#idle.push(line),
      discard: () => void this.#drop(line),
    };
  }

  async #send(line: UsedLine, wire: WireRequest, onLeft: () => void): Promise<RawAnswer> {
    const raw = await exchange(line.dispatcher, wire, this.#timeouts, () => {
      line.answerDue();
      onLeft();
    });
    if (raw.kind !== "answer") return raw;
    const is_first = line.answers.count === 0;
    const originality = line.answers.note(raw);
    const is_copy = originality === "copy" || (originality === "alike" && (await this.#isFollowed(line)));
    if (is_copy) return { kind: "lost", reason: ANSWER_OF_ANOTHER, took_ms: raw.took_ms };
    return is_first ? { ...raw, is_first } : raw;
  }

  /** An answer that may be a copy of an earlier one is followed by the right one. */
  #isFollowed({ answers, moreComes }: UsedLine): Promise<boolean> {
    const { least, most, factor } = WATCH_MS;
    return moreComes(Math.min(Math.max(answers.longest_ms * factor, least), most));
  }

  #connect(): Promise<Unreachable | undefined> {
    const connecting = this.#connectOne().finally(() => this.#connecting.delete(connecting));
    this.#connecting.add(connecting);
    return connecting;
  }

  async #connectOne(): Promise<Unreachable | undefined> {
    const line = { ...this.#openLine(), answers: new AnswersOfConnection(this.#log_ids) };
    this.#all.add(line);
    const { took_ms, reason } = await connectAhead(line.dispatcher, this.#origin, this.#timeouts.connect_timeout_ms);
    this.#took_ms = took_ms;
    this.#is_reachable = reason === undefined;
    if (reason === undefined) {
      this.#idle.push(line);
      return undefined;
    }
    this.#drop(line);
    return { kind: "unreachable", reason, took_ms };
  }

  #drop(line: UsedLine): false {
    this.#all.delete(line);
    void line.dispatcher.destroy();
    return false;
  }
}
