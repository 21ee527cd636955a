import { KEY_READERS } from "../mapping/rows/person-keys.js";
import type { Failure } from "../model/failure.js";
import type { Payload } from "../model/payload.js";
import type { PersonKeyKind } from "../model/person.js";
import { because } from "../texts/because.js";

/** What Feishu is asked for before a talent is created: a kind of key, its context and its value. */
export interface TalentKey {
  readonly kind: PersonKeyKind;
  /** Of a mobile its dial code, of a document its type. */
  readonly context: string;
  readonly value: string;
}

const CHINA = { dial: "86", location: "CN_1" } as const;

const NO_COUNTRY = because("missing_value", { id: "mobile_without_country" });

/**
 * The payload with what Feishu knows a person by in one spelling: an email in lower case; a number of the Chinese
 * mainland as its eleven digits, any other as `+852 91234567`; a document's number in capitals. Or what is wrong.
 */
export function withPlainKeys(payload: Payload): Payload | readonly Failure[] {
  const failures: Failure[] = [];
  const plain: Record<string, Payload[string]> = { ...payload };
  const read = (field: string, kind: PersonKeyKind, aside?: string) => {
    const text = payload[field];
    if (typeof text !== "string") return undefined;
    const key = KEY_READERS[kind](text, aside);
    if (!("message" in key)) return key;
    failures.push({ ...key, field });
    return undefined;
  };
  const email = read("email", "email");
  if (email !== undefined) plain.email = email.value;
  const { identification_type: type = 1, mobile_country_code: country } = payload;
  const document = read("identification_number", "identification", String(type));
  if (document !== undefined)
    Object.assign(plain, { identification_number: document.value, identification_type: type });
  const mobile = read("mobile", "mobile");
  if (mobile !== undefined) {
    const is_chinese = mobile.context === CHINA.dial;
    plain.mobile = is_chinese ? mobile.value : `+${mobile.context} ${mobile.value}`;
    if (is_chinese) plain.mobile_country_code = CHINA.location;
    else if (country === undefined || country === CHINA.location) failures.push({ ...NO_COUNTRY, field: "mobile" });
  } else if (payload.mobile === undefined && country !== undefined) {
    // A column of countries is filled in rows without a number, too.
    delete plain.mobile_country_code;
  }
  if (payload.identification_number === undefined) delete plain.identification_type;
  return failures.length > 0 ? failures : plain;
}

/** Digits of the mobile number without its dial code. */
export function nationalNumber(mobile: string): string {
  return mobile.replace(/^\+\d+ /, "");
}

/** In the order in which Feishu is asked. */
export function keysOf({ email, mobile, identification_type, identification_number }: Payload): TalentKey[] {
  const keys: TalentKey[] = [];
  if (typeof email === "string") keys.push({ kind: "email", context: "", value: email });
  if (typeof mobile === "string") {
    const dial = /^\+(\d+) /.exec(mobile)?.[1] ?? CHINA.dial;
    keys.push({ kind: "mobile", context: dial, value: nationalNumber(mobile) });
  }
  if (typeof identification_number === "string") {
    keys.push({ kind: "identification", context: String(identification_type ?? 1), value: identification_number });
  }
  return keys;
}
