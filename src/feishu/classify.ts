import type { Failure, FailureKind } from "../model/failure.js";
import type { ReasonParams } from "../model/reason.js";
import type { FeishuRequest, Reply } from "../model/reply.js";
import { because } from "../texts/because.js";
import { type AnswerBody, bodyOf, complaintOf, logIdOf, missingScopesOf, msgOf } from "./answer-body.js";
import { type CodeMeaning, type CodeTable, meaningOf } from "./codes.js";
import { connectionLost, foreignAnswer, gaveUpWaiting, notReached, notSent } from "./network-failures.js";
import { headerOf, type RawAnswer, type WholeAnswer } from "./raw-answer.js";

type Words = Pick<Failure, "kind" | "reason" | "message" | "hint">;

/** From the `Date` header, milliseconds since 1970 UTC. */
function serverTime(date: string | undefined): { server_time_ms?: number } {
  const server_time_ms = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isFinite(server_time_ms) ? { server_time_ms } : {};
}

/** Seconds, fractions allowed. What is no positive number says nothing, and an HTTP date is not Feishu's way. */
function throttleReset(answer: WholeAnswer): { throttle_reset_s?: number } {
  const stated = ["x-ogw-ratelimit-reset", "retry-after"]
    .map((name) => headerOf(answer.headers, name)?.trim())
    .filter((text): text is string => text !== undefined && /^\d*\.?\d+$/.test(text))
    .map(Number)
    .find((reset_s) => reset_s > 0 && Number.isFinite(reset_s));
  return stated === undefined ? {} : { throttle_reset_s: stated };
}

function unreadable({ http_status }: WholeAnswer, what: ReasonParams["unreadable_answer"]["what"]): Words {
  return because("unreadable_answer", { id: "unreadable_answer", what, http_status });
}

function knownCode(meaning: CodeMeaning, body: AnswerBody, kind: FailureKind = meaning.kind): Words {
  const says = meaning.feishu_says_more === true ? complaintOf(body) : "";
  const scopes = missingScopesOf(body);
  return because(kind, {
    id: "feishu_code",
    code: body.code,
    meaning: meaning.meaning,
    advice: meaning.hint,
    ...(says === "" ? {} : { says }),
    ...(scopes.length === 0 ? {} : { scopes }),
  });
}

function unknownCode(body: AnswerBody, http_status: number): Words {
  const said = { code: body.code, says: complaintOf(body) };
  // A gateway that counts in its own way: it did not act. Not `throttled`, which costs no attempt: were the code a
  // quota that never comes back, the run would never end.
  if (http_status === 429) return because("busy", { id: "too_many_requests", ...said });
  return because("unknown_code", { id: "unknown_code", ...said });
}

/** An answer whose `code` is not 0, or whose HTTP status denies it: what it means for the row. */
function wordsFor(answer: WholeAnswer, body: AnswerBody, codes: CodeTable): Words {
  const { http_status } = answer;
  const meaning = meaningOf(codes, body.code);
  // Said by the gateway, before anything was done, with whatever HTTP status.
  if (meaning?.kind === "throttled" || meaning?.kind === "token_dead") return knownCode(meaning, body);
  if (GATEWAY_TIMEOUTS.has(http_status)) return gaveUpWaiting(http_status);
  if (http_status >= 500) {
    if (meaning?.kind === "system_error") return knownCode(meaning, body);
    return because("system_error", { id: "feishu_failed", code: body.code, says: msgOf(body).trim(), http_status });
  }
  if (http_status >= 300 && http_status < 400) return unreadable(answer, "redirect");
  if (body.code === 0) return unreadable(answer, "success");
  // "Internal error" with 2xx: the request passed the gateway, and nobody says that nothing was done.
  if (meaning?.kind === "busy" && http_status < 300) return knownCode(meaning, body, "system_error");
  return meaning === undefined ? unknownCode(body, http_status) : knownCode(meaning, body);
}

/** A gateway's word that whoever is behind it has not answered, and may still act: RFC 9110, and Cloudflare's own. */
const GATEWAY_TIMEOUTS: ReadonlySet<number> = new Set([504, 524]);

/** They have no body (RFC 9110, 15.3.5 and 15.3.6). */
const SUCCESS_WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205]);

/** Of a deletion there is nothing to say, so that servers answer it with any 2xx and no word. */
function isBareSuccess({ http_status, text, cut }: WholeAnswer, request: Asked | undefined): boolean {
  if (SUCCESS_WITHOUT_BODY.has(http_status)) return true;
  const is_success = http_status >= 200 && http_status < 300;
  return request?.method === "DELETE" && is_success && !cut && text.trim() === "";
}

function withoutBody(answer: WholeAnswer, request: Asked | undefined): Words {
  const { http_status } = answer;
  if (GATEWAY_TIMEOUTS.has(http_status)) return gaveUpWaiting(http_status);
  if (isBareSuccess(answer, request)) {
    return because("empty_answer", { id: "empty_answer", http_status });
  }
  if (http_status >= 500) return because("system_error", { id: "gateway_failed", http_status });
  if (http_status >= 300 && http_status < 400) return unreadable(answer, "redirect");
  if (answer.cut) return unreadable(answer, "too_long");
  return unreadable(answer, answer.text.trim() === "" ? "no_body" : "no_code");
}

/** What a success says otherwise than it was asked for; nothing where it can be this request's answer. */
function foreignNames(body: AnswerBody, request: Asked | undefined): readonly string[] {
  if (request === undefined) return [];
  // Only the token endpoint answers so.
  if ("tenant_access_token" in body) return ["kind of answer"];
  return request.differsIn?.(body.data) ?? [];
}

function classifyAnswer(answer: WholeAnswer, codes: CodeTable, request: Asked | undefined): Reply {
  const { http_status, took_ms } = answer;
  const body = bodyOf(answer);
  const log_id = logIdOf(answer, body);
  const missing_scopes = body === undefined ? [] : missingScopesOf(body);
  const facts = {
    http_status,
    took_ms,
    ...(body === undefined ? {} : { code: body.code }),
    ...(log_id === undefined ? {} : { log_id }),
    ...(answer.is_first === true ? { is_first: true as const } : {}),
    ...(missing_scopes.length === 0 ? {} : { missing_scopes }),
    ...serverTime(headerOf(answer.headers, "date")),
  };
  if (body?.code === 0 && http_status >= 200 && http_status < 300) {
    const names = foreignNames(body, request);
    if (names.length === 0) return { ...facts, ok: true, data: body.data };
    return { ...facts, ok: false, failure: { ...foreignAnswer(names), ...about(facts) }, data: body.data };
  }
  const words = body === undefined ? withoutBody(answer, request) : wordsFor(answer, body, codes);
  const failure: Failure = { ...words, ...about(facts) };
  return { ...facts, ok: false, failure, ...(words.kind === "throttled" ? throttleReset(answer) : {}) };
}

/** What a failure keeps of its answer. */
function about({ http_status, code, log_id }: Pick<Reply, "http_status" | "code" | "log_id">): Partial<Failure> {
  return {
    ...(http_status === undefined ? {} : { http_status }),
    ...(code === undefined ? {} : { code }),
    ...(log_id === undefined ? {} : { log_id }),
  };
}

/** What was asked for, as far as it says which answers are another's. */
type Asked = Partial<Pick<FeishuRequest, "method" | "differsIn">>;

/**
 * What one request brought back, and what it means. An answer counts only when it is whole and understood: a JSON
 * object with an integer `code`. A code that comes with 2xx or 4xx says that Feishu did not act; 5xx, the system
 * error's code with whatever HTTP status, and everything that is not understood may have acted. With `request`, a
 * success that echoes something else than was asked for is another request's. Branches on the code and never on `msg`.
 * Pure.
 */
export function classify(raw: RawAnswer, codes: CodeTable, request?: Asked): Reply {
  if (raw.kind === "answer") return classifyAnswer(raw, codes, request);
  if (raw.kind === "withdrawn") return { ok: false, took_ms: raw.took_ms, failure: notSent(raw.reason) };
  if (raw.kind === "unreachable") return { ok: false, took_ms: raw.took_ms, failure: notReached(raw.reason) };
  const log_id = logIdOf(raw);
  const facts = {
    ...(raw.http_status === undefined ? {} : { http_status: raw.http_status }),
    ...(log_id === undefined ? {} : { log_id }),
  };
  return {
    ok: false,
    took_ms: raw.took_ms,
    ...facts,
    ...serverTime(headerOf(raw.headers, "date")),
    failure: { ...connectionLost(raw.reason), ...facts },
  };
}
