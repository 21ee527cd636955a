import { sendRows } from "../engine/sending/send-rows.js";
import { foldersOf } from "../engine/staging/export-files.js";
import type { QueuedRow } from "../ledger/rows/queue.js";
import type { Payload } from "../model/payload.js";
import type { Target } from "../targets/target.js";
import type { Feishu, FeishuPlace } from "./feishu.js";
import { CONCURRENCY, FIRST_CONTACT_MS, MAX_ATTEMPTS, MAX_OUTAGE_MS, type SendLimits } from "./limits.js";
import { withParents } from "./parents.js";
import type { RunContext } from "./run-context.js";
import { withFeishu } from "./run-feishu.js";

export interface SendOptions {
  readonly place: FeishuPlace;
  readonly target: Target;
  /** Asked for anew by each reading of them. */
  readonly rows: () => Iterator<QueuedRow>;
  readonly limits: SendLimits;
  /** A connection that was made while the exports were staged. */
  readonly ahead?: Feishu | undefined;
}

/** Act two of a call: asks whoever has to agree, then sends the rows within the call's limits. */
export async function sendQueued(run: RunContext, { place, target, rows, limits, ahead }: SendOptions): Promise<void> {
  const { ledger, brake, last_start_ms } = run;
  await askConsent(run, target, rows(), limits.limit);
  if (brake.pulled) return;
  await withParents(ledger, (parents) =>
    withFeishu(run, { place, codes: target.codes, limits, ahead }, async (feishu) => {
      const { send, pace } = feishu.client(target, { rate: limits.rate, last_request_ms: last_start_ms });
      const rate_per_s = limits.rate ?? target.cap_per_s;
      run.observe({ event: "sending", counts: ledger.summary.counts(), rate_per_s, pace });
      await sendRows({
        ...run,
        target,
        rows: rows(),
        send,
        read: feishu.client("none" in target.find ? target : { cap_per_s: target.find.cap_per_s }).ask,
        folders: foldersOf(ledger.sources.all().map(({ path }) => path)),
        heard_time: feishu.heard_time,
        concurrency: limits.concurrency ?? CONCURRENCY,
        limit: limits.limit,
        max_errors: limits.max_errors,
        max_attempts: limits.max_attempts ?? MAX_ATTEMPTS,
        first_contact_ms: FIRST_CONTACT_MS,
        max_outage_ms: limits.max_outage_ms ?? MAX_OUTAGE_MS,
        outdated: parents && ((payload) => parents.outdated(payload)),
      });
    }),
  );
}

/** Asks before anything is sent that people outside will see. */
async function askConsent(
  run: RunContext,
  target: Target,
  queued: Iterator<QueuedRow>,
  limit = Number.POSITIVE_INFINITY,
): Promise<void> {
  if (target.visible === undefined) return;
  const values = target.visible.counted.map(({ field }) => ({ field, seen: new Set<unknown>() }));
  let rows = 0;
  for (let row = queued.next(); row.done !== true && rows < limit; row = queued.next()) {
    rows += 1;
    const payload = JSON.parse(row.value.payload) as Payload;
    for (const { field, seen } of values) seen.add(payload[field]);
  }
  if (rows === 0) return;
  await run.confirm({ question: "visible", target, rows, amounts: values.map(({ seen }) => seen.size) });
}
