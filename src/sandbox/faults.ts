import { createRandom, type Random } from "./random.js";

/**
 * What can go wrong on the way, and what a client must survive. `_before`: the request did not act;
 * `_after`: it acted, and the client cannot tell.
 *
 *  cut         the connection is destroyed without an answer
 *  hang        no answer ever comes, the connection stays open
 *  error_500   Feishu's own 1002001 with HTTP 500; `error_200` as batch_get_id is documented to say it
 *  html_502    a proxy's HTML page
 *  html_200    an HTML page that claims success
 *  truncated   half of the JSON, then the connection is cut
 *  throttle    99991400 with HTTP 429; `throttle_400` as older APIs do it
 *  token_dead  the token is revoked: 99991663, also for whoever uses it later
 */
export const FAULT_NAMES = [
  "cut_before",
  "cut_after",
  "hang_before",
  "hang_after",
  "error_500_before",
  "error_500_after",
  "error_200_before",
  "error_200_after",
  "html_502_before",
  "html_502_after",
  "html_200_after",
  "truncated_after",
  "throttle",
  "throttle_400",
  "token_dead",
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/** 0 to 1 for each fault. A request meets one fault at most, so they sum up to 1 at most. */
export type FaultProbabilities = { readonly [Name in FaultName]?: number | undefined };

export interface Faults {
  /** The fault that the next request of this API meets, or null. */
  draw(api: string): FaultName | null;
  /** Replaces all probabilities. */
  set(probabilities: FaultProbabilities): void;
  /** What the API's next requests meet (null: nothing), before probabilities have their turn again. */
  plan(api: string, names: readonly (FaultName | null)[]): void;
  probabilities(): FaultProbabilities;
}

interface FaultSettings {
  readonly seed: number;
  readonly faults: FaultProbabilities;
  readonly faulty_apis?: readonly string[] | undefined;
}

export function isFaultName(name: unknown): name is FaultName {
  return (FAULT_NAMES as readonly unknown[]).includes(name);
}

/** Each API draws from its own generator, so that a token renewed or a list read does not shift the creates' faults. */
export function createFaults(settings: FaultSettings): Faults {
  let probabilities = settings.faults;
  const generators = new Map<string, Random>();
  const planned = new Map<string, (FaultName | null)[]>();

  function draw(api: string): FaultName | null {
    const next = planned.get(api)?.shift();
    if (next !== undefined) return next;
    if (settings.faulty_apis && !settings.faulty_apis.includes(api)) return null;
    const random = generators.get(api) ?? createRandom(settings.seed, api);
    generators.set(api, random);
    let drawn = random();
    for (const name of FAULT_NAMES) {
      drawn -= probabilities[name] ?? 0;
      if (drawn < 0) return name;
    }
    return null;
  }

  return {
    draw,
    set: (given) => {
      probabilities = { ...given };
    },
    plan: (api, names) => {
      planned.set(api, [...(planned.get(api) ?? []), ...names]);
    },
    probabilities: () => probabilities,
  };
}
