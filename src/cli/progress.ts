import { basename } from "node:path";
import type { AppEvent, Countdown } from "../app/context.js";
import type { EngineEvent } from "../engine/events.js";
import type { PaceReport } from "../feishu/pacer.js";
import type { VerificationCounts } from "../ledger/rows/verifications.js";
import type { Counts } from "../model/status.js";
import { printable } from "../model/text.js";
import { systemClock } from "./clock.js";
import { MovingLine } from "./moving-line.js";
import { outlook, timeLeft } from "./outlook.js";
import type { Output } from "./output.js";
import { progressLine, worthTelling } from "./progress-line.js";
import type { TerminalTexts } from "./texts/en/terminal.js";

export interface Progress {
  observe(event: AppEvent): void;
  close(): void;
}

/** A line that moves on a terminal, one from time to time elsewhere. */
export function createProgress(output: Output): Progress {
  return new Watcher(output);
}

class Watcher implements Progress {
  readonly #output: Output;
  readonly #line: MovingLine;
  readonly #t: TerminalTexts;
  #counts: Counts | undefined;
  #cap_per_s = 0;
  #pace: (() => PaceReport) | undefined;
  /** While Feishu is out of reach: when it is tried next, on the monotonic clock. */
  #next_try_ms: number | undefined;
  /** Rows of this verification. */
  #read_back = 0;
  /** Rows on which Feishu may still act, by key, and until when. */
  readonly #late_until_ms = new Map<string, number>();

  constructor(output: Output) {
    this.#output = output;
    this.#t = output.texts.terminal;
    this.#line = new MovingLine(output);
  }

  readonly observe = (event: AppEvent): void => {
    switch (event.event) {
      case "sending":
        return this.#sending(event.counts, event.rate_per_s, event.pace);
      case "changing":
        return this.#changing(event.work);
      case "reading_back":
        return this.#readBack(event.counts);
      case "verified":
        this.#read_back += 1;
        return;
      case "attempt":
      case "settled":
        this.#late_until_ms.delete(event.key);
        return this.#count(event);
      case "update":
        this.#late_until_ms.delete(event.key);
        return;
      case "may_still_act":
        if (this.#late_until_ms.size === 0) this.#output.note(this.#t.may_still_act);
        this.#late_until_ms.set(event.key, systemClock.monotonic_ms() + event.wait_ms);
        return;
      case "profiling":
        return this.#reading(this.#t.looking_at, event.path, event.records);
      case "staging":
        return this.#reading(this.#t.reading, event.path, event.records);
      case "asked_talents":
        return this.#line.show(this.#t.looking_up(event.asked, event.found));
      case "staged":
        this.#line.end();
        if (event.reused) this.#output.note(this.#t.unchanged(basename(event.path)));
        return;
      case "same_export":
        return this.#output.note(this.#t.same_export(event.path, event.as));
      case "recovered":
        return this.#output.note(this.#t.interrupted(event.rows));
      case "outage_began":
        return this.#output.note(this.#t.unreachable(this.#output.texts.say(event.failure).message));
      case "outage_waits":
        this.#next_try_ms = systemClock.monotonic_ms() + event.wait_ms;
        return;
      case "outage_over":
        this.#next_try_ms = undefined;
        return this.#output.note(this.#t.back(event.lasted_ms));
    }
  };

  #sending(counts: Counts, cap_per_s: number, pace: () => PaceReport): void {
    this.#counts = { ...counts };
    this.#cap_per_s = cap_per_s;
    this.#pace = pace;
    this.#line.keep((columns) => this.#state(columns));
  }

  #changing({ total, pace_per_s, done }: Countdown): void {
    this.#line.keep((columns) => {
      const left_ms = ((total - done()) / pace_per_s) * 1000;
      const prospect = timeLeft(left_ms, systemClock.now_ms(), this.#t.progress);
      return progressLine({ outlook: prospect, done: done(), of: total, more: [] }, columns, this.#t.progress);
    });
  }

  #readBack({ rows, unread }: VerificationCounts): void {
    const started_ms = systemClock.monotonic_ms();
    this.#read_back = 0;
    this.#line.keep((columns) => {
      const left = unread - this.#read_back;
      const took_ms = systemClock.monotonic_ms() - started_ms;
      const left_ms = (took_ms / this.#read_back) * left;
      const prospect =
        this.#read_back === 0 ? this.#t.progress.verifying : timeLeft(left_ms, systemClock.now_ms(), this.#t.progress);
      return progressLine({ outlook: prospect, done: rows - left, of: rows, more: [] }, columns, this.#t.progress);
    });
  }

  close(): void {
    this.#line.end();
  }

  #count({ from, status }: Extract<EngineEvent, { event: "attempt" | "settled" }>): void {
    if (this.#counts === undefined || from === status) return;
    this.#counts[from] -= 1;
    this.#counts[status] += 1;
  }

  #reading(say: (name: string, rows: number) => string, path: string, records: number): void {
    this.#line.show(say(printable(basename(path)), records));
  }

  #state(columns: number): string {
    const counts = this.#counts as Counts;
    const t = this.#t.progress;
    const { pace_per_s, starts_last_second, waiting_until_ms, throttles } = (this.#pace as () => PaceReport)();
    const left = counts.pending + counts.sending;
    const prospect = {
      now_ms: systemClock.monotonic_ms(),
      wall_ms: systemClock.now_ms(),
      left,
      pace_per_s,
      throttled_until_ms: throttles > 0 ? waiting_until_ms : undefined,
      next_try_ms: this.#next_try_ms,
      late_until_ms: Array.from(this.#late_until_ms.values()),
    };
    const more = [...worthTelling(counts, t), t.pace(starts_last_second, this.#cap_per_s)];
    return progressLine({ outlook: outlook(prospect, t), done: counts.done, of: counts.done + left, more }, columns, t);
  }
}
