import { basename } from "node:path";
import { SingleBar } from "cli-progress";
import type { AppEvent, Countdown } from "../app/context.js";
import type { EngineEvent } from "../engine/events.js";
import type { PaceReport } from "../feishu/pacer.js";
import type { VerificationCounts } from "../ledger/verifications.js";
import type { Counts } from "../model/status.js";
import { printable } from "../model/text.js";
import { systemClock } from "./clock.js";
import { counted, inWords, number } from "./numbers.js";
import { outlook } from "./outlook.js";
import type { Output } from "./output.js";
import { tick } from "./ticker.js";

const LINE_EVERY_MS = 10_000;

const MAY_STILL_ACT =
  "A request was not answered, and Feishu may still act on it: nothing else is sent for such a row until 5 minutes " +
  "after that, or until Feishu shows it";

export interface Progress {
  observe(event: AppEvent): void;
  close(): void;
}

/** A bar on a terminal, a line from time to time elsewhere. */
export function createProgress(output: Output): Progress {
  return new Watcher(output);
}

const WHAT = { updates: "updated ", deletions: "" } as const;

function stateOf(what: keyof typeof WHAT, { total, pace_per_s, done }: Countdown): () => string {
  return () => {
    const left = total - done();
    return `${WHAT[what]}${number(total - left)} of ${number(total)} | ${inWords((left / pace_per_s) * 1000)} left`;
  };
}

class Watcher implements Progress {
  readonly #output: Output;
  #bar: SingleBar | undefined;
  #counts: Counts | undefined;
  #cap_per_s = 0;
  #pace: (() => PaceReport) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #last_line_ms = Date.now();
  #forget: (() => void) | undefined;
  /** While Feishu is out of reach: when it is tried next, on the monotonic clock. */
  #next_try_ms: number | undefined;
  #stopFollowing: (() => void) | undefined;
  /** Rows of this verification. */
  #read_back = 0;
  /** Rows on which Feishu may still act, by key, and until when. */
  readonly #late_until_ms = new Map<string, number>();

  constructor(output: Output) {
    this.#output = output;
  }

  readonly observe = (event: AppEvent): void => {
    switch (event.event) {
      case "sending":
        return this.#sending(event.counts, event.rate_per_s, event.pace);
      case "changing":
        return this.#follow(stateOf(event.what, event.work));
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
        if (this.#late_until_ms.size === 0) this.#line(MAY_STILL_ACT);
        this.#late_until_ms.set(event.key, systemClock.monotonic_ms() + event.wait_ms);
        return;
      case "profiling":
        return this.#reading("looking at", event.path, event.records);
      case "staging":
        return this.#reading("staging", event.path, event.records);
      case "asked_talents":
        return this.#asking(event.asked, event.found);
      case "staged":
        this.#line(event.reused ? `${basename(event.path)}: staged before, unchanged` : "", true);
        return;
      case "same_export":
        return this.#line(`${event.path} holds what ${event.as} holds: it is read once`);
      case "recovered":
        return this.#line(
          `${counted(event.rows, "row was", "rows were")} under way when an earlier run ended: what became of ` +
            `${event.rows === 1 ? "it" : "them"} is found out first`,
        );
      case "outage_began":
        return this.#line(`Feishu is out of reach (${event.failure.message}); waiting, nothing is lost`);
      case "outage_waits":
        this.#next_try_ms = systemClock.monotonic_ms() + event.wait_ms;
        return;
      case "outage_over":
        this.#next_try_ms = undefined;
        return this.#line(`Feishu is back after ${inWords(event.lasted_ms)}`);
    }
  };

  #sending(counts: Counts, cap_per_s: number, pace: () => PaceReport): void {
    if (this.#output.quiet) return;
    this.#counts = { ...counts };
    this.#cap_per_s = cap_per_s;
    this.#pace = pace;
    if (!this.#output.is_terminal) {
      this.#timer = setInterval(() => this.#line(this.#state()), LINE_EVERY_MS);
      return;
    }
    const total = this.#settled() + this.#left();
    this.#bar = new SingleBar({
      format: "{bar} {percentage}% {state}",
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
      etaBuffer: 1,
    });
    this.#bar.start(total, this.#settled(), { state: this.#state() });
    this.#forget = this.#output.beforeLine(() => process.stderr.write("\r\u001b[K"));
    this.#timer = setInterval(() => this.#bar?.update(this.#settled(), { state: this.#state() }), 200);
  }

  /** From here on the line shows another work. */
  #follow(state: () => string): void {
    this.close();
    this.#stopFollowing = tick(this.#output, state);
  }

  #readBack({ rows, unread }: VerificationCounts): void {
    const started_ms = systemClock.monotonic_ms();
    this.#read_back = 0;
    this.#follow(() => {
      const left = unread - this.#read_back;
      const took_ms = systemClock.monotonic_ms() - started_ms;
      const left_ms = this.#read_back === 0 ? "?" : inWords((took_ms / this.#read_back) * left);
      return `${number(rows - left)} of ${number(rows)} rows read back | ${left_ms} left`;
    });
  }

  close(): void {
    this.#stopFollowing?.();
    this.#stopFollowing = undefined;
    clearInterval(this.#timer);
    this.#forget?.();
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #count({ from, status }: Extract<EngineEvent, { event: "attempt" | "settled" }>): void {
    if (this.#counts === undefined || from === status) return;
    this.#counts[from] -= 1;
    this.#counts[status] += 1;
  }

  #reading(what: string, path: string, records: number): void {
    this.#now(`${what} ${printable(basename(path))}: ${counted(records, "row", "rows")}`);
  }

  #asking(asked: number, found: number): void {
    this.#now(`asking Feishu for talents: ${number(asked)} asked for, ${number(found)} found`);
  }

  /** How far it has come, on a line that the next one takes the place of. */
  #now(text: string): void {
    if (Date.now() - this.#last_line_ms < LINE_EVERY_MS && !this.#output.is_terminal) return;
    this.#last_line_ms = Date.now();
    if (this.#output.is_terminal && !this.#output.quiet) process.stderr.write(`\r\u001b[K${text}`);
    else this.#line(text);
  }

  #line(text: string, clear = false): void {
    if (clear && this.#output.is_terminal && !this.#output.quiet) process.stderr.write("\r\u001b[K");
    if (text !== "") this.#output.note(text);
  }

  /** Counts per status, the pace now against the cap, the time that is left. */
  #state(): string {
    const counts = this.#counts as Counts;
    const shown = (["done", "rejected", "failed", "in_doubt", "invalid", "skipped"] as const)
      .filter((status) => status === "done" || counts[status] > 0)
      .map((status) => `${status} ${number(counts[status])}`);
    const { pace_per_s, starts_last_second, waiting_until_ms, throttles } = (this.#pace as () => PaceReport)();
    const prospect = outlook({
      now_ms: systemClock.monotonic_ms(),
      left: this.#left(),
      pace_per_s,
      throttled_until_ms: throttles > 0 ? waiting_until_ms : undefined,
      next_try_ms: this.#next_try_ms,
      late_until_ms: Array.from(this.#late_until_ms.values()),
    });
    return `${shown.join("  ")} | ${starts_last_second}/s of ${this.#cap_per_s} | ${prospect}`;
  }

  #left(): number {
    const { pending, sending } = this.#counts as Counts;
    return pending + sending;
  }

  #settled(): number {
    const { done, rejected, failed, in_doubt, invalid, skipped } = this.#counts as Counts;
    return done + rejected + failed + in_doubt + invalid + skipped;
  }
}
