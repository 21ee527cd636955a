import type { OpenedExport } from "../engine/staging/exports.js";
import { type ProfiledExport, profileExports } from "../engine/staging/profile-exports.js";
import { type Staged, stage } from "../engine/staging/stage.js";
import { type TalentEstimate, TalentEstimator } from "../engine/talents/estimate.js";
import type { Ledger } from "../ledger/open.js";
import type { Changed } from "../ledger/runs/summary.js";
import type { Mapping } from "../mapping/index.js";
import { pacePerSecond } from "../model/cap.js";
import { EXIT, type Exit } from "../model/exit.js";
import type { Counts } from "../model/status.js";
import { targetOf } from "../targets/index.js";
import { talents as talentsOfFeishu } from "../targets/talents.js";
import type { Target } from "../targets/target.js";
import type { AppContext } from "./context.js";
import { askForTalents, talentSeconds } from "./estimate-talents.js";
import { exitOfAccess, firstOf } from "./exit-code.js";
import type { FeishuPlace } from "./feishu.js";
import type { ForecastOfRows } from "./forecast.js";
import { checkOnline } from "./online-checks.js";
import { type ReadClient, type ReadLimits, withReadClient } from "./read-client.js";
import { refuseOtherParents } from "./session.js";

/** What a run reaches of the cap when nobody throttles it. */
const CAP_SHARE = 0.98;

export interface CheckRequest {
  /** A ledger to throw away: the user's own, copied, or an empty one with a setup. */
  readonly scratch: Ledger;
  readonly mapping: Mapping;
  readonly exports: readonly OpenedExport[];
  /** Where Feishu is to be asked, too. */
  readonly place?: FeishuPlace | undefined;
  readonly limits?: ReadLimits;
}

/** What a run would make of exports. */
export interface CheckResult {
  readonly target: Target;
  readonly exit: Exit;
  /** Names this check in the scratch ledger. */
  readonly pass: number;
  readonly counts: Counts;
  readonly exports: readonly ProfiledExport[];
  readonly staged: Staged;
  /** Undefined where Feishu was not asked. */
  readonly online: ForecastOfRows | undefined;
  /** Undefined where nobody's talent is wanted. */
  readonly talents: CheckedTalents | undefined;
  /** Requests that create, of the run to come. */
  readonly calls: number;
  readonly expected_seconds: number;
  readonly new_rows: number;
  readonly changed: Changed;
}

/** `calls`, `expected_seconds`: of asking for talents, before anything is sent. */
export type CheckedTalents = TalentEstimate & { readonly expected_seconds: number };

/**
 * Everything that an import does, short of sending, into a ledger that is thrown away. Throws an ExitError: exit 2 for
 * an export that cannot be read without a guess, 4 where Feishu was to be asked and is out of reach.
 */
export async function checkImport(request: CheckRequest, app: AppContext): Promise<CheckResult> {
  const { scratch, mapping, exports } = request;
  const target = targetOf(mapping.target);
  const at = request.place ?? placeSentTo(scratch);
  if (at !== undefined) refuseOtherParents(exports, at);
  const pass = scratch.runs.begin("check", app.version, app.process_id, app.clock.now_ms());
  const rows_before = scratch.summary.lastRow();
  const options = { ...app, ledger: scratch, mapping, pass, reuse: false };
  const profiled = await profileExports({ ...options, exports });
  const asked_calls =
    mapping.person === undefined
      ? 0
      : await asking(request, app, talentsOfFeishu.codes, 0, (client) =>
          askForTalents(client, app, { mapping, scratch, pass, exports: profiled }),
        );
  const estimator = mapping.person === undefined ? undefined : new TalentEstimator(scratch.talents, pass);
  const staged = await stage({
    ...options,
    exports: profiled,
    ...(estimator === undefined ? {} : { resolve: estimator.resolve }),
  });
  const counts = scratch.summary.counts({ pass });
  const online = await asking(request, app, target.codes, undefined, (client) =>
    checkOnline(client, target, mapping, () => scratch.summary.eachToSend(pass)),
  );
  const talents = estimator && talentsOf(estimator.facts(), asked_calls);
  const calls = counts.pending + counts.failed + counts.in_doubt + counts.sending;
  return {
    target,
    exit: firstOf(online === undefined ? EXIT.ok : exitOfAccess(online.findings), exitOfRows(counts)),
    pass,
    counts,
    exports: profiled,
    staged,
    online,
    talents,
    calls,
    expected_seconds: Math.ceil(calls / (pacePerSecond(target) * CAP_SHARE)) + (talents?.expected_seconds ?? 0),
    new_rows: scratch.summary.metSince(pass, rows_before),
    changed: scratch.summary.changed({ pass }),
  };
}

/** Undefined while nothing has left. */
function placeSentTo({ setup }: Ledger): { name: string; app_id: string } | undefined {
  const { place: name = null, app_id = null } = setup.get() ?? {};
  return name === null || app_id === null || !setup.wasSent() ? undefined : { name, app_id };
}

function talentsOf(estimate: TalentEstimate, asked_calls: number): CheckedTalents {
  const { people, known, to_ask } = estimate;
  const calls = estimate.calls + asked_calls;
  return { people, known, to_ask, calls, expected_seconds: talentSeconds(calls) };
}

/** Nothing is asked where nobody wants to know. */
function asking<T>(
  { place, limits = {} }: CheckRequest,
  app: AppContext,
  codes: Target["codes"],
  otherwise: T,
  act: (client: ReadClient) => Promise<T>,
): Promise<T> {
  if (place === undefined) return Promise.resolve(otherwise);
  return withReadClient({ ...app, observe: () => undefined }, place, codes, limits, act);
}

function exitOfRows({ invalid, rejected }: Counts): Exit {
  return invalid + rejected > 0 ? EXIT.some_rows_failed : EXIT.ok;
}
