import { cutShort } from "../model/text.js";
import { headerOf, type Lost, type WholeAnswer } from "./raw-answer.js";

type Json = Readonly<Record<string, unknown>>;

/** An answer that was understood: a JSON object with an integer `code`. */
export interface AnswerBody extends Json {
  readonly code: number;
}

const MAX_WORDS_CHARS = 200;
const MAX_LISTED = 5;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectsIn(list: unknown): readonly Json[] {
  return Array.isArray(list) ? list.filter(isObject).slice(0, MAX_LISTED) : [];
}

function errorOf(body: AnswerBody): Json {
  return isObject(body.error) ? body.error : {};
}

/** The body, when the answer is whole and has the shape that all of Feishu's answers have; else nothing. */
export function bodyOf(answer: WholeAnswer): AnswerBody | undefined {
  if (answer.cut) return undefined;
  let body: unknown;
  try {
    // A byte order mark too many: some gateways write one before a body that has its own.
    body = JSON.parse(answer.text.replace(/^\uFEFF+/, ""));
  } catch {
    return undefined;
  }
  return isObject(body) && Number.isSafeInteger(body.code) ? (body as AnswerBody) : undefined;
}

/** What Feishu's support asks for: documented as the header X-Tt-Logid, seen in three places of the body as well. */
export function logIdOf(answer: WholeAnswer | Lost, body?: AnswerBody): string | undefined {
  const error = body === undefined ? {} : errorOf(body);
  const found = [
    headerOf(answer.headers, "x-tt-logid"),
    headerOf(answer.headers, "x-request-id"),
    error.log_id,
    error.logid,
    body?.log_id,
  ].find((id): id is string => typeof id === "string" && id.trim() !== "");
  return found === undefined ? undefined : cutShort(found, 100);
}

/**
 * A server's text as it may stand in a message: printable, cut short, without what could be a token, and without log
 * ids, which would make each row a cause of its own.
 */
function quotable(text: unknown): string {
  if (typeof text !== "string") return "";
  const clean = text
    .replace(/\b(?:Bearer\s+\S+|[tuac]-[\w.-]{12,})/g, "…")
    .replace(/[,;(\s]*\b(?:log_?id|request_?id|req_?id)\b["'\s:=]*[\w-]*\)?/gi, "");
  return cutShort(clean, MAX_WORDS_CHARS);
}

/** Feishu's `msg`; one endpoint (attachments) calls it `message`. */
export function msgOf(body: AnswerBody): string {
  return quotable(body.msg ?? body.message);
}

/** The fields it names, with what is wrong with each; the value that stood there is never quoted. Else its `msg`. */
export function complaintOf(body: AnswerBody): string {
  const violations = objectsIn(errorOf(body).field_violations).map(({ field, description }) =>
    [quotable(field), quotable(description)].filter((part) => part !== "").join(": "),
  );
  const named = violations.filter((violation) => violation !== "").join("; ");
  return named === "" ? msgOf(body) : cutShort(named, MAX_WORDS_CHARS);
}

/** The scopes whose absence it names. */
export function missingScopesOf(body: AnswerBody): readonly string[] {
  return objectsIn(errorOf(body).permission_violations)
    .map(({ subject }) => quotable(subject))
    .filter((subject) => subject !== "");
}
