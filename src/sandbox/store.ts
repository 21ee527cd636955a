import type { SandboxClock } from "./clock.js";
import type { Jobs } from "./jobs.js";
import { type Journal, NO_JOURNAL, openJournal } from "./journal.js";
import { personOf, TALENT } from "./talent-person.js";
import type { Talents, TalentToAdd } from "./talents.js";
import type { Fields } from "./validate.js";

/** One object that the simulated Feishu holds. Times are milliseconds since 1970 UTC. */
export interface SandboxRecord {
  /** e.g. `external_application` */
  readonly resource: string;
  /** 19 decimal digits, above what a JavaScript number can hold. */
  readonly id: string;
  /** What makes it one: the key it came with, which Feishu never tells again, or advertisement@channel. */
  readonly external_id: string | null;
  /** What it is listed under: the talent's id. */
  readonly owner: string;
  readonly created_ms: number;
  readonly updated_ms: number | null;
  readonly deleted_ms: number | null;
  readonly fields: Fields;
}

type Entry =
  | {
      readonly op: "create";
      readonly at_ms: number;
      readonly resource: string;
      readonly id: string;
      readonly external_id: string | null;
      readonly owner: string;
      readonly fields: Fields;
    }
  | {
      readonly op: "update";
      readonly at_ms: number;
      readonly id: string;
      readonly owner: string;
      readonly fields: Fields;
    }
  | { readonly op: "delete"; readonly at_ms: number; readonly id: string }
  | { readonly op: "talents"; readonly add: readonly TalentToAdd[]; readonly remove: readonly string[] }
  | { readonly op: "jobs"; readonly close: readonly string[]; readonly open: readonly string[] }
  | { readonly op: "clock"; readonly advance_ms: number };

export interface NewRecord {
  readonly resource: string;
  readonly owner: string;
  readonly external_id: string | null;
  readonly fields: Fields;
}

export interface Store {
  create(record: NewRecord): SandboxRecord;
  update(id: string, owner: string, fields: Fields): SandboxRecord;
  remove(id: string): SandboxRecord;
  /** A record that is there: of this resource and not deleted. */
  get(resource: string, id: string): SandboxRecord | null;
  /** Whether an id is a record's that was created here, deleted or not. */
  wasGiven(id: string): boolean;
  /** The latest record created with this key, deleted or not. */
  latestWithKey(resource: string, external_id: string): SandboxRecord | null;
  /** In the order of creation, deleted ones included. */
  ownedBy(resource: string, owner: string): readonly SandboxRecord[];
  /** Of those, what a list shows that is as old as `seen_ms`. */
  shownAt(resource: string, owner: string, seen_ms: number): readonly SandboxRecord[];
  /** All that are there, in the order of creation. */
  records(): SandboxRecord[];
  changeTalents(add: readonly TalentToAdd[], remove: readonly string[]): void;
  /** Closes and opens jobs, each named by one of its advertisements. */
  changeJobs(close: readonly string[], open: readonly string[]): void;
  advanceClock(advance_ms: number): void;
  close(): void;
}

const FIRST_ID = 7_400_000_000_000_000_000n;
/** A prime: ids look like ids, and two neighbours stay apart only for who keeps all 19 digits. */
const ID_STEP = 211n;

/** Opens what the journal at `path` holds (memory only without a path). Throws `SandboxError`. */
export function openStore(path: string | undefined, clock: SandboxClock, talents: Talents, jobs: Jobs): Store {
  const state = createState(clock, talents, jobs);
  const replay = (entry: unknown): void => state.apply(entry as Entry);
  const journal = path === undefined ? NO_JOURNAL : openJournal(path, replay);
  return storeOn(state, journal, () => Math.floor(clock.now_ms()));
}

type State = ReturnType<typeof createState>;

function createState(clock: SandboxClock, talents: Talents, jobs: Jobs) {
  const records = new Map<string, SandboxRecord>();
  const ids_by_owner = new Map<string, string[]>();
  const id_by_key = new Map<string, string>();
  const under = (resource: string, name: string): string => `${resource}\n${name}`;

  function own(record: SandboxRecord): void {
    const place = under(record.resource, record.owner);
    const ids = ids_by_owner.get(place);
    if (ids) ids.push(record.id);
    else ids_by_owner.set(place, [record.id]);
  }

  function held(id: string): SandboxRecord {
    const record = records.get(id);
    if (!record) throw new Error(`the sandbox's store has no record ${id}`);
    return record;
  }

  /** The one place where anything changes, live and on replay. */
  function apply(entry: Entry): void {
    if (entry.op === "create") {
      const { op: _op, at_ms, ...rest } = entry;
      const record = { ...rest, created_ms: at_ms, updated_ms: null, deleted_ms: null };
      records.set(record.id, record);
      own(record);
      if (record.resource === TALENT) talents.change([personOf(record.id, record.fields)], []);
      if (record.external_id !== null) id_by_key.set(under(record.resource, record.external_id), record.id);
    } else if (entry.op === "update") {
      const before = held(entry.id);
      const after = { ...before, owner: entry.owner, fields: entry.fields, updated_ms: entry.at_ms };
      records.set(entry.id, after);
      if (after.owner !== before.owner) {
        const ids = ids_by_owner.get(under(before.resource, before.owner)) ?? [];
        ids.splice(ids.indexOf(entry.id), 1);
        own(after);
      }
    } else if (entry.op === "delete") {
      records.set(entry.id, { ...held(entry.id), deleted_ms: entry.at_ms });
    } else if (entry.op === "talents") {
      talents.change(entry.add, entry.remove);
    } else if (entry.op === "jobs") {
      jobs.change(entry.close, entry.open);
    } else {
      clock.advance(entry.advance_ms);
    }
  }

  return { records, ids_by_owner, id_by_key, under, held, apply };
}

function storeOn(state: State, journal: Journal, now_ms: () => number): Store {
  const { records, ids_by_owner, id_by_key, under, held } = state;

  /** The journal first: what is not on file has not happened. */
  function commit(entry: Entry): void {
    journal.append(entry);
    state.apply(entry);
  }

  const ownedBy: Store["ownedBy"] = (resource, owner) =>
    [...(ids_by_owner.get(under(resource, owner)) ?? [])].sort().map(held);

  return {
    create({ resource, owner, external_id, fields }) {
      const id = String(FIRST_ID + BigInt(records.size + 1) * ID_STEP);
      commit({ op: "create", at_ms: now_ms(), resource, id, external_id, owner, fields });
      return held(id);
    },
    update(id, owner, fields) {
      commit({ op: "update", at_ms: now_ms(), id, owner, fields });
      return held(id);
    },
    remove(id) {
      commit({ op: "delete", at_ms: now_ms(), id });
      return held(id);
    },
    get(resource, id) {
      const record = records.get(id);
      return record && record.resource === resource && record.deleted_ms === null ? record : null;
    },
    wasGiven: (id) => records.has(id),
    latestWithKey(resource, external_id) {
      const id = id_by_key.get(under(resource, external_id));
      return id === undefined ? null : held(id);
    },
    ownedBy,
    shownAt: (resource, owner, seen_ms) =>
      ownedBy(resource, owner)
        .filter(({ created_ms }) => created_ms <= seen_ms)
        .filter(({ deleted_ms }) => deleted_ms === null || deleted_ms > seen_ms),
    records: () => [...records.values()].filter((record) => record.deleted_ms === null),
    changeTalents: (add, remove) => commit({ op: "talents", add, remove }),
    changeJobs: (close, open) => commit({ op: "jobs", close, open }),
    advanceClock: (advance_ms) => commit({ op: "clock", advance_ms }),
    close: () => journal.close(),
  };
}
