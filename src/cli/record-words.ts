import { localTime, timeIn } from "../model/local-time.js";
import type { FieldDefinition, PayloadValue } from "../model/payload.js";
import { cutShort, printable } from "../model/text.js";

/**
 * How a field's value reads: a time as a clock shows it, a choice as its label, an id or a text cut short. Without a
 * zone it is the one of this machine, which is named.
 */
export function valueWords(field: FieldDefinition | undefined, value: PayloadValue, zone?: string): string {
  if (Array.isArray(value)) return value.map((item) => valueWords(field?.item, item, zone)).join("; ");
  if (typeof value === "object") {
    const inner = Object.entries(value).map(([name, each]) => {
      const shape = field?.fields?.find((one) => one.name === name);
      return `${name} ${valueWords(shape, each, zone)}`;
    });
    return inner.join(", ");
  }
  const number = Number(value);
  if (field?.kind === "time" && Number.isSafeInteger(number)) {
    return zone === undefined ? localTime(number) : timeIn(zone, number);
  }
  return field?.choices?.[number] ?? cutShort(String(value));
}

const same = (text: string): string => text;

/** As `valueWords`, and beside it the number that is sent. `label`: of a choice, in the reader's language. */
export function valueAsSent(field: FieldDefinition | undefined, value: PayloadValue, label = same): string {
  const words = field?.kind === "choice" ? label(valueWords(field, value)) : valueWords(field, value);
  return typeof value === "number" && words !== String(value) ? `${words} (${value})` : words;
}

/** A payload for people, a field a line. */
export function recordLines(
  fields: readonly FieldDefinition[],
  payload: Readonly<Record<string, PayloadValue>>,
  label = same,
) {
  return Object.entries(payload).map(([name, value]) => {
    const field = fields.find((each) => each.name === name);
    return printable(`${name}: ${valueAsSent(field, value, label)}`);
  });
}

/** A value with its texts cut short. */
export function cutValue(value: PayloadValue): PayloadValue {
  if (typeof value === "string") return cutShort(value);
  if (Array.isArray(value)) return value.map(cutValue);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cutValue(each)]));
}
