import { type Answer, badParameter, badRequest, missingParameter } from "./answers.js";

/** `int64` is a JSON number without a fraction; a list holds the numbers that the API page names. */
export interface FieldRule {
  readonly kind: "string" | "int64" | readonly number[];
  readonly required?: boolean;
}

export type Fields = Readonly<Record<string, string | number>>;

export type Checked = { readonly fields: Fields } | { readonly answer: Answer };

/** The fields of a body that the rules know; others are ignored. Empty strings count as absent. */
export function checkFields(
  body: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, FieldRule>>,
): Checked {
  for (const [name, rule] of Object.entries(rules)) {
    const absent = body[name] === undefined || body[name] === null || body[name] === "";
    if (rule.required && absent) return { answer: missingParameter(name) };
  }
  const fields: Record<string, string | number> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const value = body[name];
    if (value === undefined) continue;
    const wrong = mismatch(rule, value);
    if (wrong) return { answer: badParameter(name, wrong) };
    if (value !== "") fields[name] = value as string | number;
  }
  return { fields };
}

function mismatch(rule: FieldRule, value: unknown): string | null {
  if (rule.kind === "string") return typeof value === "string" ? null : `must be a string, is ${typeName(value)}`;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return `must be an integer, is ${typeName(value)}`;
  if (rule.kind === "int64" || rule.kind.includes(value)) return null;
  return `must be one of ${rule.kind.join(", ")}`;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "number") return "a number with a fraction or too large";
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
