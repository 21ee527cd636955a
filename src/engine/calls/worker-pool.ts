import pLimit from "p-limit";
import { axesOf } from "../../model/failure.js";
import type { Outgoing, Reply, Send } from "../../model/reply.js";
import type { Brake } from "./brake.js";
import type { Outage, Pass } from "./outage.js";
import { refusedUs } from "./refused-us.js";

/** What waits for a retry holds no place, but there is an end to how many may wait. */
const WAITING_PER_PLACE = 4;

/** A request that an item wants to have sent. */
export interface Departure<R> {
  /** Called when its turn has come: what leaves now, or nothing, where it is not to leave any more. */
  readonly pick: () => Outgoing | undefined;
  /** Called as soon as it is answered, while it still holds its place: no other request takes that before. */
  readonly answered: (reply: Reply) => R;
}

/** Waits until its turn has come and it is answered. `undefined`: it has not left. */
export type Depart = <R>(departure: Departure<R>) => Promise<R | undefined>;

export interface PoolOptions<T> {
  /** In their order. One is taken only when a request may leave, and no item before it wants to. */
  readonly items: Iterator<T>;
  /** Requests in flight at most. */
  readonly concurrency: number;
  /** Items under way at most, also those that hold no place because they wait; else four for each place. */
  readonly under_way_max?: number;
  /** Items to take at most. */
  readonly limit: number | undefined;
  readonly brake: Brake;
  readonly outage: Outage;
  readonly send: Send;
  /** Brings one item to rest. Each of its requests departs; whatever else it waits for holds no place. */
  readonly carry: (item: T, depart: Depart) => Promise<void>;
}

/**
 * Works on items side by side until there are none, or until the brake is pulled; then every item taken has come to
 * rest. False where the limit was reached before the items were.
 */
export function runPool<T>(options: PoolOptions<T>): Promise<boolean> {
  return new Pool(options).run();
}

interface Waiting {
  readonly pick: () => Outgoing | undefined;
  readonly answered: (reply: Reply) => void;
  readonly notSent: () => void;
}

class Pool<T> {
  readonly #options: PoolOptions<T>;
  readonly #limit: number;
  readonly #under_way_max: number;
  readonly #place;
  readonly #change = new Change();
  /** Items that were taken and have not come to rest. */
  readonly #open = new Set<Promise<void>>();
  /** Requests that wait for their turn: first those that are due again, then those of new items. */
  readonly #waiting: Waiting[] = [];
  #taken = 0;
  /** Looked at, and not taken yet: where there is none, nothing is asked for in vain, not even a token. */
  #upcoming: IteratorResult<T> | undefined;
  #broken: { readonly error: unknown } | undefined;

  constructor(options: PoolOptions<T>) {
    this.#options = options;
    this.#limit = options.limit ?? Number.POSITIVE_INFINITY;
    this.#under_way_max = options.under_way_max ?? options.concurrency * WAITING_PER_PLACE;
    this.#place = pLimit(options.concurrency);
  }

  async run(): Promise<boolean> {
    const { brake, outage } = this.#options;
    brake.signal.addEventListener("abort", () => this.#change.tell(), { once: true });
    try {
      while (await this.#hasWork()) {
        const pass = await outage.acquire();
        if (pass !== "stopped") await this.#departure(pass);
      }
    } catch (error) {
      this.#breakOff(error);
    }
    for (const { notSent } of this.#waiting.splice(0)) notSent();
    await Promise.all(this.#open);
    if (this.#broken !== undefined) throw this.#broken.error;
    return this.#next().done === true;
  }

  /** Waits until something wants to leave, or an item may be taken. False: there is nothing left to do. */
  async #hasWork(): Promise<boolean> {
    while (!this.#options.brake.pulled) {
      if (this.#waiting.length > 0 || this.#mayTake()) return true;
      if (this.#open.size === 0) return false;
      await this.#change.next();
    }
    return false;
  }

  #mayTake(): boolean {
    if (this.#taken >= this.#limit || this.#open.size >= this.#under_way_max) return false;
    // Those that wait already will find out when the outage is over.
    if (this.#options.outage.down && this.#open.size > 0) return false;
    return this.#next().done !== true;
  }

  #next(): IteratorResult<T> {
    this.#upcoming ??= this.#options.items.next();
    return this.#upcoming;
  }

  /** Over when one request has left; what goes out to see whether an outage is over is waited for. */
  #departure(pass: Pass): Promise<void> {
    return new Promise((resolve) => {
      const left = pass === "probe" ? () => undefined : resolve;
      void this.#place(() => this.#sendOne(pass, left))
        .catch((error: unknown) => this.#breakOff(error))
        .finally(resolve);
    });
  }

  /** Holds a place until it is answered. */
  async #sendOne(pass: Pass, left: () => void): Promise<void> {
    const { send, brake, outage } = this.#options;
    let picked: Waiting | undefined;
    try {
      const reply = await send(() => {
        const found = this.#pick();
        picked = found?.waiting;
        left();
        return found?.outgoing;
      }, brake.signal);
      if (reply === undefined) return outage.unused(pass);
      outage.note(reply, pass);
      if (picked === undefined) this.#heed(reply);
      picked?.answered(reply);
    } catch (error) {
      outage.unused(pass);
      this.#breakOff(error);
    } finally {
      picked?.notSent();
      this.#change.tell();
    }
  }

  /** No token and no connection are no row's fault; a refusal of us ends the run. */
  #heed(reply: Reply): void {
    if (reply.ok || axesOf(reply.failure).ends !== "run") return;
    this.#options.brake.pull({ why: "stopped", stop: refusedUs(reply.failure) });
  }

  /** In the very moment in which it may leave: a request that is due again, else one of the next item. */
  #pick(): { readonly waiting: Waiting; readonly outgoing: Outgoing } | undefined {
    for (let waiting = this.#first(); waiting !== undefined; waiting = this.#first()) {
      const outgoing = waiting.pick();
      if (outgoing !== undefined) return { waiting, outgoing };
      waiting.notSent();
    }
    return undefined;
  }

  #first(): Waiting | undefined {
    if (this.#options.brake.pulled) return undefined;
    while (this.#waiting.length === 0 && this.#mayTake()) this.#take();
    return this.#waiting.shift();
  }

  /** Begins an item. Where nothing else has to come first, its request waits for its turn when this returns. */
  #take(): void {
    const item = this.#next();
    if (item.done === true) return;
    this.#upcoming = undefined;
    this.#taken += 1;
    const life = this.#options
      .carry(item.value, this.#depart)
      .catch((error: unknown) => this.#breakOff(error))
      .finally(() => {
        this.#open.delete(life);
        this.#change.tell();
      });
    this.#open.add(life);
  }

  readonly #depart: Depart = (departure) => {
    if (this.#options.brake.pulled) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const { pick, answered } = departure;
      this.#waiting.push({
        pick,
        answered: (reply) => {
          try {
            resolve(answered(reply));
          } catch (error) {
            reject(error);
          }
        },
        notSent: () => resolve(undefined),
      });
      this.#change.tell();
    });
  };

  /** The ledger refused, or a bug: nothing more may leave. */
  #breakOff(error: unknown): void {
    this.#broken ??= { error };
    this.#options.brake.pull({ why: "broken" });
  }
}

/** Lets one waiter sleep until something has changed. */
class Change {
  #tell: () => void = () => undefined;

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  tell(): void {
    this.#tell();
  }
}
