import pLimit from "p-limit";
import type { QueuedRow } from "../ledger/queue.js";
import { type Carrier, carry } from "./carry.js";

/** Rows that wait for a retry hold no slot, but there is an end to how many may wait. */
const WAITING_PER_SLOT = 4;

export interface SendOptions extends Omit<Carrier, "inFlight"> {
  /** The rows to send, in their order. One is taken only when a slot is free. */
  readonly rows: Iterator<QueuedRow>;
  /** Requests in flight at most. */
  readonly concurrency: number;
  /** Rows to send at most. */
  readonly limit: number | undefined;
}

/**
 * Act two: sends rows until there are none, or until the brake is pulled; then every row taken has come to rest.
 * False where the limit was reached before the rows were.
 */
export async function send(options: SendOptions): Promise<boolean> {
  const { rows, concurrency, brake, outage, limit = Number.POSITIVE_INFINITY } = options;
  const slots = pLimit(concurrency);
  const change = new Change();
  const inFlight: Carrier["inFlight"] = (work) => slots(work).finally(() => change.tell());
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

  const start = (row: QueuedRow): void => {
    // On its way to its first slot. A row in doubt may have to be read before, which takes none.
    let is_arriving = row.status !== "in_doubt";
    if (is_arriving) arriving += 1;
    const arrive = (): void => {
      if (is_arriving) arriving -= 1;
      is_arriving = false;
    };
    const inSlot: Carrier["inFlight"] = (work) => {
      arrive();
      return inFlight(work);
    };
    const life = carry({ ...options, inFlight: inSlot }, row)
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
      const row = rows.next();
      all = row.done === true;
      if (row.done === true) break;
      taken += 1;
      start(row.value);
    } catch (error) {
      breakOff(error);
    }
  }
  await Promise.all(open);
  if (broken !== undefined) throw broken.error;
  return all || rows.next().done === true;
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
