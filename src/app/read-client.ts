import { listRecords } from "../engine/calls/list-records.js";
import { Outage } from "../engine/calls/outage.js";
import { retryRead } from "../engine/calls/retry-read.js";
import type { Door } from "../engine/checks/preflight.js";
import type { Failure } from "../model/failure.js";
import type { FoundRecord, Listing, TargetCodes } from "../targets/target.js";
import type { AppContext } from "./context.js";
import type { FeishuPlace } from "./feishu.js";

const PATIENCE_MS = 30_000;
const ATTEMPTS = 3;

/** A whole list, or why there is none. Throws an ExitError where Feishu is out of reach. */
export type ReadList = (
  listing: Listing,
  subject: string,
) => Promise<{ readonly records: readonly FoundRecord[] } | { readonly failure: Failure }>;

/** What can be asked of Feishu without changing anything there. */
export interface ReadClient extends Door {
  readonly place: Pick<FeishuPlace, "name" | "app_id">;
  readonly read: ReadList;
}

export interface ReadLimits {
  /** For one answer. */
  readonly timeout_ms?: number | undefined;
  readonly max_outage_ms?: number | undefined;
  /** How long somebody who never answered is waited for. */
  readonly first_contact_ms?: number;
}

/**
 * Lets `act` ask Feishu, outside of any run. `codes`: what errors mean beside the common ones. Throws an ExitError
 * (exit 4) where Feishu is out of reach.
 */
export async function withReadClient<T>(
  { clock, random, brake, observe, connect }: Pick<AppContext, "clock" | "random" | "brake" | "observe" | "connect">,
  place: FeishuPlace,
  codes: TargetCodes,
  limits: ReadLimits,
  act: (client: ReadClient) => Promise<T>,
): Promise<T> {
  const { timeout_ms, max_outage_ms = PATIENCE_MS, first_contact_ms = PATIENCE_MS } = limits;
  const feishu = await connect(place, { codes, timeout_ms });
  const common = { clock, random, brake, observe };
  const outage = new Outage({ ...common, first_contact_ms, max_outage_ms });
  const parts = { ...common, outage, max_attempts: ATTEMPTS, asked: () => undefined };
  const asks = new Map<number, ReturnType<typeof feishu.client>["ask"]>();
  const askAt = (cap_per_s: number) => {
    const ask = asks.get(cap_per_s) ?? feishu.client({ cap_per_s }).ask;
    asks.set(cap_per_s, ask);
    return ask;
  };
  const answered = <A>(answer: A | undefined): A => {
    if (answer !== undefined) return answer;
    if (brake.reason?.why === "stopped") throw brake.reason.stop;
    throw new Error("a reading ended without a reason");
  };
  try {
    return await act({
      place,
      now_ms: () => clock.now_ms(),
      token: async () => answered(await retryRead(parts, feishu.token)),
      ask: async (request, cap_per_s) => {
        const ask = askAt(cap_per_s);
        return answered(await retryRead(parts, (signal) => ask(request, signal)));
      },
      read: async (find, subject) =>
        answered(await listRecords({ ...parts, find, send: askAt(find.cap_per_s) }, subject)),
    });
  } finally {
    await feishu.close();
  }
}
