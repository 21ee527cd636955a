import type { Updated } from "../engine/changes/update.js";
import type { UpdateCounts } from "../ledger/update-counts.js";
import type { UpdateChoice } from "../ledger/updates.js";
import { EXIT, type Exit } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Target, Update } from "../targets/target.js";
import { systemClock } from "../cli/clock.js";
import { confirmRecords, givenBefore, NEEDS_CONFIRM, NOT_CONFIRMED } from "../cli/confirm.js";
import { refuseChangeRate } from "../cli/connect-change.js";
import { exitOfLedger, firstOf } from "./exit-code.js";
import { commandLine, confirmedLine, ledgerFlag } from "../cli/next.js";
import { counted, inWords, number } from "../cli/numbers.js";
import type { Output } from "../cli/output.js";
import type { FeishuPlace } from "../cli/place.js";
import type { SendFlags } from "./limits.js";
import { sendUpdates } from "../cli/send-updates.js";
import { previewLines, previewOf, type UpdatePreview } from "../cli/update-preview.js";
import type { Work, WorkResult } from "./run-context.js";

const CHANGED: UpdateChoice = { kind: "changed" };

export interface CorrectionFlags extends SendFlags {
  readonly updateChanged?: boolean;
  readonly confirm?: number;
  readonly yes?: boolean;
}

/** `run --update-changed`: records of done rows that have changed get their new content. */
export class Correction {
  readonly #target: Target;
  readonly #flags: CorrectionFlags;
  readonly #output: Output;
  readonly #updated: Updated = { updated: 0, failed: 0 };
  #preview: UpdatePreview | undefined;
  #planned = 0;
  /** Of the first row whose record could not be updated. */
  #failed_key: string | undefined;

  /** Throws a `ExitError` (exit 2) where it is asked for and the target's records cannot be updated. */
  constructor(target: Target, flags: CorrectionFlags, output: Output) {
    this.#target = target;
    this.#flags = flags;
    this.#output = output;
    if (flags.updateChanged === true) this.#update();
    else if (flags.confirm !== undefined) {
      throw usage("--confirm is for --update-changed", "leave it out; run asks for no number otherwise");
    }
  }

  /** Finds what has changed, and plans it once somebody has given its number. */
  async plan(work: Work, { base_url }: FeishuPlace): Promise<void> {
    const { updateChanged, limit = Number.POSITIVE_INFINITY, rate, confirm, yes } = this.#flags;
    if (updateChanged !== true || work.brake.pulled) return;
    const update = this.#update();
    refuseChangeRate(update, "updates", rate, base_url);
    const { updates } = work.ledger;
    const { fields } = this.#target;
    this.#tellOfNamed(updates.namedByPerson());
    const preview = previewOf(fields, updates.chosen(CHANGED, limit));
    this.#preview = preview;
    const { records } = preview;
    if (records === 0) return this.#output.note("no done row has other content now: there is nothing to update");
    const what = counted(records, "record in Feishu Hire is", "records in Feishu Hire are");
    const pace_per_s = rate ?? update.cap_per_s;
    const duration = inWords((records / pace_per_s) * 1000);
    await confirmRecords({
      what: `${what} to be overwritten, in about ${duration} (${number(pace_per_s)} a second)`,
      details: previewLines(fields, preview),
      nothing: "nothing was sent",
      records,
      given_before: givenBefore(updates.plansOf(CHANGED), (run_id) => updates.plannedBy(run_id)),
      confirm,
      silent: yes === true,
      output: this.#output,
      brake: work.brake,
    });
    if (work.brake.pulled) return;
    updates.plan(CHANGED, limit, work.run_id, systemClock.now_ms());
    this.#planned = records;
  }

  /** Sends what was planned. Exit of the whole call, where nothing has stopped it. */
  async send(work: Work, place: FeishuPlace): Promise<Exit> {
    const { ledger, brake } = work;
    const [target, flags, output] = [this.#target, this.#flags, this.#output];
    if (this.#planned > 0 && !brake.pulled) {
      const [planned, updated] = [this.#planned, this.#updated];
      await sendUpdates({ work, place, target, update: this.#update(), flags, output, planned, updated });
    }
    this.#failed_key = ledger.update_counts.problems(work.run_id)[0]?.examples[0]?.key;
    const { failed } = this.#updated;
    const own = this.#left() > 0 ? EXIT.unfinished : failed > 0 ? EXIT.some_rows_failed : EXIT.ok;
    return firstOf(exitOfLedger(ledger), own);
  }

  facts() {
    const { updateChanged } = this.#flags;
    const preview = updateChanged === true ? { to_update: this.#preview ?? null } : {};
    const updated: UpdateCounts = { planned: this.#planned, ...this.#updated };
    return { updated, ...preview };
  }

  /** What became of it, for people. */
  lines(): string[] {
    const { updated, failed } = this.#updated;
    const left = this.#left();
    if (this.#planned === 0) return [];
    const parts = [
      `${counted(updated, "record", "records")} updated`,
      ...(failed === 0 ? [] : [`${number(failed)} could not be`]),
      ...(left === 0 ? [] : [`${number(left)} left`]),
    ];
    return [parts.join(", ")];
  }

  /** What to do next, where that is about updates. */
  next({ exit, counts, stop }: WorkResult, ledger: string, argv: readonly string[]): string | undefined {
    if (stop?.kind === NEEDS_CONFIRM || stop?.kind === NOT_CONFIRMED) {
      return confirmedLine(argv, this.#preview?.records ?? 0);
    }
    // A failures file has no row that is done.
    const to_mend = counts.invalid + counts.rejected + counts.failed;
    if (exit !== EXIT.some_rows_failed || to_mend > 0 || this.#failed_key === undefined) return undefined;
    return commandLine(["explain", ...ledgerFlag(ledger)], [this.#failed_key]);
  }

  /** Planned, and not come to an end. */
  #left(): number {
    return this.#planned - this.#updated.updated - this.#updated.failed;
  }

  #update(): Update {
    const { update, title } = this.#target;
    if (!("none" in update)) return update;
    throw usage(`${title} cannot be updated: ${update.none}`, "run without --update-changed");
  }

  #tellOfNamed(count: number): void {
    if (count === 0) return;
    const records = counted(count, "record that a person named stays as it is", "records that a person named stay");
    this.#output.note(`${records}: what they hold is not known, so that there would be no way back`);
  }
}

function usage(message: string, hint: string): ExitError {
  return new ExitError({ exit: EXIT.usage, kind: "cannot_update", message, hint });
}
