import { unfinished } from "../engine/sending/select.js";
import type { OpenedExport } from "../engine/staging/exports.js";
import { type ProfiledExport, profileExports } from "../engine/staging/profile-exports.js";
import { type Staged, stage } from "../engine/staging/stage.js";
import type { ResolvedTalents } from "../engine/talents/resolve.js";
import type { Ledger } from "../ledger/open.js";
import type { Mapping } from "../mapping/index.js";
import { targetOf } from "../targets/index.js";
import type { Target } from "../targets/target.js";
import type { AppContext } from "./context.js";
import { type FeishuPlace, refuseRate } from "./feishu.js";
import type { SendLimits } from "./limits.js";
import { noteParents } from "./parents.js";
import { forgetGoneTalents, resolveTalents } from "./resolve-talents.js";
import { type RunContext, type RunEnd, withRun } from "./run-context.js";
import { connectAhead } from "./run-feishu.js";
import { sendQueued } from "./send.js";
import { bindPlace, refuseOtherParents, setUp } from "./session.js";
import {
  exitOfUpdates,
  planUpdates,
  previewUpdates,
  sendUpdates,
  type UpdateOptions,
  type UpdateResult,
  updatable,
} from "./update.js";

/** What is to be imported, and how far. */
export interface ImportRequest {
  /** Open, and held by this process alone: see `withLedger`. */
  readonly ledger: Ledger;
  readonly mapping: Mapping;
  readonly exports: readonly OpenedExport[];
  readonly place: FeishuPlace;
  readonly limits?: SendLimits;
  /** Records of done rows whose rows have changed get their new content, once `confirm` has agreed. */
  readonly update_changed?: boolean;
  /** What the user typed, for the ledger. */
  readonly argv?: readonly string[];
}

/** What a call of `runImport` has come to; what it never came to is undefined. */
export interface ImportResult extends RunEnd {
  readonly target: Target;
  /** As far as they were looked at. */
  readonly exports: readonly (OpenedExport | ProfiledExport)[];
  readonly talents: ResolvedTalents | undefined;
  readonly staged: Staged | undefined;
  readonly update: UpdateResult;
}

/** What a call has found so far: whatever ends it, this is told. */
interface Findings {
  exports: readonly (OpenedExport | ProfiledExport)[];
  talents: ResolvedTalents | undefined;
  staged: Staged | undefined;
  /** Counted up as records come to their end. */
  update: { -readonly [Key in keyof UpdateResult]: UpdateResult[Key] };
}

/**
 * Imports exports: every row goes into the ledger, then what is not done is sent. What is done and has changed comes
 * last, where that is asked for: doubts grow old, and are settled by what Feishu holds before anything there is
 * changed. Called again with the same ledger it goes on where it was. Throws an ExitError where the ledger belongs to
 * another target, place, app or key rule (exit 9), or a rate is above Feishu's cap (exit 2); what ends it later is in
 * `stop`.
 */
export async function runImport(request: ImportRequest, app: AppContext): Promise<ImportResult> {
  const { ledger, mapping, exports, place, limits = {} } = request;
  const target = targetOf(mapping.target);
  if (request.update_changed === true) updatable(target);
  const paths = exports.map(({ path }) => path);
  setUp(ledger, mapping, paths, app.clock.now_ms());
  refuseRate(limits.rate, target, place.base_url, "requests", target.title);
  refuseOtherParents(exports, place);
  bindPlace(ledger, place);
  noteParents(ledger, mapping);
  const update = { preview: undefined, planned: 0, updated: 0, failed: 0 };
  const found: Findings = { exports, talents: undefined, staged: undefined, update };
  const end = await withRun(ledger, app, { command: "run", argv: request.argv, exports: paths }, async (run) => {
    const options = { place, target, limits };
    const profiled = await profileAll(run, request, target, found);
    // Where all is staged already nothing may be left to send, and nothing is asked for in vain.
    const has_new = profiled.some(({ reused_id }) => reused_id === undefined);
    const ahead = has_new ? await connectAhead(run, { ...options, codes: target.codes }) : undefined;
    try {
      await stageAll(run, request, profiled, found);
      if (run.brake.pulled) return;
      if (request.update_changed === true) await planCorrection(run, options, found);
      if (run.brake.pulled) return;
      await sendQueued(run, { ...options, ahead, rows: () => unfinished(ledger.queue, run.clock) });
    } finally {
      await ahead?.close();
    }
    if (found.update.planned > 0 && !run.brake.pulled) await sendUpdates(run, options, found.update);
    return exitOfUpdates(run, found.update);
  });
  return { ...end, ...found, target };
}

/** What is to be overwritten is known, and agreed on, before anything leaves. */
async function planCorrection(run: RunContext, options: UpdateOptions, found: Findings): Promise<void> {
  const preview = previewUpdates(run, options);
  found.update.preview = preview;
  found.update.planned = await planUpdates(run, options, preview);
}

async function profileAll(
  run: RunContext,
  { mapping, exports }: ImportRequest,
  target: Target,
  found: Findings,
): Promise<readonly ProfiledExport[]> {
  forgetGoneTalents(run.ledger, mapping, target);
  const profiled = await profileExports({ ...run, mapping, exports, reuse: true });
  found.exports = profiled;
  run.observe({ event: "profiled", exports: profiled });
  return profiled;
}

/** Act one, with who the people are before it. */
async function stageAll(
  run: RunContext,
  { mapping, exports, place, limits = {} }: ImportRequest,
  profiled: readonly ProfiledExport[],
  found: Findings,
): Promise<void> {
  const talents = await resolveTalents(run, { place, mapping, exports: profiled, limits });
  found.talents = talents.resolved;
  const options = { ...run, mapping, reuse: true, pass: run.run_id };
  const staged = await stage({ ...options, exports: profiled, brake: talents.staging_brake });
  found.staged = staged;
  // Before anything is sent.
  run.observe({ event: "all_staged", staged, exports });
}
