import type { Failure, FailureKind } from "../../src/model/failure.js";
import type { Reply } from "../../src/model/reply.js";
import { because } from "../../src/texts/because.js";

export function failure(kind: FailureKind, more: Partial<Failure> = {}): Failure {
  return { ...because(kind, { id: "as_written", message: `${kind} happened`, hint: "" }), ...more };
}

export function refusal(kind: FailureKind, more: Partial<Failure> = {}): Reply & { ok: false } {
  return { ok: false, failure: failure(kind, more), took_ms: 10 };
}

/** Feishu's answer to a created external application; without an id where none is given. */
export function created(id?: string): Reply {
  return { ok: true, data: { external_application: id === undefined ? {} : { id } }, code: 0, took_ms: 10 };
}
