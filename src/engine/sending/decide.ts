import type { Outcome } from "../../ledger/rows/attempts.js";
import { axesOf, type Failure } from "../../model/failure.js";
import type { Reply } from "../../model/reply.js";
import { because } from "../../texts/because.js";

/** One attempt's reply, and what came before it. */
export interface Situation {
  readonly reply: Reply;
  /** From a reply with code 0: see `Target.remote_id`. Null: this target's answers never carry one. */
  readonly remote_id: string | null | undefined;
  /** Who holds that id already, by the ledger. */
  readonly owner: "another_row" | "deleted" | undefined;
  /** The id of a foreign answer is the one that an earlier answer to this row named: it is no accident of the way. */
  readonly is_foreign_again: boolean;
  /** Why an earlier attempt may have acted; null where none may have. */
  readonly doubt: Failure | null;
  /** Attempts of this call that counted, this one included. */
  readonly tries: number;
  readonly max_attempts: number;
  /** An earlier request that nobody has answered may still act, or have acted since it was looked for. */
  readonly is_unproven: boolean;
  /** Since the doubt began Feishu was read, and showed nothing of the row. */
  readonly was_read: boolean;
  /** A second one harms nobody: whatever an earlier request did, this one is judged alone. */
  readonly is_harmless: boolean;
}

export interface Decision {
  readonly status: Outcome["status"];
  readonly remote_id: string | null;
  readonly failure: Failure | null;
  /** What it is refused for, where reading shows that it is not there. */
  readonly refusal: Failure | null;
  /** `now`: through the pacer again. `later`: after a growing delay. `settle`: after what Feishu holds was read. */
  readonly again: "no" | "now" | "later" | "settle";
  readonly ends_run: boolean;
}

const NO_ID: Failure = because("unreadable_answer", { id: "no_id" });

/** What becomes of a row after a reply. Pure: the table of the whole sending. */
export function decide(situation: Situation): Decision {
  const { reply, remote_id, doubt, owner } = situation;
  if (reply.ok && remote_id !== undefined) {
    if (owner !== undefined) return foreignId(reply, owner);
    return { status: "done", remote_id, failure: null, refusal: null, again: "no", ends_run: false };
  }
  const failure = failureOf(situation);
  if (situation.is_foreign_again) return otherContent(failure);
  if (situation.is_harmless) return didNotAct(situation, failure);
  if (axesOf(failure).may_have_acted) return mayHaveActed(situation, failure);
  return doubt === null ? didNotAct(situation, failure) : repeated(situation, failure, doubt);
}

function failureOf({ reply }: Situation): Failure {
  if (!reply.ok) return reply.failure;
  return { ...NO_ID, ...(reply.log_id === undefined ? {} : { log_id: reply.log_id }) };
}

function mayHaveActed({ tries, max_attempts }: Situation, failure: Failure): Decision {
  const may_repeat = tries < max_attempts && axesOf(failure).retry !== "no";
  const again = may_repeat ? "later" : "settle";
  return { status: "in_doubt", remote_id: null, failure, refusal: null, again, ends_run: false };
}

function didNotAct({ tries, max_attempts, is_unproven }: Situation, failure: Failure): Decision {
  const base = { remote_id: null, failure, refusal: null, ends_run: false };
  const { retry, ends } = axesOf(failure);
  if (ends === "run") return { ...base, status: "failed", again: "no", ends_run: true };
  if (retry === "free") return { ...base, status: "pending", failure: null, again: "now" };
  // Nobody answered: that is the outage's to count, not the row's.
  const counts = failure.kind !== "unreachable";
  if (retry === "later" && (!counts || tries < max_attempts)) return { ...base, status: "pending", again: "later" };
  if (retry === "later") return { ...base, status: "failed", again: "no" };
  // It may be refused only because an earlier request has acted in the meantime.
  if (is_unproven)
    return { ...base, status: "in_doubt", failure: tooEarly(failure), refusal: failure, again: "settle" };
  return { ...base, status: "rejected", again: "no" };
}

/** Not one of these says anything about the request before it: the row stays in doubt. */
function repeated({ was_read }: Situation, failure: Failure, doubt: Failure): Decision {
  const base = { status: "in_doubt", remote_id: null, failure: doubt, refusal: null } as const;
  const { retry, ends } = axesOf(failure);
  if (ends === "run") return { ...base, failure, again: "no", ends_run: true };
  if (retry === "free") return { ...base, again: "now", ends_run: false };
  if (failure.kind === "unreachable") return { ...base, again: "later", ends_run: false };
  // Refused before and after nothing was there: if that is so once more, it is refused for what it is.
  const refusal = was_read && retry === "no" ? failure : null;
  return { ...base, failure: noVerdict(failure), refusal, again: "settle", ends_run: false };
}

/** Feishu says it twice, by two connections: under the row's key it holds something else. Nobody but a person knows. */
function otherContent(failure: Failure): Decision {
  const told: Failure = { ...failure, ...because("no_verdict", { id: "other_content" }) };
  return { status: "in_doubt", remote_id: null, failure: told, refusal: null, again: "no", ends_run: false };
}

/** The answer names a record that is not this row's: it proves nothing, and nobody but a person can tell why. */
function foreignId({ log_id }: Reply, owner: "another_row" | "deleted"): Decision {
  const id = owner === "deleted" ? "id_of_deleted" : "id_of_another_row";
  const failure: Failure = { ...because("no_verdict", { id }), ...(log_id === undefined ? {} : { log_id }) };
  return { status: "in_doubt", remote_id: null, failure, refusal: null, again: "no", ends_run: false };
}

function tooEarly(failure: Failure): Failure {
  return { ...failure, ...because("no_verdict", { id: "refused_too_early", cause: failure.reason }) };
}

function noVerdict(failure: Failure): Failure {
  return { ...failure, ...because("no_verdict", { id: "repeat_refused", cause: failure.reason }) };
}
