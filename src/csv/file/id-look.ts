import { readChunks } from "./source.js";

/** What the bytes of a file say of ids in it, whatever column they stand in. */
export interface IdLook {
  /** So many ids at most look as if a spreadsheet had rounded them: nothing but zeros from the 16th digit on. */
  readonly rounded_max: number;
  /** Something may be an id with zeros before it. */
  readonly may_be_zero_led: boolean;
}

/**
 * A look at the bytes of a file that is not packed, many times faster than reading its records. `undefined`: the
 * encoding does not show digits as bytes. Throws an ExitError when it cannot be read.
 */
export async function lookForIds(path: string, encoding: string): Promise<IdLook | undefined> {
  if (encoding.startsWith("utf-16")) return undefined;
  const digits = new DigitRuns();
  for await (const chunk of readChunks(path)) digits.push(chunk);
  digits.push(END);
  return digits;
}

const END = Buffer.from("\n");
const ZERO = 0x30;
const NINE = 0x39;
const KEPT_BY_SPREADSHEETS = 15;

/** What makes digits beside it a part of something else: a date, a time, a decimal number, a code. */
const JOINS = new Uint8Array(256);
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.:/-") JOINS[character.charCodeAt(0)] = 1;

/** Goes through a file's runs of digits, wherever its chunks were cut. */
class DigitRuns implements IdLook {
  rounded_max = 0;
  may_be_zero_led = false;
  #length = 0;
  /** Its last digit that is no zero is the how-many-eth. */
  #last_filled = 0;
  #begins_with_zero = false;
  #is_joined = false;

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte >= ZERO && byte <= NINE) {
        if (++this.#length === 1) this.#begins_with_zero = byte === ZERO;
        if (byte !== ZERO) this.#last_filled = this.#length;
      } else if (this.#length === 0) this.#is_joined = JOINS[byte] === 1;
      else this.#endRun(JOINS[byte] === 1);
    }
  }

  #endRun(is_joined: boolean): void {
    if (this.#length > KEPT_BY_SPREADSHEETS && this.#last_filled <= KEPT_BY_SPREADSHEETS) this.rounded_max += 1;
    if (this.#begins_with_zero && this.#length > 1 && !this.#is_joined && !is_joined) this.may_be_zero_led = true;
    this.#length = 0;
    this.#last_filled = 0;
    this.#is_joined = is_joined;
  }
}
