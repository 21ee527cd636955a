import type { PersonKey, PersonKeyKind } from "../../model/person.js";
import { because } from "../../texts/because.js";
import { cellCleaner } from "../cells/clean.js";
import { damageOf } from "../cells/damage.js";
import { halfWidth } from "../cells/text.js";
import type { Problem } from "../cells/value.js";

/** A key's value, and what has to be said with it. */
export type KeyParts = Pick<PersonKey, "value" | "context">;

/** What stands in the column beside the key's: a country code, a type of document. */
type Aside = string | Problem | undefined;

/** Country calling codes of ITU-T E.164 with one and with two digits; all others have three. */
const ONE_DIGIT = /^[17]/;
const TWO_DIGITS = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

const CHINA = "86";
const CHINESE_MOBILE = /^1[3-9]\d{9}$/;
/** Of Feishu's identification_type. */
const CHINESE_CARD = "1";

const DAMAGED: Problem = because("damaged_id", { id: "number_damaged" });

const PROBLEMS = {
  email: because("bad_value", { id: "bad_email" }),
  mobile: because("bad_value", { id: "bad_mobile" }),
  mobile_code: because("bad_value", { id: "bad_country_code" }),
  identification: because("bad_value", { id: "bad_id_document" }),
} as const satisfies Record<string, Problem>;

const CLEANER = cellCleaner("id");
const plainKey = (text: string): string => halfWidth(CLEANER.clean(text)).trim();

/** Readers of one kind of key each: what Feishu is asked for, however people write it. */
export const KEY_READERS: Readonly<Record<PersonKeyKind, (text: string, aside: Aside) => KeyParts | Problem>> = {
  email: readMail,
  mobile: readMobile,
  identification: readIdentification,
};

const MAIL = /^[^\s@<>()[\],;:"\\]{1,64}@[^\s@<>()[\],;:"\\]+\.[^\s@<>()[\],;:"\\.]+$/;
const MAIL_CHARS_MAX = 254;

/** A mail address in lower case. */
function readMail(text: string): KeyParts | Problem {
  const value = plainKey(text)
    .replace(/^mailto:/i, "")
    .toLowerCase();
  return MAIL.test(value) && value.length <= MAIL_CHARS_MAX ? { value, context: "" } : PROBLEMS.email;
}

/**
 * A mobile number without what people put between digits, and its country code. A code in the cell itself (`+852…`,
 * `00852…`) wins over `code`; without any it is China's, and then the number must be a Chinese one.
 */
function readMobile(text: string, code: Aside = CHINA): KeyParts | Problem {
  const plain = plainKey(text);
  if (damageOf(plain) !== undefined) return DAMAGED;
  // A table that was read as numbers ends them in .0.
  const digits = plain
    .replace(/^(\d{7,})\.0$/, "$1")
    .replace(/[\s().\-\u2010-\u2015\u2212]/g, "")
    .replace(/^00(?=[1-9])/, "+");
  if (!/^\+?\d{4,17}$/.test(digits)) return PROBLEMS.mobile;
  if (digits.startsWith("+")) return checkedMobile(splitCode(digits.slice(1)));
  const context = typeof code === "string" ? readMobileCode(code) : code;
  return typeof context === "string" ? checkedMobile({ value: digits, context }) : context;
}

/** Digits of a country code: 86 of `+86`, `0086` and `86`. */
function readMobileCode(text: string): string | Problem {
  const code = /^(?:\+|00)?([1-9]\d{0,3})$/.exec(plainKey(text).replace(/[\s()-]/g, ""))?.[1];
  return code ?? PROBLEMS.mobile_code;
}

function splitCode(digits: string): KeyParts {
  const length = ONE_DIGIT.test(digits) ? 1 : TWO_DIGITS.test(digits) ? 2 : 3;
  return { context: digits.slice(0, length), value: digits.slice(length) };
}

function checkedMobile(mobile: KeyParts): KeyParts | Problem {
  if (mobile.context !== CHINA) return mobile.value.length >= 4 ? mobile : PROBLEMS.mobile;
  const value = mobile.value.length === 13 ? mobile.value.replace(/^86/, "") : mobile.value;
  return CHINESE_MOBILE.test(value) ? { value, context: CHINA } : PROBLEMS.mobile;
}

/** A document's number in capitals and without spaces. `type`: Feishu's identification_type. */
function readIdentification(text: string, type: Aside = CHINESE_CARD): KeyParts | Problem {
  if (typeof type !== "string") return type;
  const value = plainKey(text).replace(/\s/g, "").toUpperCase();
  // The check digit would let one of eleven rounded numbers through, and that would be somebody else's.
  if (damageOf(value) !== undefined) return DAMAGED;
  const is_right = type === CHINESE_CARD ? isChineseCard(value) : /^[A-Z0-9()/-]{4,40}$/.test(value);
  return is_right ? { value, context: type } : PROBLEMS.identification;
}

/** GB 11643-1999: the 18th character checks the 17 before it (ISO 7064, MOD 11-2). Earlier cards have 15 digits. */
function isChineseCard(number: string): boolean {
  if (/^\d{15}$/.test(number)) return true;
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(number[i]) * (2 ** (17 - i) % 11);
  return number[17] === "10X98765432"[sum % 11];
}
