import { Outage } from "../engine/calls/outage.js";
import type { TargetCodes } from "../targets/target.js";
import type { Feishu, FeishuPlace } from "./feishu.js";
import { FIRST_CONTACT_MS, limitDuration, MAX_ATTEMPTS, MAX_OUTAGE_MS, type SendLimits } from "./limits.js";
import type { RunContext } from "./run-context.js";

export interface RunFeishuOptions {
  readonly place: FeishuPlace;
  /** What errors mean beside the common ones. */
  readonly codes: TargetCodes;
  readonly limits: SendLimits;
  /** A connection that was made before, e.g. while an export was staged; whoever made it closes it. */
  readonly ahead?: Feishu | undefined;
}

/**
 * Connects and asks for the token beside other work, so that the first row need not wait for it. Whatever is wrong is
 * told to the first request that needs a token.
 */
export async function connectAhead(
  { connect, brake }: RunContext,
  { place, codes, limits }: RunFeishuOptions,
): Promise<Feishu> {
  const feishu = await connect(place, { codes, timeout_ms: limits.timeout_ms });
  void feishu.token(brake.signal);
  return feishu;
}

/** Lets `act` ask Feishu within a call's time. A connection that is made for it ends with it. */
export async function withFeishu<T>(
  { connect, clock, brake }: RunContext,
  { place, codes, limits, ahead }: RunFeishuOptions,
  act: (feishu: Feishu) => Promise<T>,
): Promise<T> {
  const feishu = ahead ?? (await connect(place, { codes, timeout_ms: limits.timeout_ms }));
  const end = limitDuration(clock, brake, limits.max_duration_ms);
  try {
    return await act(feishu);
  } finally {
    end();
    if (ahead === undefined) await feishu.close();
  }
}

/** How patiently a call asks and waits; what it reads is counted. */
export function patienceOf({ clock, random, brake, observe, requests }: RunContext, limits: SendLimits) {
  const common = { clock, random, brake, observe };
  const max_outage_ms = limits.max_outage_ms ?? MAX_OUTAGE_MS;
  return {
    ...common,
    outage: new Outage({ ...common, first_contact_ms: FIRST_CONTACT_MS, max_outage_ms }),
    max_attempts: limits.max_attempts ?? MAX_ATTEMPTS,
    asked: () => {
      requests.reads += 1;
    },
  };
}
