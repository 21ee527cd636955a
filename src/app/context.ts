import type { Brake } from "../engine/calls/brake.js";
import type { EngineEvent } from "../engine/events.js";
import type { OpenedExport } from "../engine/staging/exports.js";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import type { Staged } from "../engine/staging/stage.js";
import type { ResolvedTalents } from "../engine/talents/resolve.js";
import type { PaceReport } from "../feishu/pacer.js";
import type { VerificationCounts } from "../ledger/rows/verifications.js";
import type { Requests } from "../ledger/runs/runs.js";
import type { Clock } from "../model/clock.js";
import type { Exit } from "../model/exit.js";
import type { Counts } from "../model/status.js";
import type { Connect } from "./feishu.js";
import type { Question } from "./question.js";

/**
 * The world around a use case. Nothing in `app/` reads a clock, a terminal, the environment or chance but by what it
 * finds here, so that whoever calls it decides on all of them: the command line, a program, the simulation.
 */
export interface AppContext {
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Of the program, for the ledger. */
  readonly version: string;
  readonly process_id: number;
  /** Whoever pulls it stops the call gently. One for each call. */
  readonly brake: Brake;
  readonly observe: (event: AppEvent) => void;
  /**
   * Resolves where somebody has said yes; rejects with an ExitError otherwise.
   * Whatever is asked here changes what others see, or cannot be taken back.
   */
  readonly confirm: (question: Question) => Promise<void>;
  /** How Feishu is reached. */
  readonly connect: Connect;
}

/** What happens in a call, for whoever watches: those of the engine, and the milestones of a use case. */
export type AppEvent =
  | EngineEvent
  | { readonly event: "run_began"; readonly command: string; readonly run: number }
  | ({ readonly event: "run_ended"; readonly run: number; readonly exit: Exit } & Requests & Counts)
  /** Columns of all exports are known, and how times are written. */
  | { readonly event: "profiled"; readonly exports: readonly ProfiledExport[] }
  | { readonly event: "talents_resolved"; readonly talents: ResolvedTalents }
  /** Every row is in the ledger, and nothing has been sent yet. */
  | { readonly event: "all_staged"; readonly staged: Staged; readonly exports: readonly OpenedExport[] }
  | { readonly event: "sending"; readonly counts: Counts; readonly rate_per_s: number; readonly pace: () => PaceReport }
  /** `done` is counted up by those that change it. */
  | { readonly event: "changing"; readonly what: "updates" | "deletions"; readonly work: Countdown }
  | { readonly event: "reading_back"; readonly counts: VerificationCounts; readonly begun_at_ms: number | undefined }
  | { readonly event: "nothing_to_update" }
  /** What a call leaves as it is, of what somebody might expect it to take on. */
  | { readonly event: "stays"; readonly why: StaysBecause; readonly count: number };

/** `updated_since`: by a later run, which has to be undone first. `named`: by a person, who knows what it holds. */
export type StaysBecause = "named_not_updated" | "named_not_deleted" | "in_doubt" | "updated_since";

/** How far a work is whose end is known. */
export interface Countdown {
  readonly total: number;
  readonly pace_per_s: number;
  done(): number;
}
