import pLimit from "p-limit";
import type { Brake } from "./brake.js";
import type { Outage } from "./outage.js";

/** What waits for a retry holds no slot, but there is an end to how many may wait. */
const WAITING_PER_SLOT = 4;

/** Lets a request be in flight once a slot is free for it. */
export type InFlight = <T>(request: () => Promise<T>) => Promise<T>;

export interface CarryAllOptions<T> {
  /** In their order. One is taken only when a slot is free. */
  readonly items: Iterator<T>;
  /** Requests in flight at most. */
  readonly concurrency: number;
  /** Items to take at most. */
  readonly limit: number | undefined;
  readonly brake: Brake;
  readonly outage: Outage;
  /** Brings one item to rest. Each of its requests is `inFlight`; nothing else is, no wait before a retry. */
  readonly carry: (item: T, inFlight: InFlight) => Promise<void>;
  /** False where an item may have to do something before it asks for its first slot. */
  readonly isReady: (item: T) => boolean;
}

/**
 * Carries items side by side until there are none, or until the brake is pulled; then every item taken has come to
 * rest. False where the limit was reached before the items were.
 */
export async function carryAll<T>(options: CarryAllOptions<T>): Promise<boolean> {
  const { items, concurrency, brake, outage, carry, isReady, limit = Number.POSITIVE_INFINITY } = options;
  const slots = pLimit(concurrency);
  const change = new Change();
  const open = new Set<Promise<void>>();
  let arriving = 0;
  let broken: { readonly error: unknown } | undefined;
  /** The ledger refused, or a bug: nothing more may leave. */
  const breakOff = (error: unknown): void => {
    broken ??= { error };
    brake.pull({ why: "broken" });
  };

  const isBusy = () =>
    arriving + slots.activeCount + slots.pendingCount >= concurrency ||
    open.size >= concurrency * WAITING_PER_SLOT ||
    // Those that wait already will find out when the outage is over.
    (outage.down && open.size > 0);

  const start = (item: T): void => {
    // On its way to its first slot.
    let is_arriving = isReady(item);
    if (is_arriving) arriving += 1;
    const arrive = (): void => {
      if (is_arriving) arriving -= 1;
      is_arriving = false;
    };
    const inFlight: InFlight = (request) => {
      arrive();
      return slots(request).finally(() => change.tell());
    };
    const life = carry(item, inFlight)
      .catch(breakOff)
      .finally(() => {
        arrive();
        open.delete(life);
        change.tell();
      });
    open.add(life);
  };

  brake.signal.addEventListener("abort", () => change.tell(), { once: true });
  let taken = 0;
  let all = false;
  while (!brake.pulled && taken < limit && !all) {
    while (isBusy() && !brake.pulled) await change.next();
    if (brake.pulled) break;
    try {
      const item = items.next();
      all = item.done === true;
      if (item.done === true) break;
      taken += 1;
      start(item.value);
    } catch (error) {
      breakOff(error);
    }
  }
  await Promise.all(open);
  if (broken !== undefined) throw broken.error;
  return all || items.next().done === true;
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
