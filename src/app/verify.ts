import { verify as verifyRows } from "../engine/checks/verify.js";
import type { Ledger } from "../ledger/open.js";
import type { VerificationCounts } from "../ledger/rows/verifications.js";
import { EXIT, type Exit } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Failure } from "../model/failure.js";
import type { Payload } from "../model/payload.js";
import { findOf, type Target } from "../targets/target.js";
import { saying } from "../texts/saying.js";
import type { AppContext } from "./context.js";
import { type FeishuPlace, refuseRate } from "./feishu.js";
import { CONCURRENCY, type SendLimits } from "./limits.js";
import { type RunContext, type RunEnd, withRun } from "./run-context.js";
import { patienceOf, withFeishu } from "./run-feishu.js";
import { bindPlace, targetOfLedger } from "./session.js";

const SEED = 1;

/** Done rows that are to be read back. */
export interface VerifyRequest {
  /** Open, and held by this process alone: see `withLedger`. */
  readonly ledger: Ledger;
  /** As the user calls it, for messages. */
  readonly ledger_name: string;
  readonly place: FeishuPlace;
  readonly limits?: SendLimits;
  /** So many rows, drawn by `seed`; undefined: all of them. */
  readonly sample?: number | undefined;
  readonly seed?: number | undefined;
  /** Begins anew where an earlier verification has not come to its end. */
  readonly again?: boolean;
  /** What the user typed, for the ledger. */
  readonly argv?: readonly string[];
}

export interface VerifyResult extends RunEnd {
  readonly target: Target;
  readonly verification_id: number;
  /** Why something could not be read. */
  readonly unread: Failure | undefined;
}

/** The kind of the ExitError for a target whose records Feishu does not show again. */
export const CANNOT_VERIFY = "cannot_verify";

/**
 * Reads back what the ledger calls done, and compares it with what was sent. Goes on with a verification that was
 * stopped. Throws an ExitError: exit 2 for an empty ledger and a rate above the cap, 9 for another place or app.
 */
export async function verifyImport(request: VerifyRequest, app: AppContext): Promise<VerifyResult> {
  const { ledger, place, limits = {} } = request;
  const target = targetOfLedger(ledger, request.ledger_name);
  if ("none" in target.find) throw cannotVerify(target.title, target.find.none);
  refuseRate(limits.rate, target.find, place.base_url, "requests", `reading ${target.title}`);
  bindPlace(ledger, place);
  const found = { verification_id: 0, unread: undefined as Failure | undefined };
  const end = await withRun(ledger, app, { command: "verify", argv: request.argv }, async (run) => {
    found.verification_id = begin(run, target, request);
    found.unread = await readBack(run, target, request, found.verification_id);
    const counts = ledger.verifications.counts(found.verification_id);
    if (counts.unread === 0) ledger.verifications.end(found.verification_id, run.clock.now_ms());
    // Of rows that are not read yet nothing can be verified.
    return ledger.given_exports.unread().length > 0 ? EXIT.unfinished : exitOf(counts);
  });
  return { ...end, ...found, target };
}

function cannotVerify(title: string, why: string): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: CANNOT_VERIFY,
    ...saying("target_not_readable", { title, why }),
  });
}

/** A record that is nobody's is told; only one that looks like a double fails. */
function exitOf({ unread, differing, missing, doubles }: VerificationCounts): Exit {
  if (unread > 0) return EXIT.unfinished;
  return differing + missing + doubles > 0 ? EXIT.some_rows_failed : EXIT.ok;
}

function begin({ ledger, clock, observe }: RunContext, target: Target, request: VerifyRequest): number {
  const { verifications } = ledger;
  const choice = { sample: request.sample, seed: request.seed ?? SEED };
  const { id, begun_at_ms, is_resumed } = verifications.open(choice, request.again === true, clock.now_ms());
  verifications.plan(id, choice, (payload, remote_id) =>
    findOf(target).subject(JSON.parse(payload) as Payload, remote_id),
  );
  const counts = verifications.counts(id);
  observe({ event: "reading_back", counts, begun_at_ms: is_resumed ? begun_at_ms : undefined });
  return id;
}

function readBack(
  run: RunContext,
  target: Target,
  { place, limits = {}, sample }: VerifyRequest,
  verification_id: number,
): Promise<Failure | undefined> {
  const { codes } = target;
  const find = findOf(target);
  return withFeishu(run, { place, codes, limits }, (feishu) =>
    verifyRows({
      ...patienceOf(run, limits),
      ledger: run.ledger,
      verification_id,
      is_sample: sample !== undefined,
      find,
      send: feishu.client({ cap_per_s: find.cap_per_s }, { rate: limits.rate }).ask,
      concurrency: limits.concurrency ?? CONCURRENCY,
      limit: limits.limit,
    }),
  );
}
