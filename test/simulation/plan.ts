import type { Payload } from "../../src/model/payload.js";
import type { Chance } from "./chance.js";
import { type FeishuHabits, MENDED, UNFIT_TITLES } from "./fake-feishu.js";
import { CALM, FAULTS, type FateName, type Weather } from "./faults.js";
import type { Accidents } from "./machine.js";
import { type PeoplePlan, peopleOf } from "./people.js";
import { besieged, type Siege } from "./siege.js";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/** One run of a history, and the time after it. */
export interface RunPlan {
  readonly weather: Weather;
  readonly accidents: Accidents;
  readonly limit: number | undefined;
  readonly max_attempts: number;
  readonly concurrency: number;
  /** Somebody stops the run gently. */
  readonly stopped_at_ms: number | undefined;
  readonly clock: readonly ClockEvent[];
  /** Rows whose content is mended before this run, by their index. */
  readonly mended: readonly number[];
  /** Sends what was rejected again, too. */
  readonly retries_rejected: boolean;
  /** Overwrites the records of done rows that have changed. */
  readonly updates_changed: boolean;
  readonly siege: Siege | undefined;
  /** From its end to the start of the next one. */
  readonly gap_ms: number;
  /** The wall clock is wrong by this from the gap on; undefined: it stays as it is. */
  readonly wall_error_ms: number | undefined;
  /** The wall clock is set to this before the ledger's latest entry: without a `Date` of Feishu's that alone tells. */
  readonly set_back_ms: number | undefined;
}

export interface ClockEvent {
  /** On the monotonic clock, after the start of the run. */
  readonly at_ms: number;
  readonly suspended_ms: number;
  readonly wall_error_ms: number | undefined;
}

export interface Plan {
  readonly habits: FeishuHabits;
  readonly rows: readonly Payload[];
  /** Who each row is about, where the export knows no talents; Feishu is asked for them. */
  readonly people: PeoplePlan | undefined;
  /** What somebody else has put there. */
  readonly foreign: readonly Payload[];
  readonly stormy: readonly RunPlan[];
}

const TALENTS = ["6900000000000000001", "6900000000000000002", "6900000000000000003"] as const;
const MISSING_TALENT = "6900000000000000009";
const TITLES = ["Chef", "Chef ", "Ｃｈｅｆ", "Baker"] as const;
const STAGES = ["offer", "interview", " interview"] as const;
const FIRST_MS = Date.UTC(2019, 2, 4);

/** Not known everywhere at once, or dead after seconds of which nobody is told. */
const TOKENS: readonly Pick<FeishuHabits, "token_lag_ms" | "token_lives_ms">[] = [
  ...Array.from({ length: 6 }, () => ({})),
  { token_lag_ms: 3_000 },
  { token_lag_ms: 9_000 },
  { token_lives_ms: 4_000 },
  { token_lives_ms: 10_000 },
];

/** What a history makes much of: the rare meetings of two accidents need to be sought. */
export type Theme = (typeof THEMES)[number];
const THEMES = ["anything", "twins", "late", "days", "undated", "corrections"] as const;

export function planOf(chance: Chance, theme: Theme = chance.pick(THEMES)): Plan {
  const is_twins = theme === "twins";
  const talents = TALENTS.slice(0, is_twins || theme === "late" ? 1 : chance.int(1, 3));
  const variety = is_twins ? 0 : chance.int(1, 3);
  const drawn = Array.from(
    { length: chance.skewed(2, theme === "late" || theme === "corrections" ? 8 : 40) },
    (_, index) => row(chance, index, talents, variety),
  );
  const plan = {
    habits: habits(chance, theme, talents),
    rows: drawn,
    foreign: foreign(chance, drawn),
    stormy: theme === "corrections" ? corrections(chance, drawn.length) : storms(chance, theme, drawn.length),
  };
  // Drawn last, so that all others stay what they are.
  const people = chance.is(0.15) ? peopleOf(chance, drawn.length, talents, plan.stormy.length) : undefined;
  const rows = people ? drawn.map((each, index) => ({ ...each, talent_id: people.rows[index]!.talent_id })) : drawn;
  const powered = plan.stormy.map((run) => withPower(chance, run));
  return {
    ...plan,
    rows,
    people,
    habits: { ...plan.habits, ...chance.pick(TOKENS) },
    stormy: theme === "corrections" ? powered : powered.map((run) => besieged(chance, run)),
  };
}

/** Half of the processes that die take the machine's power along. */
function withPower(chance: Chance, { accidents, ...run }: RunPlan): RunPlan {
  return { ...run, accidents: { ...accidents, loses_power: accidents.dies_at !== undefined && chance.is(0.5) } };
}

function foreign(chance: Chance, rows: readonly Payload[]): Payload[] {
  return chance.is(0.25) ? rows.flatMap((each) => (chance.is(0.2) ? [nearly(chance, each)] : [])) : [];
}

function habits(chance: Chance, theme: Theme, talents: readonly string[]): FeishuHabits {
  return {
    repeat: chance.pick(["original", "original", "1002002", "unknown_code", "any"]),
    shows_external_id: chance.is(0.15),
    newest_first: chance.is(0.5),
    page_size: theme === "twins" ? chance.pick([1, 2]) : chance.pick([1, 2, 3, 5, 20]),
    normalises: chance.is(0.5),
    empty: chance.pick(["absent", "null", "text", "zero"]),
    undated: theme === "undated",
    log_ids: chance.is(0.6),
    lag_ms: theme === "late" ? 2_990 : chance.pick([0, 0, 500, 2_990]),
    talents,
  };
}

/** `variety`: how many values each field may have; with none, all rows have equal content. */
function row(chance: Chance, index: number, talents: readonly string[], variety: number): Payload {
  const unfit = chance.is(0.06);
  return {
    external_id: `A-${index + 1}`,
    talent_id: chance.is(0.04) ? MISSING_TALENT : chance.pick(talents),
    job_title: unfit ? chance.pick(Object.keys(UNFIT_TITLES)) : chance.pick(TITLES.slice(0, variety + 1)),
    ...(variety > 0 && chance.is(0.8) ? { stage: chance.pick(STAGES.slice(0, variety)) } : {}),
    ...(variety > 0 && chance.is(0.7) ? { create_time: FIRST_MS + chance.int(0, variety * 2 - 1) * 60_000 } : {}),
  };
}

/** A record of somebody else's that is close to a row, and never the same as any. */
function nearly(chance: Chance, { external_id: _key, ...like }: Payload): Payload {
  return { ...like, termination_reason: "by hand", ...(chance.is(0.5) ? { job_title: "Waiter" } : {}) };
}

/** The row as somebody mends it between two runs. */
export function mended(row: Payload, talents: readonly string[]): Payload {
  const { talent_id, job_title, ...others } = row;
  return {
    ...others,
    talent_id: talents.includes(String(talent_id)) ? talent_id! : talents[0]!,
    job_title: String(job_title) in UNFIT_TITLES ? "Cook" : `${job_title}${MENDED}`,
  };
}

function storms(chance: Chance, theme: Theme, rows: number): RunPlan[] {
  return Array.from({ length: chance.int(1, 6) }, (_, index) => stormy(chance, theme, rows, index));
}

/** All is sent in peace; then the content changes again and again, under corrections that die and dawdle. */
function corrections(chance: Chance, rows: number): RunPlan[] {
  const dying = Array.from({ length: chance.int(2, 6) }, (_, index): RunPlan => {
    const run = stormy(chance, "corrections", rows, index + 1);
    // Behind what every run does before its first correction.
    const dies_at = chance.is(0.8) ? chance.int(8, rows * 4 + 10) : undefined;
    return {
      ...run,
      accidents: { ...run.accidents, dies_at },
      mended: indexes(rows).filter(() => chance.is(0.6)),
      updates_changed: true,
    };
  });
  // What one call has under way may still be when the next one begins.
  return [calmRun(4_000), ...dying].map((run) => ({ ...run, gap_ms: chance.between(0.3, 3) * SECOND_MS }));
}

function stormy(chance: Chance, theme: Theme, rows: number, index: number): RunPlan {
  const may_die = chance.is(0.45);
  const is_set_back = theme === "undated" && index % 2 === 1 && chance.is(0.8);
  const may_fill = chance.is(0.12);
  const clock_events = chance.pick({ late: [0, 3, 100], undated: [0] }[theme as string] ?? [0, 0, 0, 1, 3]);
  return {
    weather: storm(chance, theme),
    accidents: {
      dies_at: may_die ? chance.skewed(1, rows * 8 + 10) : undefined,
      loses_power: false,
      disk: may_fill ? { from: chance.skewed(2, rows * 4 + 4), writes: chance.pick([1, 3, 1e9]) } : undefined,
    },
    limit: chance.is(0.1) ? chance.int(1, rows) : undefined,
    max_attempts: theme === "late" ? chance.int(1, 2) : chance.pick([1, 2, 3, 5, 5]),
    concurrency: chance.pick([1, 3, 64]),
    stopped_at_ms: chance.is(0.15) ? chance.skewed(1, 60_000) : undefined,
    clock: Array.from({ length: clock_events }, () => clockEvent(chance, theme)),
    mended: index > 0 && chance.is(0.3) ? indexes(rows).filter(() => chance.is(0.3)) : [],
    retries_rejected: index > 0 && chance.is(0.2),
    updates_changed: index > 0 && chance.is(0.6),
    gap_ms: gapOf(chance, theme),
    wall_error_ms: theme === "undated" ? 0 : betweenRuns(chance),
    set_back_ms: is_set_back ? chance.between(6, 10) * HOUR_MS : undefined,
    siege: undefined,
  };
}

function betweenRuns(chance: Chance): number | undefined {
  return chance.is(0.2) ? wallError(chance) : undefined;
}

const LATE: readonly FateName[] = [
  ...(["cut_then_acts", "hangs_then_acts", "hangs_acts_late", "cut_acts_late"] as const),
  ...(["error_500_then_acts", "error_500_then_acts", "error_500_after"] as const),
];

function storm(chance: Chance, theme: Theme): Weather {
  const share = () => chance.pick([0, 0.1, 0.3, 0.6, 0.9]);
  const acts_late = theme === "late" || theme === "corrections" || (theme === "twins" && chance.is(0.5));
  return {
    faults: acts_late ? LATE : chance.some(FAULTS),
    create_share: theme === "corrections" ? chance.pick([0, 0.1, 0.3]) : share(),
    list_share: share(),
    token_share: chance.pick([0, 0, 0.2]),
    shapeless_share: chance.pick([0, 0, 0.1]),
    copy_share: chance.pick([0, 0, 0, 0.05, 0.3]),
    swap_share: chance.pick([0, 0, 0, 0.1, 0.4]),
    tokens_die_ms: chance.is(0.2) ? [chance.skewed(1, 20_000), chance.skewed(1, 20_000)] : [],
    scope_is_missing: chance.is(0.04),
  };
}

function clockEvent(chance: Chance, theme: Theme): ClockEvent {
  const is_set = theme === "late" || chance.is(0.5);
  return {
    at_ms: theme === "late" ? chance.between(1, 60_000) : chance.skewed(1, 40_000),
    suspended_ms: theme !== "late" && chance.is(0.5) ? gap(chance) : 0,
    wall_error_ms: is_set ? wallError(chance) : undefined,
  };
}

function wallError(chance: Chance): number {
  return chance.pick([0, 0, -1, 1]) * chance.between(0.1, 40) * HOUR_MS;
}

function gapOf(chance: Chance, theme: Theme): number {
  if (theme === "days") return chance.between(22, 26) * HOUR_MS;
  // Old enough that a clock set back to before the latest entry may still stand behind a doubt.
  if (theme === "undated") return chance.between(8, 40) * HOUR_MS;
  return gap(chance);
}

function gap(chance: Chance): number {
  const [low, high] = chance.pick([
    [SECOND_MS, 10 * SECOND_MS],
    [60 * SECOND_MS, HOUR_MS],
    [HOUR_MS, 22 * HOUR_MS],
    [22.5 * HOUR_MS, 24.5 * HOUR_MS],
    [24.5 * HOUR_MS, 60 * HOUR_MS],
  ] as const);
  return chance.between(low, high);
}

function indexes(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** The storm is over: from here on a history must come to rest. */
export function calmRun(gap_ms: number): RunPlan {
  return {
    weather: CALM,
    accidents: { dies_at: undefined, loses_power: false, disk: undefined },
    limit: undefined,
    max_attempts: 5,
    concurrency: 64,
    stopped_at_ms: undefined,
    clock: [],
    mended: [],
    retries_rejected: false,
    updates_changed: true,
    gap_ms,
    wall_error_ms: undefined,
    set_back_ms: undefined,
    siege: undefined,
  };
}
