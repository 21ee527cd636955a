import { once } from "node:events";
import { type AddressInfo, createServer, type Socket, connect as socketTo } from "node:net";
import { performance } from "node:perf_hooks";
import { afterwards, type Scope } from "../cli/program.js";

/** A pipe of bytes to a server on loopback: it notes each request of one kind that goes through, and it can fail. */
export interface Wiretap {
  readonly url: string;
  /** How many of them were on the wire, by key. */
  readonly seen: ReadonlyMap<string, number>;
  /** When each of them was, milliseconds on this process's monotonic clock. */
  readonly times_ms: readonly number[];
  /** From now on nothing listens there, and what was connected is cut. */
  shut(): Promise<void>;
  /** From now on every connection is reset as soon as it stands; those that stand are reset, too. */
  reset(): void;
  /** Lets everything through again. */
  open(): Promise<void>;
  /** Resolves once so many have gone through. */
  has(count: number): Promise<void>;
}

/** Creates of external applications, by external_id. */
const CREATES = /"external_id":"([^"]+)"/g;
/** A key may come in two chunks: so much of what came is looked through again. */
const OVERLAP_CHARS = 80;

class Tap implements Wiretap {
  readonly seen = new Map<string, number>();
  readonly times_ms: number[] = [];
  readonly #upstream_port: number;
  readonly #noted: RegExp;
  readonly #sockets = new Set<Socket>();
  readonly #looks = new Set<() => void>();
  readonly #server = createServer((client) => (this.#resets ? client.resetAndDestroy() : this.#join(client)));
  #port = 0;
  #resets = false;

  constructor(upstream: string, noted: RegExp) {
    this.#upstream_port = Number(new URL(upstream).port);
    this.#noted = noted;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async open(): Promise<void> {
    this.#resets = false;
    if (this.#server.listening) return;
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async shut(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  reset(): void {
    this.#resets = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  has(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.times_ms.length < count) return;
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
      look();
    });
  }

  /** Every byte and every end is passed on. */
  #join(client: Socket): void {
    const upstream = socketTo(this.#upstream_port, "127.0.0.1");
    this.#listenTo(client);
    client.pipe(upstream).pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }

  #listenTo(client: Socket): void {
    let text = "";
    client.on("data", (chunk) => {
      text += chunk.toString("latin1");
      let end = 0;
      for (const found of text.matchAll(this.#noted)) {
        const [whole, key = ""] = found;
        this.seen.set(key, (this.seen.get(key) ?? 0) + 1);
        this.times_ms.push(performance.now());
        end = found.index + whole.length;
      }
      text = text.slice(Math.max(end, text.length - OVERLAP_CHARS));
      for (const look of this.#looks) look();
    });
  }
}

/** A wiretap in front of the server at `upstream`, open. `noted` finds a request's key, as its first group. */
export async function wiretap(upstream: string, scope: Scope = "test", noted = CREATES): Promise<Wiretap> {
  const tap = new Tap(upstream, noted);
  await tap.open();
  afterwards(() => tap.shut(), scope);
  return tap;
}
