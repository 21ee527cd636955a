import { type Updated, updateRecords } from "../engine/changes/update.js";
import type { UpdateChoice } from "../ledger/rows/updates.js";
import { EXIT, type Exit } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Target, Update } from "../targets/target.js";
import { saying } from "../texts/saying.js";
import { exitOfLedger, firstOf } from "./exit-code.js";
import { type FeishuPlace, refuseRate } from "./feishu.js";
import { CONCURRENCY, type SendLimits } from "./limits.js";
import { givenBefore } from "./question.js";
import type { RunContext } from "./run-context.js";
import { previewOf, type UpdatePreview } from "./update-preview.js";
import { withWriteClient } from "./write-client.js";

const CHANGED: UpdateChoice = { kind: "changed" };

export interface UpdateOptions {
  readonly place: FeishuPlace;
  readonly target: Target;
  readonly limits: SendLimits;
}

/** What became of a call's updates. */
export interface UpdateResult extends Updated {
  /** What has changed; undefined where nobody has asked, or got so far. */
  readonly preview: UpdatePreview | undefined;
  /** How many this call took on: all of them, or none where nobody has agreed. */
  readonly planned: number;
}

/** How records of a target get other content. Throws an ExitError (exit 2) where they cannot. */
export function updatable({ update, title }: Target): Update {
  if (!("none" in update)) return update;
  throw new ExitError({
    exit: EXIT.usage,
    kind: "cannot_update",
    ...saying("target_not_updatable", { title, why: update.none }),
  });
}

/** Finds what has changed of what Feishu holds. Throws an ExitError (exit 2) for a rate above the cap. */
export function previewUpdates(run: RunContext, { place, target, limits }: UpdateOptions): UpdatePreview {
  const { updates } = run.ledger;
  refuseRate(limits.rate, updatable(target), place.base_url, "updates");
  const named = updates.namedByPerson();
  if (named > 0) run.observe({ event: "stays", why: "named_not_updated", count: named });
  const preview = previewOf(target.fields, updates.chosen(CHANGED, limits.limit));
  if (preview.records === 0) run.observe({ event: "nothing_to_update" });
  return preview;
}

/** Plans what has changed once somebody has agreed. Gives how many records this call takes on. */
export async function planUpdates(
  run: RunContext,
  { target, limits }: UpdateOptions,
  preview: UpdatePreview,
): Promise<number> {
  const { updates } = run.ledger;
  if (preview.records === 0) return 0;
  await run.confirm({
    question: "overwrite",
    target,
    preview,
    pace_per_s: limits.rate ?? updatable(target).cap_per_s,
    given_before: givenBefore(updates.plansOf(CHANGED), (run_id) => updates.plannedBy(run_id)),
  });
  if (run.brake.pulled) return 0;
  updates.plan(CHANGED, limits.limit ?? Number.POSITIVE_INFINITY, run.run_id, run.clock.now_ms());
  return preview.records;
}

/** Sends what this call has planned, within what is left of its limits. `update` is counted up meanwhile. */
export async function sendUpdates(
  run: RunContext,
  { place, target, limits }: UpdateOptions,
  update: Updated & { readonly planned: number },
): Promise<void> {
  const cap = updatable(target);
  const spent_ms = run.clock.monotonic_ms() - run.began_ms;
  const max_duration_ms =
    limits.max_duration_ms === undefined ? undefined : Math.max(limits.max_duration_ms - spent_ms, 0);
  run.observe({
    event: "changing",
    what: "updates",
    work: {
      total: update.planned,
      pace_per_s: limits.rate ?? cap.cap_per_s,
      done: () => update.updated + update.failed,
    },
  });
  await withWriteClient(
    run,
    {
      place,
      target,
      cap,
      limits: { ...limits, max_duration_ms },
      last_request_ms: run.ledger.updates.lastStart(),
    },
    (parts) =>
      updateRecords({
        ...parts,
        ledger: run.ledger,
        target,
        update: cap,
        run_id: run.run_id,
        began_ms: run.began_ms,
        concurrency: limits.concurrency ?? CONCURRENCY,
        updated: update,
      }),
  );
}

/** Exit of a call that updates, where nothing has stopped it. */
export function exitOfUpdates({ ledger }: RunContext, { planned, updated, failed }: UpdateResult): Exit {
  const own = planned > updated + failed ? EXIT.unfinished : failed > 0 ? EXIT.some_rows_failed : EXIT.ok;
  return firstOf(exitOfLedger(ledger), own);
}
