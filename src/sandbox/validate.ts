import { type Answer, badParameter, badRequest, missingParameter } from "./answers.js";

/**
 * `int64` is a JSON number without a fraction, `int64_text` the same as a text; a list of numbers holds those that the
 * API page names.
 */
export interface FieldRule {
  readonly kind:
    | "string"
    | "int64"
    | "int64_text"
    | "boolean"
    | readonly number[]
    | { readonly list_of: FieldRule; readonly length_max?: number }
    | { readonly object: Readonly<Record<string, FieldRule>> };
  readonly required?: boolean;
}

export type FieldValue = string | number | boolean | readonly FieldValue[] | { readonly [name: string]: FieldValue };

export type Fields = Readonly<Record<string, FieldValue>>;

export type Checked = { readonly fields: Fields } | { readonly answer: Answer };

/** The fields of a body that the rules know; others are ignored. Empty strings count as absent. */
export function checkFields(
  body: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, FieldRule>>,
): Checked {
  return checkObject(body, rules, "");
}

/** `within`: what stands before the fields' names, e.g. `career_list[0].`. */
function checkObject(
  body: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, FieldRule>>,
  within: string,
): Checked {
  for (const [name, rule] of Object.entries(rules)) {
    const absent = body[name] === undefined || body[name] === null || body[name] === "";
    if (rule.required && absent) return { answer: missingParameter(`${within}${name}`) };
  }
  const fields: Record<string, FieldValue> = {};
  for (const [name, rule] of Object.entries(rules)) {
    if (body[name] === undefined) continue;
    const checked = checkValue(rule, body[name], `${within}${name}`);
    if ("answer" in checked) return checked;
    if (checked.value !== "") fields[name] = checked.value;
  }
  return { fields };
}

type CheckedValue = { readonly value: FieldValue } | { readonly answer: Answer };

function checkValue({ kind }: FieldRule, value: unknown, name: string): CheckedValue {
  const wrong = (description: string): CheckedValue => ({ answer: badParameter(name, description) });
  if (typeof kind === "object" && "list_of" in kind) {
    const { list_of, length_max = Number.POSITIVE_INFINITY } = kind;
    if (!Array.isArray(value)) return wrong(`must be an array, is ${typeName(value)}`);
    if (value.length > length_max) return wrong(`has ${value.length} items, at most ${length_max}`);
    const items = value.map((each, index) => checkValue(list_of, each, `${name}[${index}]`));
    return (
      items.find((item) => "answer" in item) ?? {
        value: items.flatMap((item) => ("value" in item ? [item.value] : [])),
      }
    );
  }
  if (typeof kind === "object" && "object" in kind) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return wrong(`must be an object, is ${typeName(value)}`);
    }
    const checked = checkObject(value as Readonly<Record<string, unknown>>, kind.object, `${name}.`);
    return "answer" in checked ? checked : { value: checked.fields };
  }
  const mistake = mismatch(kind, value);
  return mistake === null ? { value: value as FieldValue } : wrong(mistake);
}

function mismatch(kind: Exclude<FieldRule["kind"], object> | readonly number[], value: unknown): string | null {
  if (kind === "string") return typeof value === "string" ? null : `must be a string, is ${typeName(value)}`;
  if (kind === "boolean") return typeof value === "boolean" ? null : `must be true or false, is ${typeName(value)}`;
  if (kind === "int64_text") {
    if (typeof value !== "string") return `must be a string of digits, is ${typeName(value)}`;
    return value === "" || /^-?\d{1,18}$/.test(value) ? null : "must be a string of digits";
  }
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return `must be an integer, is ${typeName(value)}`;
  if (kind === "int64" || kind.includes(value)) return null;
  return `must be one of ${kind.join(", ")}`;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? "a number" : "a number with a fraction or too large";
  return typeof value;
}

export type ParsedBody = { readonly body: Readonly<Record<string, unknown>> } | { readonly answer: Answer };

/** The JSON object in a request's bytes. Anything else is refused with 9499. */
export function parseBody(bytes: Uint8Array, content_type: string | undefined): ParsedBody {
  if (!/^application\/json\s*(;|$)/i.test(content_type ?? "")) {
    return { answer: badRequest("Content-Type must be application/json") };
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return { answer: badRequest("the body is not JSON in UTF-8") };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { answer: badRequest("the body is not a JSON object") };
  }
  return { body: value as Record<string, unknown> };
}
