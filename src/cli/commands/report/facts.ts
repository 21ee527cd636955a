import { exitOfLedger } from "../../../app/exit-code.js";
import { isLoopback } from "../../../feishu/base-url.js";
import { readFailure } from "../../../ledger/file/failures.js";
import type { Ledger } from "../../../ledger/open.js";
import type { FileOutcome, LeftOutRow, OutageEntry, SettledDoubts } from "../../../ledger/rows/history.js";
import type { UpdateProblem } from "../../../ledger/rows/update-counts.js";
import type { VerificationCounts } from "../../../ledger/rows/verifications.js";
import type { RunEntry } from "../../../ledger/runs/runs.js";
import type { Problem } from "../../../ledger/runs/summary.js";
import type { Exit } from "../../../model/exit.js";
import { UNREADABLE_TARGETS } from "../../../model/unreadable.js";
import { targetNamed } from "../../../targets/index.js";
import { type LedgerFacts, ledgerFacts } from "../../facts.js";
import type { Texts } from "../../texts/texts.js";
import { type Timeline, timelineOf } from "./timeline.js";

/** So many points a screen can tell apart. */
const MAX_POINTS = 600;
const RUNS_SHOWN = 40;
const LEFT_OUT_SHOWN = 2_000;

/** All that the page says, as the ledger knew it at one moment. Times are milliseconds since 1970 UTC. */
export interface ReportFacts extends LedgerFacts {
  readonly version: string;
  readonly made_at_ms: number;
  /** As the user wrote it. */
  readonly ledger: string;
  readonly target: string;
  readonly app_id: string | null;
  readonly place: string | null;
  /** Nothing of it has ever reached Feishu: it went to a simulated one on this machine. */
  readonly is_rehearsal: boolean;
  readonly cap_per_s: number | undefined;
  /** Feishu shows its records again, so that they can be verified. */
  readonly is_readable: boolean;
  /** A record can get other content. */
  readonly can_update: boolean;
  /** What `status` ends with. */
  readonly exit: Exit;
  readonly is_running: boolean;
  readonly causes: readonly Problem[];
  /** Invalid rows that are so only until Feishu is asked who the person is. */
  readonly unasked: number;
  /** Rows that hang on rows of another import which is not finished. */
  readonly waiting_for_parents: number;
  /** Done rows whose content is another one now. */
  readonly changed: number;
  readonly files: readonly FileOutcome[];
  readonly requests: { readonly sent: number; readonly throttled: number; readonly at_work_ms: number };
  readonly timeline: Timeline | undefined;
  readonly outages: readonly Explained<OutageEntry>[];
  /** The latest of them. */
  readonly runs: readonly RunEntry[];
  readonly runs_before: number;
  readonly settled: readonly SettledDoubts[];
  readonly verification: Verified | undefined;
  /** Done rows that Feishu was seen to hold as they were sent. */
  readonly verified: number;
  /** The first of the rows that a person has left out, and how many they are in all. */
  readonly left_out: readonly Explained<LeftOutRow>[];
  readonly left_out_rows: number;
  readonly deletions: readonly StateCount[];
  readonly updates: readonly StateCount[];
  readonly update_problems: readonly UpdateProblem[];
}

export interface Verified extends VerificationCounts {
  /** So many rows were chosen; null: all that were done. */
  readonly sample: number | null;
  readonly begun_at_ms: number;
  readonly ended_at_ms: number | null;
}

interface StateCount {
  readonly state: string;
  readonly count: number;
}

export interface Circumstances {
  readonly version: string;
  readonly now_ms: number;
  readonly ledger: string;
  readonly is_running: boolean;
  /** In the language of the page. */
  readonly say: Texts["say"];
}

/** With what its failure says. */
type Explained<T> = T & { readonly message: string | null };

function explained<T extends { readonly failure: string | null }>(entry: T, say: Texts["say"]): Explained<T> {
  return { ...entry, message: entry.failure === null ? null : say(readFailure(entry.failure)).message };
}

export function gatherFacts(
  ledger: Ledger,
  { version, now_ms, ledger: named, is_running, say }: Circumstances,
): ReportFacts {
  const { history, summary } = ledger;
  const setup = ledger.setup.get();
  const target = targetNamed(setup?.target ?? "");
  const facts = ledgerFacts(ledger);
  const requests = history.requests();
  const outages = history.outages();
  const runs = history.runs(RUNS_SHOWN);
  const slotsOf = (width_ms: number) => history.slots(width_ms);
  return {
    ...facts,
    version,
    made_at_ms: now_ms,
    ledger: named,
    target: setup?.target ?? "",
    app_id: setup?.app_id ?? null,
    place: setup?.place ?? null,
    is_rehearsal: isRehearsal(setup?.place ?? null),
    cap_per_s: target?.cap_per_s,
    is_readable: !UNREADABLE_TARGETS.has(setup?.target ?? ""),
    can_update: target === undefined || !("none" in target.update),
    exit: exitOfLedger(ledger, is_running),
    is_running,
    skips: facts.skips.map((skip) => ({ ...skip, ...say({ ...skip, hint: "" }) })),
    causes: summary.problems().map((problem) => ({ ...problem, ...say(problem) })),
    unasked: sum(summary.unasked().map(({ count }) => count)),
    waiting_for_parents: sum(summary.waitingForParents().map(({ count }) => count)),
    changed: summary.changed().count,
    files: history.files(),
    requests: {
      sent: sum(requests.map((each) => each.requests)),
      throttled: sum(requests.map(({ throttled }) => throttled)),
      at_work_ms: sum(requests.map(({ first_ms, last_ms }) => last_ms - first_ms)),
    },
    timeline: timelineOf({ requests, outages, slotsOf, max_points: MAX_POINTS }),
    outages: outages.map((outage) => explained(outage, say)),
    runs,
    runs_before: history.countRuns() - runs.length,
    settled: history.settledDoubts(),
    verification: verificationOf(ledger),
    verified: history.countVerified(),
    left_out: history.leftOut(LEFT_OUT_SHOWN).map((row) => explained(row, say)),
    left_out_rows: sum(facts.skips.filter(({ kind }) => kind === "left_out").map(({ count }) => count)),
    deletions: history.deletions(),
    updates: history.updates(),
    update_problems: ledger.update_counts.problems(),
  };
}

function isRehearsal(place: string | null): boolean {
  if (place === null || place === "sandbox") return place === "sandbox";
  return URL.canParse(place) && isLoopback(new URL(place));
}

function verificationOf({ history, verifications }: Ledger): Verified | undefined {
  const latest = history.latestVerification();
  return latest === undefined ? undefined : { ...verifications.counts(latest.id), ...latest };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
