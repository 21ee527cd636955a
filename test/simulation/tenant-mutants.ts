import { LookFirst } from "../../src/engine/sending/look-first.js";
import { type KeyedRow, Keys } from "../../src/ledger/file/keys.js";
import type { Payload } from "../../src/model/payload.js";
import { externalInterview } from "../../src/targets/external-interview.js";
import { note } from "../../src/targets/note.js";
import { talent } from "../../src/targets/talent.js";
import { findTalent } from "../../src/targets/talent-find.js";
import { keysOf } from "../../src/targets/talent-keys.js";
import type { Find, Target } from "../../src/targets/target.js";
import { FAITHFUL, type Mutant } from "./mutants.js";

/** Another part of the program, while it lasts. */
function spoiling<T extends object>(part: T, change: (own: T) => Partial<T>): Mutant {
  return {
    ...FAITHFUL,
    spoil: () => {
      const own = Object.create(Object.getPrototypeOf(part), Object.getOwnPropertyDescriptors(part)) as T;
      const changed = change(own);
      const before = Object.getOwnPropertyDescriptors(part);
      Object.assign(part, changed);
      return () => {
        for (const name of Object.keys(changed)) Object.defineProperty(part, name, before[name as keyof T] ?? {});
      };
    },
  };
}

/** The same of what all of a class do. */
function methods<T extends object>(prototype: T, change: (own: T) => Partial<T>): Mutant {
  return {
    ...FAITHFUL,
    spoil: () => {
      const names = Object.keys(change(prototype)) as (keyof T)[];
      const before = names.map((name) => [name, prototype[name]] as const);
      Object.assign(prototype, change({ ...Object.fromEntries(before) } as T));
      return () => {
        for (const [name, value] of before) prototype[name] = value;
      };
    },
  };
}

const findOf = ({ find }: Target): Find => find as Find;

function* shifted(rows: Iterable<KeyedRow>): Generator<KeyedRow, void> {
  const all = Array.from(rows);
  for (const [n, row] of all.entries()) {
    const other = all[(n + 1) % all.length] as KeyedRow;
    yield row.remote_id === null || other.remote_id === null ? row : { ...row, remote_id: other.remote_id };
  }
}

function* lent(rows: Iterable<KeyedRow>): Generator<KeyedRow, void> {
  const all = Array.from(rows);
  const { remote_id = null } = all.find(({ status }) => status === "done") ?? {};
  for (const row of all) yield row.status === "in_doubt" && remote_id ? { ...row, status: "done", remote_id } : row;
}

/** What could be wrong with files, talents and look-ups in ledgers. */
export const TENANT_MUTANTS: Readonly<Record<string, Mutant>> = {
  "nobody is asked for before a talent is created": methods(LookFirst.prototype, () => ({
    isAbsent: () => Promise.resolve(true),
  })),
  "a talent is asked for by one key alone": spoiling(findTalent, () => ({
    subject: (row, remote_id) => (typeof remote_id === "string" ? remote_id : JSON.stringify(keysOf(row).slice(0, 1))),
  })),
  "rows with a key in common are sent side by side": methods(LookFirst.prototype, () => ({
    alone: (_names, work) => work(),
  })),
  "what this call has made is looked for in Feishu's lists alone": methods(LookFirst.prototype, () => ({
    learn: () => undefined,
  })),
  "a talent's key is believed to be honoured": spoiling(talent, () => ({ idempotency: { field: "name", hours: 24 } })),
  "a talent that is sent again is believed to do no harm": spoiling(talent, () => ({
    idempotency: { harmless: "it is not so" },
  })),
  "an interview leaves without its key": spoiling(externalInterview, ({ request }) => ({
    request: (row) => {
      const { body, ...whole } = request(row);
      const { external_id: _key, ...rest } = body as Payload;
      return { ...whole, body: rest };
    },
  })),
  "notes that Feishu lists are overlooked": spoiling(findOf(note), () => ({
    read: () => ({ records: [], next: undefined }),
  })),
  "a note is believed to have a key": spoiling(note, () => ({ idempotency: { field: "content", hours: 24 } })),
  "a note that is sent again is believed to do no harm": spoiling(note, () => ({
    idempotency: { harmless: "it is not so" },
  })),
  "a row hangs on the row behind its parent": methods(Keys.prototype, ({ each }) => ({
    each(this: Keys) {
      return shifted(each.call(this));
    },
  })),
  "a row hangs on a parent of which nobody knows": methods(Keys.prototype, ({ each }) => ({
    each(this: Keys) {
      return lent(each.call(this));
    },
  })),
};
