import { HALF_NAME, MONTH_NAME, WEEKDAY_NAME } from "../times/ldml-tokens.js";
import { NAMED_FORMATS } from "../times/named-formats.js";

/** In which order three numbers name day, month and year. */
export type Order = "dMy" | "Mdy" | "yMd" | "ydM";

/** From a text's index to the index behind. */
export type Range = readonly [from: number, to: number];

/**
 * How a time is written. In `template`, `{0}`, `{1}` and `{2}` are the numbers of a date whose order is open; `{d}`,
 * `{M}`, `{H}` and `{h}` are numbers of one or two digits; the rest is as in a format of LDML.
 */
export interface TimeForm {
  readonly template: string;
  /** What the order can be, the usual one first; empty where the form itself says what is what. */
  readonly orders: readonly Order[];
  /** Times of one family have one order. */
  readonly family: string;
  readonly has_short_year: boolean;
  readonly is_iso: boolean;
  /** Where numbers stand that may be filled up with a zero. */
  readonly date_numbers: readonly Range[];
  readonly hours: readonly Range[];
}

export interface Padding {
  readonly date: boolean;
  readonly hour: boolean;
}

/** The format, in the words of the mapping file. `padding`: numbers of one digit have a zero before them. */
export function formatOf({ template, is_iso }: TimeForm, order: Order | undefined, padding: Padding): string {
  if (is_iso && order === "yMd") return "iso";
  const tokens: Readonly<Record<string, string>> = { d: "d", M: "M", y: "yy" };
  return template.replace(/\{(.)\}/g, (_whole, name: string) => {
    const token = tokens[order?.[Number(name)] ?? name] ?? name;
    const is_padded = /[Hh]/.test(token) ? padding.hour : padding.date;
    return is_padded && token.length === 1 ? token + token : token;
  });
}

interface DateForm {
  readonly pattern: RegExp;
  readonly orders: readonly Order[];
}

const date = (pattern: string, orders: readonly Order[] = []): DateForm => ({ pattern: sticky(pattern), orders });

const NAME = `(?<MMM>${MONTH_NAME}\\.?)`;
const DAY = "(?<d>\\d{1,2})(?:st|nd|rd|th)?";
const YEAR = "(?:(?<yyyy>\\d{4})|(?<yy>\\d{2}))(?!\\d)";
const SEPARATED = "(?<sep>[-/.] ?)";

// A group's name is its token, less a number behind it; n1 to n3 are open.
const DATES: readonly DateForm[] = [
  date(`(?<yyyy>\\d{4})${SEPARATED}(?<n1>\\d{1,2})\\k<sep>(?<n2>\\d{1,2})(?!\\d)`, ["yMd", "ydM"]),
  date(`(?<n0>\\d{1,2})${SEPARATED}(?<n1>\\d{1,2})\\k<sep>(?<yyyy>\\d{4})(?!\\d)`, ["dMy", "Mdy"]),
  date(`(?<n0>\\d{1,2})${SEPARATED}(?<n1>\\d{1,2})\\k<sep>(?<n2>\\d{1,2})(?!\\d)`, ["dMy", "Mdy", "yMd"]),
  date("(?:(?<yyyy>\\d{4})|(?<yy>\\d{2})) ?年 ?(?<M>\\d{1,2}) ?月 ?(?<d>\\d{1,2}) ?[日号號]"),
  date(`${DAY}[-/. ] ?${NAME}[-/,]? ?${YEAR}`),
  // Mar 2024 is no 20 March.
  date(`${NAME}[-/ ]${DAY}(?:[-/,] ?| )${YEAR}`),
  date(`(?<yyyy>\\d{4})[-/ ]${NAME}[-/ ]${DAY}(?!\\d)`),
  date("(?<yyyy>\\d{4})(?<MM>\\d{2})(?<dd>\\d{2})(?!\\d)"),
];

const HALF = `(?<a>${HALF_NAME})`;
const FRACTION = "(?:[.,](?<S>\\d{1,9}))?";
const CLOCK = `(?<H>\\d{1,2}):(?<mm>\\d{2})(?::(?<ss>\\d{2})${FRACTION})?`;
const TIMES: readonly RegExp[] = [
  sticky(`${HALF} ?${CLOCK}`),
  sticky(`${CLOCK}(?: ?${HALF})?`),
  sticky(`(?:${HALF} ?)?(?<H>\\d{1,2}) ?[时時点點](?: ?(?<m>\\d{1,2}) ?分(?: ?(?<s>\\d{1,2}) ?秒)?)?`),
  sticky("(?<H>\\d{1,2})\\.(?<mm>\\d{2})(?:\\.(?<ss>\\d{2}))?"),
  sticky(`(?<HH>\\d{2})(?<mm>\\d{2})(?:(?<ss>\\d{2})${FRACTION})?`),
];
const GMT = "(?<O>(?:GMT|UTC)(?:[+-]\\d{1,2}(?::?\\d{2})?)?)";
const OFFSET = sticky(` ?(?:(?<XXX>Z|[+-]\\d{2}:\\d{2})|(?<xx>[+-]\\d{4})|(?<x>[+-]\\d{2})|${GMT})`);

const WEEKDAY_BEFORE = sticky(`(?<EEE1>${WEEKDAY_NAME}\\.?),? `);
const WEEKDAY_BEHIND = sticky(`,? ?\\(?(?<EEE2>${WEEKDAY_NAME})\\)?`);
const BETWEEN = sticky("T|,? at |, ?| - | ");

function sticky(pattern: string): RegExp {
  return new RegExp(pattern, "diuy");
}

/** The form of a time in which all digits are 0, as long as the time itself; undefined where it is none. */
export function timeForm(zeros: string): TimeForm | undefined {
  for (const each of DATES) {
    const found = dateFirst(zeros, each) ?? timeFirst(zeros, each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function dateFirst(zeros: string, form: DateForm): TimeForm | undefined {
  const scan = new Scan(zeros);
  const has_weekday = scan.take(WEEKDAY_BEFORE);
  if (!scan.take(form.pattern)) return undefined;
  if (!has_weekday) scan.take(WEEKDAY_BEHIND);
  if (scan.is_at_end) return scan.form(form.orders);
  const is_parted = scan.take(BETWEEN);
  // 2024年3月5日14:30 and 2024/3/5下午2:30
  if (!is_parted && !scan.isBetweenChinese()) return undefined;
  return scan.takeTime() && scan.is_at_end ? scan.form(form.orders) : undefined;
}

function timeFirst(zeros: string, form: DateForm): TimeForm | undefined {
  const scan = new Scan(zeros);
  if (!scan.takeTime() || !scan.take(BETWEEN) || !scan.take(form.pattern)) return undefined;
  return scan.is_at_end ? scan.form(form.orders) : undefined;
}

/** Reads a text piece by piece, and writes the template of what it read. */
class Scan {
  readonly #text: string;
  #at = 0;
  #template = "";
  #family = "";
  #has_short_year = false;
  readonly #date_numbers: Range[] = [];
  readonly #hours: Range[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  get is_at_end(): boolean {
    return this.#at === this.#text.length;
  }

  isBetweenChinese(): boolean {
    return /[日号號]$/.test(this.#text.slice(0, this.#at)) || /^[上下]午/.test(this.#text.slice(this.#at));
  }

  take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return false;
    const has_half = found.groups?.a !== undefined;
    for (const [name, place] of placesOf(found)) {
      this.#template += literal(this.#text.slice(this.#at, place[0])) + this.#token(name, place, has_half);
      this.#at = place[1];
    }
    const end = found.index + found[0].length;
    this.#template += literal(this.#text.slice(this.#at, end));
    this.#at = end;
    return true;
  }

  /** The first kind of time that ends where the text may go on; 10.30 is one, and so is the 10 of 10 Mar. */
  takeTime(): boolean {
    const taken = TIMES.some((pattern) => this.take(pattern));
    if (taken) this.take(OFFSET);
    return taken;
  }

  form(orders: readonly Order[]): TimeForm {
    return {
      template: this.#template,
      orders,
      family: this.#family,
      has_short_year: this.#has_short_year,
      is_iso: orders.includes("yMd") && NAMED_FORMATS.iso?.read(this.#text) !== undefined,
      date_numbers: this.#date_numbers,
      hours: this.#hours,
    };
  }

  #token(name: string, place: Range, has_half: boolean): string {
    const length = place[1] - place[0];
    if (name === "sep") {
      this.#family = this.#text.slice(...place).trim() + this.#family;
      return literal(this.#text.slice(...place));
    }
    if (/^n\d$/.test(name)) {
      this.#family += name;
      // Three open numbers: the year is one of them.
      this.#has_short_year ||= name === "n2" && this.#family.includes("n0");
      this.#date_numbers.push(place);
      return `{${name.slice(1)}}`;
    }
    const token = name.replace(/\d$/, "");
    if (token === "H") {
      this.#hours.push(place);
      return has_half ? "{h}" : "{H}";
    }
    if (token === "d" || token === "M") {
      this.#date_numbers.push(place);
      return `{${token}}`;
    }
    this.#has_short_year ||= token === "yy";
    return token === "S" ? "S".repeat(length) : token;
  }
}

/** The groups of a match in the order of the text. */
function placesOf({ indices }: RegExpExecArray): [string, Range][] {
  const places = Object.entries(indices?.groups ?? {}).filter(([, place]) => place !== undefined);
  return places.sort(([, a], [, b]) => a[0] - b[0]);
}

/** Text that stands for itself in a format. */
function literal(text: string): string {
  return text.replaceAll("'", "''").replace(/[A-Za-z]+/g, "'$&'");
}
