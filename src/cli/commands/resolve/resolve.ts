import { resolve as absolute } from "node:path";
import { findRows, withLedger } from "../../../app/session.js";
import type { Ledger } from "../../../ledger/open.js";
import type { RowDetail } from "../../../ledger/rows/row-details.js";
import type { Settlement } from "../../../ledger/rows/settlements.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { MAY_ACT_MS } from "../../../model/late.js";
import { localMinute } from "../../../model/local-time.js";
import type { Status } from "../../../model/status.js";
import { cutShort, printable } from "../../../model/text.js";
import { targetNamed } from "../../../targets/index.js";
import { because } from "../../../texts/because.js";
import type { Sentence } from "../../../texts/catalogue.js";
import { saying } from "../../../texts/saying.js";
import { systemClock } from "../../clock.js";
import type { CommandResult } from "../../command-result.js";
import type { CommonFlags } from "../../flags.js";
import { commandLine, ledgerFlag } from "../../next.js";
import { refuseMissingLedger } from "../../on-ledger.js";

export interface ResolveFlags extends CommonFlags {
  /** True: without an id. */
  readonly done?: string | true;
  readonly send?: boolean;
  readonly skip?: boolean;
  readonly reason?: string;
  /** The key is an export that a run was given. */
  readonly export?: boolean;
}

type Decision = Pick<Settlement, "verdict" | "remote_id" | "failure">;

/** `resolve KEY`: a person's decision on a row, kept and told by `explain`. */
export async function resolve(key: string, flags: ResolveFlags): Promise<CommandResult> {
  refuseMissingLedger(flags.ledger);
  return withLedger(flags.ledger, async (ledger) => {
    if (flags.export === true) return leaveOut(ledger, key, flags);
    ledger.attempts.markInterrupted(systemClock.now_ms());
    const [row] = findRows(ledger, key);
    const decision = decisionOf(ledger, row, flags);
    const now_ms = systemClock.now_ms();
    const not_before_ms = decision.verdict === "pending" ? notBefore_ms(ledger, row, now_ms) : undefined;
    ledger.settlements.settle({
      ...decision,
      ...(not_before_ms === undefined ? {} : { not_before_ms }),
      row_id: row.id,
      run_id: null,
      how: "person",
      evidence: {
        reason: flags.reason ?? null,
        was: row.status,
        // The row's own failure tells of the decision from now on.
        ...(row.failure === null ? {} : { failure: JSON.parse(row.failure) as unknown }),
      },
      now_ms,
    });
    const { verdict } = decision;
    const not_before = not_before_ms === undefined ? undefined : new Date(not_before_ms).toISOString();
    return {
      exit: EXIT.ok,
      facts: {
        ledger: flags.ledger,
        key: row.key,
        was: row.status,
        status: verdict,
        ...(not_before === undefined ? {} : { not_before }),
      },
      next: commandLine(["explain", ...ledgerFlag(flags.ledger)], [key]),
      print: (output) => {
        const { afterwards: t } = output.texts;
        const after = not_before_ms === undefined ? "" : t.sent_after(localMinute(not_before_ms));
        output.result(
          `${t.resolved(cutShort(key), row.status, verdict, flags.reason && cutShort(flags.reason))}${after}`,
        );
      },
    };
  });
}

/** Where no key protects a repeat, what nobody has answered may still act, whatever a person has seen of it so far. */
function notBefore_ms(ledger: Ledger, { id }: RowDetail, now_ms: number): number | undefined {
  const target = targetNamed(ledger.setup.get()?.target ?? "");
  const left_ms = ledger.queue.byId(id)?.unanswered_at_ms ?? null;
  if (target === undefined || "field" in target.idempotency || left_ms === null) return undefined;
  const over_ms = Math.min(left_ms, now_ms) + MAY_ACT_MS;
  return over_ms > now_ms ? over_ms : undefined;
}

/** An export that is gone for good: what a run has read of it stays, and nothing waits for the rest any more. */
function leaveOut(ledger: Ledger, name: string, { done, send, skip, reason, ...flags }: ResolveFlags): CommandResult {
  if (skip !== true || done !== undefined || send === true) {
    throw usage(saying("export_only_skipped"));
  }
  const unread = ledger.given_exports.unread().map(({ path }) => path);
  const path = unread.find((each) => each === name || each === absolute(name));
  if (path === undefined) {
    throw usage(saying("export_not_awaited", { name, unread }));
  }
  ledger.given_exports.leaveOut(path, reason ?? null, systemClock.now_ms());
  return {
    exit: EXIT.ok,
    facts: { ledger: flags.ledger, export: path, status: "left_out" },
    next: commandLine(["status", ...ledgerFlag(flags.ledger)]),
    print: (output) => output.result(output.texts.afterwards.export_left_out(printable(path))),
  };
}

/** What may be decided of a row, by its status. */
const MAY: Readonly<Record<"done" | "send" | "skip", readonly Status[]>> = {
  done: ["in_doubt"],
  send: ["in_doubt", "skipped"],
  skip: ["in_doubt", "pending", "invalid", "rejected", "failed"],
};

function decisionOf(ledger: Ledger, row: RowDetail, { done, send, skip, reason }: ResolveFlags): Decision {
  const wishes = [done !== undefined, send === true, skip === true].filter(Boolean).length;
  if (wishes !== 1) throw usage(saying("one_decision"));
  const wish = done !== undefined ? "done" : send === true ? "send" : "skip";
  if (!MAY[wish].includes(row.status)) {
    throw usage(saying("not_to_decide", { wish, may: MAY[wish], status: row.status }));
  }
  if (done !== undefined) return { verdict: "done", remote_id: idGiven(ledger, row, done), failure: null };
  if (wish === "send") {
    if (row.payload === null) throw usage(saying("no_valid_data"));
    return { verdict: "pending", remote_id: null, failure: null };
  }
  const value = reason === undefined ? {} : { value: cutShort(reason) };
  return {
    verdict: "skipped",
    remote_id: null,
    failure: { ...because("left_out", { id: "left_out" }), ...value },
  };
}

/** The id that Feishu holds the row under; null where the target's records have none. */
function idGiven(ledger: Ledger, row: RowDetail, done: string | true): string | null {
  const remote_id = targetNamed(ledger.setup.get()?.target ?? "")?.remote_id;
  const none = remote_id !== undefined && "none" in remote_id ? remote_id.none : undefined;
  if (done === true) {
    if (none !== undefined) return null;
    throw usage(saying("done_needs_id"));
  }
  if (none !== undefined) throw usage(saying("done_without_id", { why: none }));
  return freeId(ledger, row, done);
}

function freeId(ledger: Ledger, row: RowDetail, remote_id: string): string {
  const owner = ledger.settlements.ownerOf(remote_id, row.id);
  if (owner === undefined) return remote_id;
  throw usage(saying("id_taken", { id: cutShort(remote_id), is_deleted: owner.kind === "deleted" }));
}

function usage(told: Sentence): ExitError {
  return new ExitError({ exit: EXIT.usage, kind: "cannot_resolve", ...told });
}
