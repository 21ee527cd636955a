/** 0.DIGITS × 10^exponent. The digits have no zeros in front or behind; zero has none at all. */
interface Decimal {
  readonly is_negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** A spreadsheet keeps so many digits of a number. */
const DIGITS_KEPT = 15;
/** A double has no more of them. */
const DIGITS_OF_DOUBLE = 17;
/** A column of usual width shows a number with at least so many digits before it rounds the fraction. */
const FRACTION_DIGITS_MIN = 9;
/** Nobody numbers anything with more. */
const WHOLE_DIGITS_MAX = 40;

const NUMBER = /^([+-]?)(\d+)(?:[.,](\d+))?(?:e([+-]?\d{1,3}))?(%?)$/i;
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** As programs write numbers: never with a zero in front. */
const SHOWN = /^-?(?:0|[1-9]\d*)(?:[.,]\d+)?(?:E[+-]?\d{1,3})?%?$/i;

/** True where `after` is what a spreadsheet writes for the number `before`, however it rounds it. */
export function isNumberShown(before: string, after: string): boolean {
  const shown = bareNumber(after);
  if (!(SHOWN.test(shown) || GROUPED.test(shown))) return false;
  if (isFractionShown(before, shown)) return true;
  const written = [...readingsOf(bareNumber(before)), ...groupedByDots(before)];
  return readingsOf(shown).some((number) => written.some((each) => matches(each, number, shown)));
}

const CURRENCY = "[$€£¥￥₩₹₽]";
const BEFORE_NUMBER = new RegExp(`^([+-]?)${CURRENCY}\\s?(?=\\d)`);
const BEHIND_NUMBER = new RegExp(`(?<=\\d)\\s?${CURRENCY}$`);

/** Without the sign of a currency; what accountants put into brackets is negative. */
function bareNumber(text: string): string {
  const signed = text.replace(/^\(([^()]+)\)$/, "-$1");
  return signed.replace(BEFORE_NUMBER, "$1").replace(BEHIND_NUMBER, "");
}

/** `1.234`: some countries part the thousands so. */
function groupedByDots(text: string): Decimal[] {
  return /^\d{1,3}(?:\.\d{3})+$/.test(text) ? readingsOf(text.replaceAll(".", "")) : [];
}

/** `3/4` and `1 1/2`: a date in most programs, and a fraction in some. */
function isFractionShown(before: string, after: string): boolean {
  const [, whole = "0", over, under] = /^(?:(\d{1,6})\s)?(\d{1,4})\/(\d{1,4})$/.exec(before) ?? [];
  const [, decimals = ""] = /^\d{1,6}(?:[.,](\d+))?$/.exec(after) ?? [];
  if (over === undefined || Number(under) === 0 || decimals === "") return false;
  const value = Number(whole) + Number(over) / Number(under);
  // With one decimal it could be any number, unless it is this very one.
  const most = decimals.length === 1 ? 0 : 10 ** -decimals.length / 2;
  return Math.abs(value - Number(after.replace(",", "."))) <= most + 1e-12;
}

/** One comma may part the thousands or the fraction. */
function readingsOf(text: string): Decimal[] {
  const plain = decimalOf(text);
  const grouped = GROUPED.test(text) ? decimalOf(text.replaceAll(",", "")) : undefined;
  return [plain, grouped].flatMap((decimal) => decimal ?? []);
}

function decimalOf(text: string): Decimal | undefined {
  const [, sign, whole = "", fraction = "", power = "0", percent] = NUMBER.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const exponent = whole.length + Number(power) - (percent === "%" ? 2 : 0);
  return trimmed(sign === "-", whole + fraction, exponent);
}

function trimmed(is_negative: boolean, all_digits: string, exponent: number): Decimal {
  const from_first = all_digits.replace(/^0+/, "");
  const digits = from_first.replace(/0+$/, "");
  if (digits === "") return { is_negative: false, digits, exponent: 0 };
  return { is_negative, digits, exponent: exponent - (all_digits.length - from_first.length) };
}

function matches(written: Decimal, shown: Decimal, text: string): boolean {
  if (same(written, shown)) return true;
  const figures = text.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+/, "").length;
  if (/e/i.test(text)) return cutTo(written, figures).some((cut) => same(cut, shown));
  if (/[.,]/.test(text)) {
    return figures >= FRACTION_DIGITS_MIN && cutTo(written, figures).some((cut) => same(cut, shown));
  }
  return written.digits.length > DIGITS_KEPT && longWholes(written).some((long) => same(long, shown));
}

/**
 * Cut off and rounded behind so many digits: those that were written, those that a spreadsheet keeps of them, or
 * those of the double that the program has made of them, which may lie on the other side of a half.
 */
function cutTo(number: Decimal, figures: number): Decimal[] {
  const sources = [number, off(number, DIGITS_KEPT), rounded(number, DIGITS_KEPT), ...doubleOf(number)];
  return sources.flatMap((each) => [off(each, figures), rounded(each, figures)]);
}

/** A whole number that is too long for a program: some fill up with zeros, some with what their double holds. */
function longWholes(number: Decimal): Decimal[] {
  if (number.exponent < number.digits.length) return [];
  const doubles = doubleOf(number);
  const kept = [DIGITS_KEPT, DIGITS_KEPT + 1, DIGITS_OF_DOUBLE];
  return [
    off(number, DIGITS_KEPT),
    rounded(number, DIGITS_KEPT),
    ...doubles,
    ...doubles.flatMap((double) => kept.flatMap((figures) => [off(double, figures), rounded(double, figures)])),
  ];
}

/** The double next to a whole number: all its digits, and the fewest that tell it from others. */
function doubleOf(number: Decimal): Decimal[] {
  const { is_negative, digits, exponent } = number;
  if (digits.length <= DIGITS_KEPT || exponent < digits.length || exponent > WHOLE_DIGITS_MAX) return [];
  const double = Number(digits.padEnd(exponent, "0"));
  return [String(BigInt(double)), double.toPrecision(DIGITS_OF_DOUBLE), String(double)].flatMap((text) => {
    const decimal = decimalOf(text);
    return decimal === undefined ? [] : [{ ...decimal, is_negative }];
  });
}

function off({ is_negative, digits, exponent }: Decimal, figures: number): Decimal {
  return trimmed(is_negative, digits.slice(0, figures), exponent);
}

function rounded({ is_negative, digits, exponent }: Decimal, figures: number): Decimal {
  if (digits.length <= figures) return { is_negative, digits, exponent };
  const up = (digits[figures] as string) >= "5" ? 1n : 0n;
  const kept = String(BigInt(`0${digits.slice(0, figures)}`) + up);
  return trimmed(is_negative, kept, exponent + kept.length - figures);
}

function same(one: Decimal, other: Decimal): boolean {
  return one.digits === other.digits && one.exponent === other.exponent && one.is_negative === other.is_negative;
}
