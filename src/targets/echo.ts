import type { FieldDefinition, Payload } from "../model/payload.js";

type Shown = Readonly<Record<string, unknown>>;

/** What tells the answers to our kinds of requests apart. */
const SIGNS = [
  "external_application",
  "external_interview",
  "external_offer",
  "external_background_check",
  "note",
  "items",
  "has_more",
  "page_token",
  "talent_list",
  "talent_id",
] as const;

export type EchoSign = (typeof SIGNS)[number];

function isObject(value: unknown): value is Shown {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * `differsIn` of requests whose answers are told by `signs`, none for one that is empty. `differs` looks at an answer
 * of this kind.
 */
export function echo(
  signs: readonly EchoSign[],
  differs: (data: Shown) => readonly string[] = () => [],
): (data: unknown) => readonly string[] {
  return (data) => {
    if (!isObject(data)) return [];
    const found = SIGNS.filter((sign) => sign in data);
    if (found.length > 0 && !found.some((sign) => signs.includes(sign))) return ["kind of answer"];
    return differs(data);
  };
}

/** As above, of the one object that stands under `sign`. */
export function echoOf(
  sign: EchoSign,
  differs: (shown: Shown) => readonly string[],
): (data: unknown) => readonly string[] {
  return echo([sign], ({ [sign]: shown }) => (isObject(shown) ? differs(shown) : []));
}

/** As above, of a list; `of`: what all its items show of the one that was asked for. */
export function echoOfList(of?: { readonly field: string; readonly id: string }): (data: unknown) => readonly string[] {
  return echo(["items", "has_more", "page_token"], ({ items }) => {
    if (of === undefined || !Array.isArray(items)) return [];
    const shown = items.filter(isObject).map((item) => item[of.field]);
    return shown.some((theirs) => !isNothing(theirs) && !sameId(of.id, theirs)) ? [of.field] : [];
  });
}

/**
 * Names of the fields in which an answer shows another value than was sent. Feishu may leave a field out, trim a text
 * or cut it short, escape it, change its width, write a number as text or a time in seconds: none of that is another
 * value. A false alarm would put every row in doubt, so what cannot be compared for sure counts as the same.
 */
export function differsFrom(fields: readonly FieldDefinition[], sent: Payload, shown: Shown): string[] {
  return fields
    .filter(({ name, kind }) => {
      const [ours, theirs] = [sent[name], shown[name]];
      return !isNothing(ours) && !isNothing(theirs) && !COMPARE[kind](ours, theirs);
    })
    .map(({ name }) => name);
}

/** Whether an id that an answer shows can be the one that was meant. */
export function sameId(ours: unknown, theirs: unknown): boolean {
  const [one, other] = [String(ours).trim(), String(theirs).trim()];
  // A number has lost the last of 19 digits on its way here.
  if (typeof theirs === "number") return Number(one) === theirs || !DIGITS.test(one);
  // An id of another form says nothing: Feishu names some things in several ways.
  return DIGITS.test(one) !== DIGITS.test(other) || one === other;
}

/** `["id"]` where an answer shows the id of another record than was asked for. */
export function otherId(id: string, { id: shown }: Shown): string[] {
  return typeof shown === "string" && !sameId(id, shown) ? ["id"] : [];
}

const DIGITS = /^\d+$/;
/** No field of ours is ever 0, so a 0 that comes back stands for nothing. */
const isNothing = (value: unknown): boolean => value === undefined || value === null || value === "" || value === 0;

const COMPARE: Readonly<Record<FieldDefinition["kind"], (ours: unknown, theirs: unknown) => boolean>> = {
  id: sameId,
  text: sameText,
  choice: (ours, theirs) => Number.isNaN(Number(theirs)) || Number(ours) === Number(theirs),
  time: sameTime,
  number: (ours, theirs) => Number.isNaN(Number(theirs)) || Number(ours) === Number(theirs),
  boolean: (ours, theirs) => typeof theirs !== "boolean" || ours === theirs,
  // What a server adds to the items of a list, or leaves out of them, is not documented.
  file: () => true,
  list: () => true,
  object: () => true,
};

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'" };
/** Of a text that was cut short so much is still there. */
const CUT_CHARS_MIN = 16;

/** Whether a text can be what became of ours on its way: see `differsFrom`. */
export function sameText(ours: unknown, theirs: unknown): boolean {
  const shown = String(theirs);
  if (typeof theirs === "object" || shown.includes("\uFFFD")) return true;
  const [one, other] = [plain(String(ours)), plain(shown)];
  return one === "" || other === "" || one === other || (other.length >= CUT_CHARS_MIN && one.startsWith(other));
}

/** Letters and digits alone: signs, spaces and emoji are what a server may treat in its own way. */
function plain(text: string): string {
  const decoded = text.replace(/&(amp|lt|gt|quot|apos|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);
  return decoded
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Whole seconds, also as seconds or as a text. */
function sameTime(ours: unknown, theirs: unknown): boolean {
  const number = Number(theirs);
  const shown_ms = Number.isNaN(number) ? Date.parse(String(theirs)) : number;
  const ours_ms = Number(ours);
  return Number.isNaN(shown_ms) || [shown_ms, shown_ms * 1000].some((time_ms) => Math.abs(time_ms - ours_ms) < 1000);
}
