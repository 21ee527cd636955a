import type { Chance } from "./chance.js";
import type { Keys, TenantHabits } from "./fake-tenant.js";
import { CALM, FAULTS, type Weather } from "./faults.js";
import type { Accidents } from "./machine.js";

/** A candidate of the old system, with the key of the CV, if there is one. */
export interface Candidate {
  readonly key: string;
  readonly keys: Keys;
  readonly cv: string | undefined;
}

export interface Application {
  readonly key: string;
  readonly candidate: string;
}

/** What hangs on a record of another step, by that one's key. */
export interface Hanger {
  readonly key: string;
  readonly parent: string;
}

export interface Life {
  readonly weather: Weather;
  readonly accidents: Accidents;
  readonly concurrency: number;
  readonly limit: number | undefined;
  readonly gap_ms: number;
}

export interface TenantPlan {
  readonly habits: TenantHabits;
  readonly cvs: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly applications: readonly Application[];
  /** Of applications. */
  readonly interviews: readonly Hanger[];
  /** On candidates. */
  readonly notes: readonly Hanger[];
  /** Whom Feishu knows before the first run. */
  readonly there: readonly Keys[];
  readonly stormy: readonly Life[];
}

const PEACE: Accidents = { dies_at: undefined, loses_power: false, disk: undefined };

export function tenantPlanOf(chance: Chance): TenantPlan {
  const size = chance.int(2, 7);
  const cvs = Array.from({ length: chance.int(1, 4) }, (_, n) => `F-${n + 1}`);
  const people = Array.from({ length: size }, (_, n) => personOf(chance, n));
  const candidates = Array.from({ length: size }, (_, n): Candidate => {
    const key = `C-${n + 1}`;
    return { key, keys: chance.pick(people), cv: chance.is(0.6) ? chance.pick([...cvs, "F-9"]) : undefined };
  });
  const applications = Array.from({ length: chance.int(1, 8) }, (_, n) => {
    return { key: `A-${n + 1}`, candidate: chance.is(0.05) ? "C-99" : chance.pick(candidates).key };
  });
  const there = people.flatMap((keys) => knownOf(chance, keys));
  const planned: Omit<TenantPlan, "interviews" | "notes"> = {
    habits: {
      ...{ repeat: "original", shows_external_id: false, newest_first: chance.is(0.5), page_size: 5 },
      ...{ normalises: false, empty: "absent", log_ids: chance.is(0.6), lag_ms: chance.pick([0, 500, 2_990]) },
      reuses_talents: chance.is(0.3),
      talents: ["6900000000000000001"],
    },
    ...{ cvs, candidates, applications, there },
    stormy: Array.from({ length: chance.int(1, 4) }, () => lifeOf(chance, candidates.length + applications.length)),
  };
  const hangers = (letter: string, parents: readonly { readonly key: string }[]) =>
    Array.from({ length: chance.int(0, 4) }, (_, n) => ({
      key: `${letter}-${n + 1}`,
      parent: chance.pick(parents).key,
    }));
  return { ...planned, interviews: hangers("I", applications), notes: hangers("N", candidates) };
}

/** Some can be asked for by both, by one, or by nothing. */
function personOf(chance: Chance, n: number): Keys {
  const email = `p${n}@example.com`;
  const mobile = `139${String(n).padStart(8, "0")}`;
  return chance.pick([{ email, mobile }, { email, mobile }, { email }, { mobile }, {}]);
}

/** Known by one key, by all, as two talents, or not at all. */
function knownOf(chance: Chance, { email, mobile }: Keys): Keys[] {
  const by_mail = email === undefined ? [] : [{ email }];
  const by_mobile = mobile === undefined ? [] : [{ mobile }];
  return chance.pick([[], [], [], by_mail, by_mobile, [...by_mail, ...by_mobile]]);
}

function lifeOf(chance: Chance, rows: number): Life {
  const share = () => chance.pick([0, 0.1, 0.3, 0.6]);
  return {
    weather: {
      ...CALM,
      faults: chance.some(FAULTS),
      create_share: share(),
      list_share: share(),
      token_share: chance.pick([0, 0, 0.2]),
    },
    accidents: { ...PEACE, dies_at: chance.is(0.7) ? chance.skewed(1, rows * 8 + 20) : undefined },
    concurrency: chance.pick([1, 3, 64]),
    limit: chance.is(0.15) ? chance.int(1, rows) : undefined,
    gap_ms: chance.pick([1_000, 4_000, 600_000, 26 * 3_600_000]),
  };
}

/** Nothing happens any more. */
export const CALM_LIFE: Life = {
  weather: CALM,
  accidents: PEACE,
  concurrency: 64,
  limit: undefined,
  gap_ms: 600_000,
};
