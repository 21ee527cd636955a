import { timeFormat } from "../times/time-reader.js";
import { EARLIEST_MS, LATEST_MS, type TimeFormat } from "../times/wall-time.js";
import { type Cell, FirstCells } from "./cell.js";
import { Tally as Dates } from "./tally.js";

/** A way to write times as one number. */
interface NumberForm {
  readonly format: string;
  readonly fits: RegExp;
  /** What makes it sure, beside that its numbers are times from 1980 to 2099. */
  readonly proof: "calendar" | "long" | "decimals";
}

const calendar = (format: string, digits: number): NumberForm[] => [
  { format, fits: new RegExp(`^\\d{${digits}}$`), proof: "calendar" },
  // A program that takes a column with gaps for numbers writes all of them with a fraction.
  { format: `${format}.0`, fits: new RegExp(`^\\d{${digits}}\\.0$`), proof: "calendar" },
];

/** Days since 1899. */
const DAYS = "excel-serial";

const FRACTION = "(?:[.,]\\d+)?";
const LONG = new RegExp(`^(?:\\d{10}|\\d{13})${FRACTION}$`);
/** `45507.0` is a whole number, however it is written. */
const HAS_DECIMALS = /[.,]\d*[1-9]/;

/**
 * Which numbers could be times of which form. By chance a number of 8 digits is a day of the calendar once in 2000
 * times, so that most of a column's numbers being one is a proof. Seconds and milliseconds since 1970 are told by their
 * length, and have 10 and 13 digits since 2001; days since 1899 could be anything, unless some have decimals.
 */
const FORMS: readonly NumberForm[] = [
  ...calendar("yyyyMMdd", 8),
  ...calendar("yyyyMMddHHmm", 12),
  ...calendar("yyyyMMddHHmmss", 14),
  { format: "yyyyMMddHHmmssSSS", fits: /^\d{17}$/, proof: "calendar" },
  { format: "epoch-s", fits: new RegExp(`^\\d{9,10}${FRACTION}$`), proof: "long" },
  { format: "epoch-ms", fits: new RegExp(`^\\d{12,13}${FRACTION}$`), proof: "long" },
  { format: DAYS, fits: new RegExp(`^\\d{5}${FRACTION}$`), proof: "decimals" },
];

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
  readonly #days = new Dates();
  #other = 0;

  add(text: string, line: number): void {
    if (/^[0.,]+$/.test(text)) return;
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
    if (tally.format === DAYS) this.#lookAtDay(tally.reads.read(text), text, line);
    tally.has_proof ||= (tally.proof === "long" ? LONG : HAS_DECIMALS).test(text);
  }

  /** Numbers of days, where they are nothing else. */
  days(): Dates | undefined {
    return this.#days.count > 0 && this.#days.count === this.count ? this.#days : undefined;
  }

  #lookAtDay(time: ReturnType<TimeFormat["read"]>, text: string, line: number): void {
    if (typeof time !== "object") return;
    const day = new Date(time.wall_ms);
    this.#days.add(text, line, day.getUTCDate() !== day.getUTCMonth() + 1);
    this.#days.judge([], day.getUTCDate() <= 12);
  }

  /** The forms that are sure. */
  formats(): NumberFormat[] {
    const days = this.#tallies.filter(({ proof }) => proof === "calendar").reduce((sum, { count }) => sum + count, 0);
    const is_calendar = days * 2 >= this.count;
    const is_sure = ({ proof, has_proof }: Tally) =>
      proof === "calendar" ? is_calendar : has_proof && this.#other === 0;
    return this.#found(is_sure);
  }

  /** All forms that some of the numbers have, sure or not; the most frequent first. */
  possible(): NumberFormat[] {
    return this.#found(() => true).sort((one, other) => other.count - one.count);
  }

  #found(isWanted: (tally: Tally) => boolean): NumberFormat[] {
    const found = this.#tallies.filter((tally) => tally.count > 0 && isWanted(tally));
    return found.map(({ format, count, first }) => ({ format, count, cells: first.cells }));
  }
}

function isPlausible(format: TimeFormat, text: string): boolean {
  const time = format.read(text);
  return typeof time === "object" && time.wall_ms >= EARLIEST_MS && time.wall_ms < LATEST_MS;
}
