import { ADDRESS_REFUSED, SCOPE_REFUSED } from "../../feishu/codes.js";
import { EXIT, type Exit } from "../../model/exit.js";
import type { Failure } from "../../model/failure.js";
import type { FeishuRequest, Reply } from "../../model/reply.js";
import type { Said } from "../../model/said.js";
import type { Probe } from "../../targets/target.js";
import { saying } from "../../texts/saying.js";

/** `not_known`: it could not be asked, or nothing harmless tells. */
export type CheckVerdict = "good" | "note" | "bad" | "not_known";

/** One thing that was looked at before anything is sent. */
export interface Finding {
  /** A stable word for programs: `credentials`, `clock`, `address`, `app`, `scope`, or what rows refer to. */
  readonly check: string;
  readonly verdict: CheckVerdict;
  readonly message: string;
  /** To say it in another language. */
  readonly said: Said;
  /** What to do about it. */
  readonly hint?: string;
  /** Those that a `scope` finding is about: any one of them is enough. */
  readonly scopes?: readonly string[];
  /** Of what rows refer to: how many were asked for, and those that Feishu does not know. */
  readonly asked?: number;
  readonly absent?: readonly string[];
  /** Feishu's own number. */
  readonly code?: number;
  readonly log_id?: string;
  /** What a command ends with for it alone. */
  readonly exit: Exit;
}

/** The way to Feishu. Each asks patiently; what cannot be reached at all is thrown as a `ExitError`. */
export interface Door {
  /** Asks for an access token; `data` says nothing. */
  token(): Promise<Reply>;
  ask(request: FeishuRequest, cap_per_s: number): Promise<Reply>;
  /** On this machine's wall clock. */
  now_ms(): number;
}

/** The lowest of all documented caps of what is asked here. */
const PROBES_PER_S = 10;
const SKEW_NOTED_MS = 30_000;
const SKEW_BAD_MS = 300_000;

/** Asks, and changes nothing: credentials, clock, address, and every scope that a harmless read can prove. */
export async function preflight(door: Door, probes: readonly Probe[]): Promise<Finding[]> {
  const token = await door.token();
  if (!token.ok) return [shut("credentials", token.failure)];
  const entrance: Finding[] = [{ ...GOOD, check: "credentials", ...saying("token_issued") }];
  const scopes: Finding[] = [];
  let is_clock_read = false;
  for (const probe of probes) {
    const { request } = probe;
    if ("none" in request) {
      scopes.push(unproven(probe, request.none));
      continue;
    }
    const reply = await door.ask(request, PROBES_PER_S);
    if (!is_clock_read && reply.server_time_ms !== undefined) {
      entrance.push(clockFinding(door.now_ms() - reply.took_ms / 2 - reply.server_time_ms));
      is_clock_read = true;
    }
    if (isShut(reply)) return [...entrance, shut(reply.code === ADDRESS_REFUSED ? "address" : "app", reply.failure)];
    scopes.push(scopeFinding(probe, reply));
  }
  const let_in = scopes.some(({ verdict }) => verdict === "good");
  return [...entrance, ...(let_in ? [{ ...GOOD, check: "address", ...saying("address_allowed") }] : []), ...scopes];
}

const GOOD = { verdict: "good", exit: EXIT.ok } as const;

/** No other request would fare better. */
function isShut(reply: Reply): reply is Reply & { readonly ok: false } {
  return !reply.ok && reply.failure.kind === "refused_us" && !lacksScope(reply);
}

function lacksScope(reply: Reply): boolean {
  return reply.code !== undefined && SCOPE_REFUSED.includes(reply.code);
}

function shut(check: string, failure: Failure): Finding {
  const { kind, message, hint, reason: said } = failure;
  if (kind === "refused_us") {
    return { check, verdict: "bad", message, hint, said, ...traceOf(failure), exit: EXIT.refused_us };
  }
  return { check, verdict: "not_known", message, hint, said, ...traceOf(failure), exit: EXIT.unreachable };
}

function scopeFinding(probe: Probe, reply: Reply): Finding {
  const { scopes, purpose, is_needed, proven_by } = probe;
  const about = { check: "scope", scopes };
  if (reply.ok || (reply.code !== undefined && proven_by.includes(reply.code))) {
    return { ...GOOD, ...about, ...saying("scope_granted", { scopes, purpose }) };
  }
  const { failure } = reply;
  if (!lacksScope(reply)) {
    return { ...shut("scope", failure), scopes, ...saying("scope_unread", { purpose, why: failure }) };
  }
  // What Feishu names is what its console calls them.
  const missing = reply.missing_scopes ?? scopes;
  return {
    ...about,
    scopes: missing,
    verdict: is_needed ? "bad" : "note",
    ...saying("scope_missing", { scopes: missing, purpose }),
    ...traceOf(failure),
    exit: is_needed ? EXIT.refused_us : EXIT.ok,
  };
}

function unproven({ scopes, purpose }: Probe, why: string): Finding {
  const told = saying("scope_unproven", { scopes, purpose, why });
  return { check: "scope", verdict: "not_known", ...told, scopes, exit: EXIT.ok };
}

/** `ahead_ms`: how far this machine's clock is before Feishu's. The header counts in whole seconds. */
function clockFinding(ahead_ms: number): Finding {
  const off_s = Math.round(Math.abs(ahead_ms) / 1000);
  const check = "clock";
  if (Math.abs(ahead_ms) <= SKEW_NOTED_MS) {
    return { ...GOOD, check, ...saying("clock_right", { seconds: Math.max(1, off_s) }) };
  }
  const is_bad = Math.abs(ahead_ms) > SKEW_BAD_MS;
  return {
    check,
    verdict: is_bad ? "bad" : "note",
    ...saying("clock_wrong", { seconds: off_s, is_ahead: ahead_ms > 0 }),
    exit: is_bad ? EXIT.some_rows_failed : EXIT.ok,
  };
}

function traceOf({ code, log_id }: Failure): Pick<Finding, "code" | "log_id"> {
  return { ...(code === undefined ? {} : { code }), ...(log_id === undefined ? {} : { log_id }) };
}
