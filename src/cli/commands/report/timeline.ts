import type { OutageEntry, RunRequests, Slot } from "../../../ledger/rows/history.js";

/** What the plot shows. A place on its axis is a slot; where nothing worked for long, the axis is cut. */
export interface Timeline {
  /** How long a slot is. */
  readonly width_s: number;
  /** When each slot begins, seconds since 1970 UTC; null where the axis is cut. */
  readonly starts_s: readonly (number | null)[];
  /** Requests a second, of the time in which a run was at work. */
  readonly rates: readonly (number | null)[];
  readonly throttled: readonly number[];
  /** From and to, as places on the axis. */
  readonly outages: readonly (readonly [number, number])[];
  readonly cuts: readonly Cut[];
}

interface Cut {
  readonly place: number;
  readonly idle_s: number;
}

/** Slots from the first to the last that belong together, both of them included. */
interface Stretch {
  readonly first: number;
  last: number;
}

interface Span {
  readonly from_ms: number;
  readonly to_ms: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const WIDTHS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24].map((n) => n * HOUR_MS),
];

export interface TimelineParts {
  readonly requests: readonly RunRequests[];
  readonly outages: readonly OutageEntry[];
  /** The slots of a width, from the ledger. */
  readonly slotsOf: (width_ms: number) => readonly Slot[];
  readonly max_points: number;
}

/** Undefined where nothing was sent yet. */
export function timelineOf({ requests, outages, slotsOf, max_points }: TimelineParts): Timeline | undefined {
  if (requests.length === 0) return undefined;
  const spans = spansOf(requests, outages);
  const { width_ms, stretches } = layOut(spans, max_points);
  const covered_ms = coverage(spans, width_ms);
  const slots = new Map(slotsOf(width_ms).map((each) => [each.slot, each]));
  const starts_s: (number | null)[] = [];
  const rates: (number | null)[] = [];
  const throttled: number[] = [];
  const cuts: Cut[] = [];
  for (const [index, { first, last }] of stretches.entries()) {
    if (index > 0) {
      const before = (stretches[index - 1] as Stretch).last + 1;
      cuts.push({ place: starts_s.length, idle_s: ((first - before) * width_ms) / SECOND_MS });
      starts_s.push(null);
      rates.push(null);
      throttled.push(0);
    }
    for (let slot = first; slot <= last; slot++) {
      const sent = slots.get(slot);
      // The first and the last second of a run are rarely whole ones.
      const at_work_ms = Math.max(covered_ms.get(slot) ?? 0, SECOND_MS);
      starts_s.push((slot * width_ms) / SECOND_MS);
      rates.push(Number((((sent?.requests ?? 0) * SECOND_MS) / at_work_ms).toPrecision(4)));
      throttled.push(sent?.throttled ?? 0);
    }
  }
  const bands = outages
    .filter(({ run_id }) => requests.some((run) => run.run_id === run_id))
    .map(({ began_at_ms, ended_at_ms }) => {
      const from = placeOf(began_at_ms, width_ms, stretches);
      return [from, Math.max(from, placeOf(ended_at_ms ?? began_at_ms, width_ms, stretches))] as const;
    });
  return { width_s: width_ms / SECOND_MS, starts_s, rates, throttled, outages: bands, cuts };
}

/** When each run was at work: from its first request to its last answer, or to the end of an outage behind it. */
function spansOf(requests: readonly RunRequests[], outages: readonly OutageEntry[]): Span[] {
  const ends = new Map<number, number>();
  for (const { run_id, ended_at_ms } of outages) ends.set(run_id, Math.max(ends.get(run_id) ?? 0, ended_at_ms ?? 0));
  return requests
    .map(({ run_id, first_ms, last_ms }) => ({ from_ms: first_ms, to_ms: Math.max(last_ms, ends.get(run_id) ?? 0) }))
    .sort((one, other) => one.from_ms - other.from_ms);
}

/** The finest slots of which at most `max_points` are needed. Idle times shorter than a slot are no cuts. */
function layOut(spans: readonly Span[], max_points: number): { width_ms: number; stretches: readonly Stretch[] } {
  for (let step = 0; ; step++) {
    const last_ms = WIDTHS_MS.at(-1) as number;
    const width_ms = WIDTHS_MS[step] ?? last_ms * 2 ** (step - WIDTHS_MS.length + 1);
    const stretches = stretchesOf(spans, width_ms);
    const points = stretches.reduce((sum, { first, last }) => sum + last - first + 1, stretches.length - 1);
    if (points <= max_points) return { width_ms, stretches };
  }
}

function stretchesOf(spans: readonly Span[], width_ms: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { from_ms, to_ms } of spans) {
    const first = Math.floor(from_ms / width_ms);
    const last = Math.floor(to_ms / width_ms);
    const open = stretches.at(-1);
    // A cut is as wide as a slot: one slot of idle time is drawn as it was.
    if (open !== undefined && first <= open.last + 2) open.last = Math.max(open.last, last);
    else stretches.push({ first, last });
  }
  return stretches;
}

/** For how long some run was at work in each slot. */
function coverage(spans: readonly Span[], width_ms: number): Map<number, number> {
  const covered = new Map<number, number>();
  for (const { from_ms, to_ms } of spans) {
    for (let slot = Math.floor(from_ms / width_ms); slot * width_ms <= to_ms; slot++) {
      const part_ms = Math.min(to_ms, (slot + 1) * width_ms) - Math.max(from_ms, slot * width_ms);
      covered.set(slot, Math.min((covered.get(slot) ?? 0) + part_ms, width_ms));
    }
  }
  return covered;
}

/** Where a moment stands on the axis; one that lies in a cut, or outside, stands at the nearest end. */
function placeOf(at_ms: number, width_ms: number, stretches: readonly Stretch[]): number {
  let place = 0;
  for (const [index, { first, last }] of stretches.entries()) {
    if (index > 0) place += 1;
    const into = at_ms / width_ms - first;
    const length = last - first + 1;
    if (into <= length) return Math.round((place + Math.max(into, 0)) * 100) / 100;
    place += length;
  }
  return place;
}
