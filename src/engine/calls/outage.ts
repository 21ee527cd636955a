import type { Clock } from "../../model/clock.js";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Failure, FailureKind } from "../../model/failure.js";
import type { Reply } from "../../model/reply.js";
import { inEnglish } from "../../texts/because.js";
import type { GivenUpAfter, OutageAdvice } from "../../texts/en/commands.js";
import { saying } from "../../texts/saying.js";
import type { Observer } from "../events.js";
import { jittered } from "./backoff.js";
import type { Brake } from "./brake.js";

/** So many replies in a row that no healthy Feishu gives are an outage; one is enough where nobody answers. */
const STREAK = 8;
/** So many answers in a row that belong to other requests, each by a new connection, are no accident. */
const FOREIGN_MAX = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** How often a row that waits looks whether the outage is over. */
const LOOK_MS = 1_000;

export interface OutageOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly brake: Brake;
  readonly observe: Observer;
  /** Given up after so long where Feishu has never answered in this call. */
  readonly first_contact_ms: number;
  readonly max_outage_ms: number;
}

export type Pass = "open" | "probe" | "stopped";

/**
 * Holds the rows back while Feishu cannot be reached: one at a time goes out to see, with growing waits, and the
 * others follow when it comes back. Ends the run when that lasts too long.
 */
export class Outage {
  readonly #options: OutageOptions;
  #reached = false;
  #streak = 0;
  #foreign = 0;
  /** Monotonic. */
  #since_ms: number | undefined;
  #probe_at_ms = 0;
  #wait_ms = FIRST_WAIT_MS;
  #probing = false;

  constructor(options: OutageOptions) {
    this.#options = options;
  }

  get down(): boolean {
    return this.#since_ms !== undefined;
  }

  /** Waits until the way is open, or until it is this caller's turn to probe it. */
  async acquire(): Promise<Pass> {
    const { clock, brake } = this.#options;
    while (!brake.pulled) {
      if (this.#since_ms === undefined) return "open";
      const wait_ms = this.#probe_at_ms - clock.monotonic_ms();
      if (!this.#probing && wait_ms <= 0) {
        this.#probing = true;
        return "probe";
      }
      // A probe under way ends within the answer's timeout; a look every second is soon enough.
      await clock.sleep(this.#probing ? LOOK_MS : Math.min(Math.max(wait_ms, 50), LOOK_MS), brake.signal);
    }
    return "stopped";
  }

  /** The caller's turn has passed without a request. */
  unused(pass: Pass): void {
    if (pass === "probe") this.#probing = false;
  }

  note(reply: Reply, pass: Pass): void {
    this.unused(pass);
    if (reply.ok) this.#foreign = 0;
    else if (reply.failure.kind === "foreign_answer" && reply.is_first === true) this.#isForeign(reply.failure);
    if (isTrouble(reply)) this.#trouble(reply, pass);
    else this.#answered();
  }

  #answered(): void {
    this.#reached = true;
    this.#streak = 0;
    if (this.#since_ms === undefined) return;
    const lasted_ms = this.#options.clock.monotonic_ms() - this.#since_ms;
    this.#since_ms = undefined;
    this.#wait_ms = FIRST_WAIT_MS;
    this.#options.observe({ event: "outage_over", lasted_ms });
  }

  #trouble(reply: Reply & { ok: false }, pass: Pass): void {
    const { clock, random, observe } = this.#options;
    const now_ms = clock.monotonic_ms();
    this.#streak += 1;
    if (this.#since_ms === undefined) {
      if (reply.failure.kind !== "unreachable" && this.#streak < STREAK) return;
      // Whoever was reached before may be so again: a laptop is in a network with a login page now.
      if (reply.failure.is_lasting === true && !this.#reached) return this.#stop(reply.failure, null);
      this.#since_ms = now_ms - reply.took_ms;
      observe({ event: "outage_began", failure: inOurWords(reply.failure) });
    } else if (pass !== "probe") {
      return;
    }
    const limit_ms = this.#limit_ms();
    const down_ms = now_ms - this.#since_ms;
    if (down_ms >= limit_ms) return this.#giveUp(reply, down_ms);
    const wait_ms = Math.min(jittered(this.#wait_ms, random), limit_ms - down_ms);
    this.#probe_at_ms = now_ms + wait_ms;
    observe({ event: "outage_waits", wait_ms });
    this.#wait_ms = Math.min(this.#wait_ms * 2, LONGEST_WAIT_MS);
  }

  #isForeign(failure: Failure): void {
    this.#foreign += 1;
    if (this.#foreign < FOREIGN_MAX) return;
    this.#stop(failure, { foreign_answers: FOREIGN_MAX }, "avoid_proxy");
  }

  #limit_ms(): number {
    const { first_contact_ms, max_outage_ms } = this.#options;
    return this.#reached ? max_outage_ms : Math.min(first_contact_ms, max_outage_ms);
  }

  #giveUp({ failure }: Reply & { ok: false }, down_ms: number): void {
    this.#stop(failure, { seconds: Math.round(down_ms / 1000) });
  }

  #stop(failure: Failure, after: GivenUpAfter, advice?: OutageAdvice): void {
    const is_told = failure.kind === "unreachable" || failure.kind === "foreign_answer";
    const told = { why: inOurWords(failure), after, advice: advice ?? (is_told ? "as_told" : "look_at_network") };
    this.#options.brake.pull({
      why: "stopped",
      stop: new ExitError({
        exit: EXIT.unreachable,
        kind: "unreachable",
        ...saying("gave_up", told),
        ...(failure.code === undefined ? {} : { code: failure.code }),
        ...(failure.log_id === undefined ? {} : { log_id: failure.log_id }),
      }),
    });
  }
}

/** Feishu's own words on a failing row may quote its cells, and an outage is nobody's row: its number says enough. */
function inOurWords(failure: Failure): Failure {
  const { kind, code, http_status } = failure;
  if (kind !== "system_error" || code === undefined || http_status === undefined) return failure;
  return { ...failure, ...inEnglish({ id: "code_with_http", code, http_status }) };
}

const TROUBLE: ReadonlySet<FailureKind> = new Set([
  "unreachable",
  "lost",
  "unreadable_answer",
  "foreign_answer",
  "system_error",
]);

function isTrouble(reply: Reply): reply is Reply & { ok: false } {
  if (reply.ok) return false;
  const { kind } = reply.failure;
  return TROUBLE.has(kind);
}
