import type { Cell } from "./cell.js";
import type { Order } from "./time-form.js";

export type OrderVerdict =
  | { readonly kind: "sure"; readonly order: Order; readonly proof: Cell | undefined }
  | { readonly kind: "open"; readonly orders: readonly Order[]; readonly sample: Cell }
  /** For each order a cell that cannot have it. */
  | { readonly kind: "mixed"; readonly against: readonly (readonly [Order, Cell])[] };

/**
 * The times of a column whose day, month and year are told apart by their order alone, which is one for all of them. A
 * cell that is a time in one order only proves it; no other likelihood counts.
 */
export class DateOrder {
  readonly #orders: readonly Order[];
  readonly #against = new Map<Order, Cell>();
  #sample: Cell | undefined;
  #sample_tells = false;

  constructor(orders: readonly Order[]) {
    this.#orders = orders;
  }

  /** `possible`: the orders in which the cell is a time, one at least. `differ`: they are not all the same time. */
  add(possible: readonly Order[], differ: boolean, text: string, line: number): void {
    if (this.#sample === undefined || (differ && !this.#sample_tells)) {
      this.#sample = { text, line };
      this.#sample_tells = differ;
    }
    if (possible.length === this.#orders.length) return;
    for (const order of this.#orders) {
      if (!possible.includes(order) && !this.#against.has(order)) this.#against.set(order, { text, line });
    }
  }

  verdict(): OrderVerdict {
    const open = this.#orders.filter((order) => !this.#against.has(order));
    // Nobody writes the year first and the month last, unless it is proved.
    const order = open.includes("yMd") && this.#orders[0] === "yMd" ? "yMd" : open.length === 1 ? open[0] : undefined;
    const proof = this.#against.values().next().value;
    if (order !== undefined) return { kind: "sure", order, proof };
    if (open.length > 0) return { kind: "open", orders: open, sample: this.#sample as Cell };
    return { kind: "mixed", against: Array.from(this.#against) };
  }
}
