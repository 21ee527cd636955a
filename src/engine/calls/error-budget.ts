import type { Failure } from "../../model/failure.js";
import { saying } from "../../texts/saying.js";
import type { Brake } from "./brake.js";

/** So many rows refused for one reason, and none accepted, are no accident of the data. */
const SAME_REFUSALS = 50;
/** A share of errors means something only after so many rows. */
const SHARE_AFTER_ROWS = 100;

export type MaxErrors = { readonly rows: number } | { readonly percent: number } | "off" | undefined;

type Likely = Readonly<Record<number, { readonly when_all?: string } | undefined>>;

/** What one row's hint does not say: it is hardly the rows. */
const USUALLY =
  "Check that the mapping takes each field from the right column, and that the app is of the right tenant.";

/** Counts what became of this call's rows, and pulls the brake when it becomes too bad. */
export class ErrorBudget {
  readonly #max: MaxErrors;
  readonly #brake: Brake;
  readonly #likely: Likely;
  #rows = 0;
  #errors = 0;
  #accepted = 0;
  #first_refusal: string | undefined;
  #same_refusal = true;

  /** `likely`: by Feishu's number, what is probably wrong where the first rows are all refused with it. */
  constructor(max: MaxErrors, brake: Brake, likely: Likely = {}) {
    this.#max = max;
    this.#brake = brake;
    this.#likely = likely;
  }

  done(): void {
    this.#rows += 1;
    this.#accepted += 1;
    this.#same_refusal = false;
    this.#watchMax();
  }

  inDoubt(): void {
    this.#rows += 1;
    this.#same_refusal = false;
    this.#watchMax();
  }

  error(status: "rejected" | "failed", failure: Failure): void {
    this.#rows += 1;
    this.#errors += 1;
    const cause = status === "rejected" ? `${failure.kind} ${failure.code ?? ""} ${failure.message}` : undefined;
    this.#first_refusal ??= cause;
    if (cause === undefined || cause !== this.#first_refusal) this.#same_refusal = false;
    this.#watchSameRefusal(failure);
    this.#watchMax();
  }

  #watchSameRefusal(failure: Failure): void {
    if (this.#max === "off" || !this.#same_refusal || this.#accepted > 0 || this.#rows < SAME_REFUSALS) return;
    this.#brake.pull({
      why: "same_refusal",
      ...saying("same_refusal", {
        rows: SAME_REFUSALS,
        why: failure,
        likely: this.#likely[failure.code ?? 0]?.when_all ?? USUALLY,
      }),
    });
  }

  #watchMax(): void {
    const max = this.#max;
    if (max === undefined || max === "off") return;
    const reached =
      "rows" in max
        ? this.#errors >= max.rows
        : this.#rows >= SHARE_AFTER_ROWS && (this.#errors * 100) / this.#rows >= max.percent;
    if (!reached) return;
    const limit = "rows" in max ? `${max.rows}` : `${max.percent}%`;
    this.#brake.pull({
      why: "max_errors",
      ...saying("max_errors", { errors: this.#errors, rows: this.#rows, limit }),
    });
  }
}
