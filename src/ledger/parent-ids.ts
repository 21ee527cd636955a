import type { Failure } from "../model/failure.js";
import type { Payload } from "../model/payload.js";
import { because } from "../texts/because.js";
import { type Ledger, readLedger } from "./open.js";

type ParentPlace = ReturnType<Ledger["parents"]["all"]>[number];
type Setup = NonNullable<ReturnType<Ledger["setup"]["get"]>>;

interface Opened {
  readonly parent: ParentPlace;
  readonly ledger: Ledger;
}

/** The ledgers that payloads name parents of, as they are at each look: they may be written meanwhile. */
export class ParentIds {
  readonly #opened: Opened[] = [];
  /** The ledgers that ids of one place may come from. */
  readonly #by_place: [Opened, ...Opened[]][] = [];

  /** Throws an ExitError where one cannot be read. */
  constructor(places: readonly ParentPlace[]) {
    try {
      for (const parent of places) this.#add({ parent, ledger: readLedger(parent.path) });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #add(opened: Opened): void {
    this.#opened.push(opened);
    const place = JSON.stringify(opened.parent.place);
    const group = this.#by_place.find(([{ parent }]) => JSON.stringify(parent.place) === place);
    if (group === undefined) this.#by_place.push([opened]);
    else group.push(opened);
  }

  /** What each ledger belongs to. */
  get owners(): readonly { readonly path: string; readonly setup: Setup | undefined }[] {
    return this.#opened.map(({ parent: { path }, ledger }) => ({ path, setup: ledger.setup.get() }));
  }

  /** Why a payload is outdated: it names a parent that is not there any more, undone or another record by now. */
  outdated(payload: Payload): Failure | undefined {
    for (const group of this.#by_place) {
      const [{ parent }] = group;
      if (missingIn(group, idsAt(payload, parent.place)).length > 0) {
        return because("parent_not_done", { id: "parent_gone", ledger: parent.name });
      }
    }
    return undefined;
  }

  /** Which of many payloads are outdated, by their places among them. */
  allOutdated(payloads: readonly Payload[]): number[] {
    const outdated = new Set<number>();
    for (const group of this.#by_place) {
      const ids = payloads.map((payload) => idsAt(payload, group[0].parent.place));
      const gone = new Set(missingIn(group, ids.flat()));
      if (gone.size > 0) for (const [n, of] of ids.entries()) if (of.some((id) => gone.has(id))) outdated.add(n);
    }
    return Array.from(outdated).sort((a, b) => a - b);
  }

  close(): void {
    for (const { ledger } of this.#opened) ledger.close();
  }
}

/** Those of the ids that no ledger of the group has. */
function missingIn(group: readonly Opened[], ids: readonly string[]): readonly string[] {
  return group.reduce((missing, { ledger }) => ledger.keys.missing(missing), ids);
}

function idsAt(value: unknown, place: ParentPlace["place"]): string[] {
  const [step, ...rest] = place;
  if (step === undefined) return typeof value === "string" ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  if (step !== null) return idsAt((value as Readonly<Record<string, unknown>>)[step], rest);
  return Array.isArray(value) ? value.flatMap((item) => idsAt(item, rest)) : [];
}

/** Rows that Feishu holds under a parent that is not there any more. */
export interface Orphans {
  readonly count: number;
  /** The first of them. */
  readonly lines: readonly number[];
  /** Ledgers that could not be read: nobody knows of their rows. As the mapping writes them. */
  readonly unread: readonly string[];
}

/** Why a payload is under a parent that is not there any more; undefined also where that cannot be read. */
export function goneParentOf({ parents }: Ledger, payload: Payload): Failure | undefined {
  let ids: ParentIds;
  try {
    ids = new ParentIds(parents.all());
  } catch {
    return undefined;
  }
  try {
    return ids.outdated(payload);
  } finally {
    ids.close();
  }
}

const LINES_MAX = 20;
/** Looked up by one question. */
const ROWS_AT_ONCE = 1_000;

function* inChunks<T>(all: Iterable<T>): Generator<T[], void> {
  let chunk: T[] = [];
  for (const each of all) {
    chunk.push(each);
    if (chunk.length < ROWS_AT_ONCE) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** Undefined where no row of the ledger hangs on those of another one. */
export function orphansOf({ parents }: Ledger): Orphans | undefined {
  const places = parents.all();
  if (places.length === 0) return undefined;
  let ids: ParentIds;
  try {
    ids = new ParentIds(places);
  } catch {
    return { count: 0, lines: [], unread: unreadable(places) };
  }
  try {
    const lines: number[] = [];
    let count = 0;
    for (const rows of inChunks(parents.sentRows())) {
      const outdated = ids.allOutdated(rows.map(({ payload }) => JSON.parse(payload) as Payload));
      count += outdated.length;
      for (const n of outdated) if (lines.length < LINES_MAX) lines.push(rows[n]?.line ?? 0);
    }
    return { count, lines, unread: [] };
  } finally {
    ids.close();
  }
}

function unreadable(places: readonly ParentPlace[]): string[] {
  const names = places.filter((place) => {
    try {
      new ParentIds([place]).close();
      return false;
    } catch {
      return true;
    }
  });
  return Array.from(new Set(names.map(({ name }) => name)));
}
