import { cellCleaner } from "../cells/clean.js";
import { damageOf } from "../cells/damage.js";
import { isErrorValue } from "../cells/error-values.js";
import { DistinctCounter } from "./distinct.js";
import type { IdProfile } from "./export-profile.js";

/** So many different ids are a column, not a handful; less than one in so many may look rounded by chance. */
const DIFFERENT_MIN = 1000;

/** One or two ids with leading zeros may be a slip; three different ones of one length are a rule. */
const ZERO_LED_MIN = 3;

const DIGITS = /^\d+$/;
const ZERO_LED = /^0+[1-9]/;
const HEX = /^[\da-f]*[a-f][\da-f]*$/i;
const NUMBERS = /^\d+\/\d+\/\d+$/;

const { clean } = cellCleaner("id");

/** What the ids of a whole column say of one that looks damaged, in bounded memory. */
export class IdColumn {
  readonly #different = new DistinctCounter();
  readonly #rounded = new DistinctCounter();
  readonly #zero_led = new Set<string>();
  #cells = 0;
  #numbers = 0;
  /** Ids that are hexadecimal and nothing else. */
  #hex = 0;
  #is_digits = true;
  /** Of the ids with leading zeros; undefined while there is none, null where they disagree. */
  #width: number | null | undefined;

  /** Takes note of a cell that is not empty. */
  add(cell: string): void {
    const id = clean(cell);
    this.#cells += 1;
    this.#different.add(id);
    const damage = damageOf(id);
    if (damage === "rounded") this.#rounded.add(id);
    if (NUMBERS.test(id)) this.#numbers += 1;
    if (damage === undefined && HEX.test(id)) this.#hex += 1;
    if (DIGITS.test(id)) this.#addDigits(id);
    else if (damage === undefined && !isErrorValue(id)) this.#is_digits = false;
  }

  #addDigits(id: string): void {
    if (!ZERO_LED.test(id)) return;
    if (this.#width === undefined) this.#width = id.length;
    else if (this.#width !== id.length) this.#width = null;
    if (this.#zero_led.size < ZERO_LED_MIN) this.#zero_led.add(id);
  }

  /** Whether ids that look rounded are honest whatever ids follow, if there are `rounded_max` of them at most. */
  acceptsRounded(rounded_max: number): boolean {
    return areHonest(this.#different.count(), rounded_max);
  }

  facts(): IdProfile {
    const different = this.#different.count();
    const rounded = this.#rounded.count();
    const has_width = this.#is_digits && this.#zero_led.size >= ZERO_LED_MIN;
    return {
      different,
      rounded,
      accept_rounded: areHonest(different, rounded),
      ...(this.#numbers * 2 > this.#cells ? { accept_dates: true } : {}),
      ...(this.#hex * 2 > this.#cells ? { accept_hex: true } : {}),
      ...(has_width && typeof this.#width === "number" ? { width: this.#width } : {}),
    };
  }
}

function areHonest(different: number, rounded: number): boolean {
  return different >= DIFFERENT_MIN && rounded * DIFFERENT_MIN < different;
}
