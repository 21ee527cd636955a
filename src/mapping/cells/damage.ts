/** How a spreadsheet has damaged an id. */
export type Damage = "scientific" | "hex_or_scientific" | "rounded" | "shortened" | "date" | "number_date" | "truth";

const DIGITS = /^\d+$/;

/** A spreadsheet keeps 15 significant digits and fills up with zeros. */
const ROUNDED = /^\d{15}0+$/;

const HOLDS_ROUNDED = /(?<!\d)(?=\d{16})\d{15}0+(?!\d)/;

/** Whether an id that looks rounded is the text, or a part of it: of a key made by a template. */
export function holdsRoundedId(text: string): boolean {
  return HOLDS_ROUNDED.test(text);
}

/** `6.96066E+18`: how spreadsheets show a long number. A hexadecimal id such as 123e4567 is not of this form. */
const SCIENTIFIC = /^[+-]?(?:(?:\d|\d{1,3}[.,]\d+)e[+-]?|\d+e\+)\d{1,3}$/i;

/** `3e7`: a hexadecimal id, or a number as some databases write it. Spreadsheets write 3E+07, and 3.00E+07. */
const HEX_OR_SCIENTIFIC = /^\de\d{1,3}$/i;

const TRUTH = /^(?:true|false)$/i;

const MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const MONTH = "(?:0?[1-9]|1[0-2])";
const DAY = "(?:0?[1-9]|[12]\\d|3[01])";

/** `12-Mar`, `12-Mar-24`, `Mar-12`, `3月12日`, `2024年3月`: what 3-12 and 2024-3 become. Nobody makes such ids. */
const DATE = new RegExp(
  `^(?:${DAY}-${MONTHS}(?:-(?:\\d{4}|\\d\\d))?|${MONTHS}-(?:\\d{4}|\\d\\d)|(?:\\d{4}年)?${MONTH}月(?:${DAY}日)?)$`,
);

/** `2024/3/12`, `3/12/2024`: what 2024-3-12 becomes, and what somebody might have made. */
const NUMBER_DATE = new RegExp(`^(?:\\d{4}/${MONTH}/${DAY}|(?:${MONTH}/${DAY}|${DAY}/${MONTH})/\\d{4})$`);

/**
 * How a spreadsheet has damaged an id, if its form says so. `rounded` and `number_date` can be honest: one id of 19
 * digits in 10 000 ends in 0000. Lost zeros show only beside the column's other ids: `width` is their length.
 */
export function damageOf(id: string, width = 0): Damage | undefined {
  if (DIGITS.test(id)) {
    if (id.length >= 16 && id.endsWith("0") && ROUNDED.test(id)) return "rounded";
    return id.length < width ? "shortened" : undefined;
  }
  if (SCIENTIFIC.test(id)) return HEX_OR_SCIENTIFIC.test(id) ? "hex_or_scientific" : "scientific";
  if (TRUTH.test(id)) return "truth";
  if (DATE.test(id)) return "date";
  return NUMBER_DATE.test(id) ? "number_date" : undefined;
}
