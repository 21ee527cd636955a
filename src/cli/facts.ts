import { basename } from "node:path";
import type { Ledger } from "../ledger/open.js";
import { type Orphans, orphansOf } from "../ledger/parent-ids.js";
import type { CopiedRows } from "../ledger/rows/copies.js";
import type { Requests } from "../ledger/runs/runs.js";
import type { Example, Problem, Scope, Skip } from "../ledger/runs/summary.js";
import type { Exit } from "../model/exit.js";
import type { Reason } from "../model/reason.js";
import type { Said } from "../model/said.js";
import { type Counts, rowsOf } from "../model/status.js";
import { UNREADABLE_TARGETS } from "../model/unreadable.js";
import { systemClock } from "./clock.js";

/** What `check`, `run`, `retry` and `status` print with `--json`. docs/json.md documents it. */
export interface LedgerFacts {
  readonly rows: number;
  readonly counts: Counts;
  readonly problems: readonly ProblemFacts[];
  readonly skips: readonly Skip[];
  /** Rows that are not to be sent until then: `undo --resend`, and `resolve --send` while Feishu may still act. */
  readonly waiting?: { readonly count: number; readonly until: string };
  /** That a run was given and whose rows are not all in the counts. */
  readonly unread_exports?: readonly { readonly export: string; readonly given: string }[];
  /** Done rows under a parent of another ledger that is not there any more; nothing where no row hangs on any. */
  readonly orphaned?: Orphans;
  /** Done rows that Feishu may hold twice; nothing where a target's rows are never sent again on a guess. */
  readonly may_be_twice?: CopiedRows;
  /** That are not to be read any more, by somebody's decision. */
  readonly left_out_exports?: readonly {
    readonly export: string;
    readonly left_out: string;
    readonly reason: string | null;
  }[];
}

export interface ProblemFacts {
  readonly status: string;
  /** Which sentence `message` and `hint` are, with its parameters. */
  readonly reason: Reason;
  readonly kind: string;
  readonly code: number | null;
  readonly field: string | null;
  readonly column: string | null;
  readonly message: string;
  readonly hint: string;
  readonly count: number;
  /** The first of them. */
  readonly lines: readonly number[];
  readonly examples: readonly {
    readonly export: string;
    readonly line: number;
    readonly value: string | null;
    readonly said?: Said;
  }[];
}

export interface CommandFacts extends LedgerFacts {
  readonly command: string;
  readonly ok: boolean;
  readonly exit: Exit;
  readonly target: string;
  readonly ledger: string;
  readonly requests: Requests;
  readonly seconds: number;
  readonly next: string;
}

export function ledgerFacts(ledger: Ledger, scope: Scope = {}): LedgerFacts {
  const counts = ledger.summary.counts(scope);
  const { summary } = ledger;
  const waiting = summary.waiting(systemClock.now_ms());
  return {
    rows: rowsOf(counts),
    counts,
    problems: [...summary.problems(scope).map(problemFacts), ...updateProblems(ledger, scope)],
    skips: summary.skips(scope),
    ...(waiting === undefined
      ? {}
      : { waiting: { count: waiting.count, until: new Date(waiting.until_ms).toISOString() } }),
    ...(scope.pass === undefined ? exportFacts(ledger) : {}),
    ...(scope.pass === undefined ? { ...orphanFacts(ledger), ...copyFacts(ledger) } : {}),
  };
}

export function orphanFacts(ledger: Ledger): Pick<LedgerFacts, "orphaned"> {
  const orphaned = orphansOf(ledger);
  return orphaned === undefined ? {} : { orphaned };
}

/** What cannot be read back is what may be sent again without harm. */
export function copyFacts({ setup, copies }: Ledger): Pick<LedgerFacts, "may_be_twice"> {
  return UNREADABLE_TARGETS.has(setup.get()?.target ?? "") ? { may_be_twice: copies.rows() } : {};
}

/** Nothing where every export that a run was given has been read. */
export function exportFacts({ given_exports }: Ledger): Pick<LedgerFacts, "unread_exports" | "left_out_exports"> {
  const unread_exports = given_exports.unread().map(({ path, given_at_ms }) => ({
    export: path,
    given: new Date(given_at_ms).toISOString(),
  }));
  const left_out_exports = given_exports.leftOut().map(({ path, left_out_at_ms, reason }) => ({
    export: path,
    left_out: new Date(left_out_at_ms).toISOString(),
    reason,
  }));
  return {
    ...(unread_exports.length === 0 ? {} : { unread_exports }),
    ...(left_out_exports.length === 0 ? {} : { left_out_exports }),
  };
}

/** Done rows whose records could not be updated: of a whole ledger, as `check` updates nothing. */
function updateProblems({ update_counts }: Ledger, { pass }: Scope): ProblemFacts[] {
  if (pass !== undefined) return [];
  return update_counts.problems().map(({ examples, ...problem }) =>
    problemFacts({
      ...problem,
      status: "done",
      field: null,
      column: null,
      examples: examples.map((each) => ({ ...each, value: null })),
    }),
  );
}

const detail = ({ value, said }: Pick<Example, "value" | "said">) => (said === undefined ? { value } : { value, said });

function problemFacts({ examples, ...problem }: Problem): ProblemFacts {
  return {
    ...problem,
    lines: examples.map(({ line }) => line),
    examples: examples.map(({ path, ...each }) => ({ export: basename(path), line: each.line, ...detail(each) })),
  };
}

export const seconds = (ms: number): number => Math.round(ms / 100) / 10;
