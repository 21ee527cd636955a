import { timeFormat } from "../time-reader.js";
import { EARLIEST_MS, LATEST_MS, type TimeFormat } from "../wall-time.js";
import { type Cell, FirstCells } from "./cell.js";

/** A way to write times as one number. */
interface NumberForm {
  readonly format: string;
  readonly fits: RegExp;
  /** What makes it sure, beside that its numbers are times from 1980 to 2099. */
  readonly proof: "calendar" | "long" | "decimals";
}

/**
 * Which numbers could be times of which form. By chance a number of 8 digits is a day of the calendar once in 2000
 * times, so that most of a column's numbers being one is a proof. Seconds and milliseconds since 1970 are told by their
 * length, and have 10 and 13 digits since 2001; days since 1899 could be anything, unless some have decimals.
 */
const FORMS: readonly NumberForm[] = [
  { format: "yyyyMMdd", fits: /^\d{8}$/, proof: "calendar" },
  { format: "yyyyMMddHHmm", fits: /^\d{12}$/, proof: "calendar" },
  { format: "yyyyMMddHHmmss", fits: /^\d{14}$/, proof: "calendar" },
  { format: "yyyyMMddHHmmssSSS", fits: /^\d{17}$/, proof: "calendar" },
  { format: "epoch-s", fits: /^\d{9,10}(?:\.\d{1,9})?$/, proof: "long" },
  { format: "epoch-ms", fits: /^\d{12,13}$/, proof: "long" },
  { format: "excel-serial", fits: /^\d{5}(?:\.\d+)?$/, proof: "decimals" },
];

const LONG = /^\d{10}(?:\.|$)|^\d{13}$/;

interface Tally extends NumberForm {
  readonly reads: TimeFormat;
  readonly first: FirstCells;
  count: number;
  has_proof: boolean;
}

export interface NumberFormat {
  readonly format: string;
  readonly count: number;
  /** Two at most. */
  readonly cells: readonly Cell[];
}

/** The numbers of a column of times. */
export class NumberTimes {
  /** Numbers that are not 0, which is a spelling of nothing. */
  count = 0;
  first: Cell | undefined;
  /** The first that is a time in no form. */
  first_other: Cell | undefined;
  readonly #tallies: readonly Tally[] = FORMS.map((form) => ({
    ...form,
    reads: timeFormat(form.format, false) as TimeFormat,
    first: new FirstCells(),
    count: 0,
    has_proof: false,
  }));
  #other = 0;

  add(text: string, line: number): void {
    if (/^[0.]+$/.test(text)) return;
    this.count += 1;
    this.first ??= { text, line };
    const tally = this.#tallies.find((each) => each.fits.test(text) && isPlausible(each.reads, text));
    if (tally === undefined) {
      this.#other += 1;
      this.first_other ??= { text, line };
      return;
    }
    tally.count += 1;
    tally.first.add(text, line);
    tally.has_proof ||= tally.proof === "long" ? LONG.test(text) : text.includes(".");
  }

  /** The forms that are sure. */
  formats(): NumberFormat[] {
    const days = this.#tallies.filter(({ proof }) => proof === "calendar").reduce((sum, { count }) => sum + count, 0);
    const is_calendar = days * 2 >= this.count;
    const is_sure = ({ proof, has_proof }: Tally) =>
      proof === "calendar" ? is_calendar : has_proof && this.#other === 0;
    const found = this.#tallies.filter((tally) => tally.count > 0 && is_sure(tally));
    return found.map(({ format, count, first }) => ({ format, count, cells: first.cells }));
  }
}

function isPlausible(format: TimeFormat, text: string): boolean {
  const time = format.read(text);
  return typeof time === "object" && time.wall_ms >= EARLIEST_MS && time.wall_ms < LATEST_MS;
}
