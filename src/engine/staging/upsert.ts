import { readFailure } from "../../ledger/file/failures.js";
import type { Content, RecordLocation, StagedRow, Staging } from "../../ledger/rows/staging.js";
import { holdsRoundedId, type Resolved } from "../../mapping/index.js";
import type { Failure } from "../../model/failure.js";
import { because } from "../../texts/because.js";
import { type Contested, claimsOf } from "./contested.js";

const REPEAT: Failure = because("repeat", { id: "repeat" });
export const CONFLICT: Failure = because("key_conflict", { id: "key_conflict" });
/** Two ids that a spreadsheet has rounded may be one now. */
const COLLAPSED: Failure = because("key_conflict", { id: "rounded_key_conflict" });
const REFERRED_TWICE: Failure = because("bad_row_reference", { id: "row_mark_twice" });

/** What one staging pass has come across, beside the rows themselves. */
export interface UpsertCounts {
  /**
   * Records that the next run must read again although their export has not changed: a row in doubt cannot take its
   * new content before it is settled; a conflict with another export ends when that one is mended.
   */
  to_read_again: number;
}

/**
 * Finds each record its row in the ledger: a new one, the one it was before, or none of its own because it repeats or
 * contradicts another. Knows who owns a key; knows nothing of files and columns.
 */
export class RowUpserter {
  readonly tally: UpsertCounts = { to_read_again: 0 };
  readonly #staging: Staging;
  /** Exports of this call that are staged whole already: their rows count as met. */
  readonly #reused: ReadonlySet<number>;
  /** Rows that a `_row` of this call has named. */
  readonly #referred = new Set<number>();
  readonly #contested: Contested[] = [];
  /** Rows mended elsewhere whose record, as it was, this export has shown. */
  readonly #originals = new Set<number>();
  #has_keyless = false;
  #has_mended = false;

  constructor(staging: Staging, reused: ReadonlySet<number>) {
    this.#staging = staging;
    this.#reused = reused;
  }

  beginSource(source_id: number): void {
    this.#has_keyless = this.#staging.hasKeyless(source_id);
    this.#has_mended = this.#staging.hasMended(source_id);
    this.#originals.clear();
  }

  upsert(at: RecordLocation, mapped: Resolved): void {
    if (this.#has_mended && this.#isMendedElsewhere(at, mapped)) return;
    if (mapped.kind === "excluded") this.#placeExcluded(at, mapped.key ?? null, mapped.failure);
    else if (mapped.key === undefined) this.#placeKeyless(at, contentOf(mapped));
    else this.#placeKeyed(at, mapped.key, contentOf(mapped));
  }

  /** A record of a failures file; `row`: the one that its `_row` says it mends. To be ended by `placeContested`. */
  upsertMended(at: RecordLocation, row: StagedRow | undefined, mapped: Resolved): void {
    const { key } = mapped;
    const owner = key === undefined ? undefined : this.#staging.byKey(key);
    if (key !== undefined && owner !== undefined && owner.id !== row?.id && !isFree(owner)) {
      this.#contested.push({ at, named: row, key, mapped });
    } else if (row === undefined || (row.attempts > 0 && (key ?? null) !== row.key)) {
      // A row that was sent is known by its key for ever: with another key the record is another row's.
      this.upsert(at, mapped);
    } else this.#mend(at, row, mapped);
  }

  /** The end of a failures file: rows may have exchanged their keys, in whatever order its records stand. */
  upsertContested(): void {
    const claims = claimsOf(this.#contested.splice(0), (key) => this.#staging.byKey(key));
    for (const { row, key } of claims) {
      const takes_other = row?.owns_key === 1 && row.key !== key && row.attempts === 0;
      if (takes_other && !isDecided(row) && !this.#referred.has(row.id)) this.#staging.giveUpKey(row);
    }
    for (const { at, row, named, mapped } of claims) {
      const now = row && this.#staging.byId(row.id);
      const is_met = now !== undefined && now.id !== named?.id && this.#referred.has(now.id);
      if (now === undefined || is_met) this.upsert(at, mapped);
      else this.#mend(at, now, mapped);
    }
  }

  #mend(at: RecordLocation, row: StagedRow, mapped: Resolved): void {
    const key = mapped.key ?? null;
    if (this.#referred.has(row.id)) return this.#referredTwice(at, row);
    this.#referred.add(row.id);
    if (isDecided(row) || (row.attempts > 0 && mapped.kind === "excluded")) return this.#staging.touch(row, at.pass);
    const content = mapped.kind === "excluded" ? excluded(key, mapped.failure) : contentOf(mapped);
    if (row.attempts > 0) return this.#meetAgain(row, at, content, true);
    const owner = key === null ? undefined : this.#staging.byKey(key);
    if (owner !== undefined && owner.id !== row.id) {
      if (!isFree(owner)) return this.#mendIntoOther(at, row, owner, content);
      this.#staging.giveUpKey(owner);
    }
    const owns_key = key !== null && content.status !== "skipped";
    this.#staging.rewrite(row, at, { ...content, owns_key: owns_key || row.owns_key === 1, key: key ?? row.key });
  }

  /** A record that cannot be any row's: it stands for itself. */
  upsertAlone(at: RecordLocation, failure: Failure): void {
    if (this.#has_mended && this.#isMendedElsewhere(at, { kind: "invalid", failure })) return;
    this.#placeKeyless(at, { status: "invalid", key: null, payload: null, failure });
  }

  /** The record as it stood before it was mended elsewhere: the mended content is the newer one. */
  #isMendedElsewhere(at: RecordLocation, mapped: Resolved): boolean {
    const mended = this.#staging.mendedFrom(at);
    const row = mended.find(({ id }) => !this.#originals.has(id));
    if (row !== undefined) {
      this.#originals.add(row.id);
      this.#staging.touch(row, at.pass);
      return true;
    }
    if (mended.length === 0 || mapped.kind === "excluded" || mapped.key === undefined) return false;
    // A repeat of a record that was mended: alone it would bring back what was wrong with it.
    this.#placeKeyless(at, { status: "skipped", key: mapped.key, payload: null, failure: REPEAT });
    return true;
  }

  #placeKeyed(at: RecordLocation, key: string, content: Content): void {
    // The common case is one statement: a key that nobody owns yet.
    if (!this.#has_keyless && this.#staging.insertOwner(at, key, content)) return;
    const owner = this.#staging.byKey(key);
    if (owner === undefined) return this.#firstOwner(at, key, content);
    if (this.#metInThisCall(owner, at)) this.#meetTwice(owner, at, content);
    else this.#meetAgain(owner, at, content, false);
  }

  #firstOwner(at: RecordLocation, key: string, content: Content): void {
    const known = this.#staging.firstUnmet(at);
    if (known === undefined) this.#staging.insertOwner(at, key, content);
    else this.#staging.rewrite(known, at, { ...content, owns_key: true });
  }

  #placeKeyless(at: RecordLocation, content: Content): void {
    const known = this.#has_keyless ? this.#staging.firstUnmet(at) : undefined;
    if (known === undefined) this.#staging.insertKeyless(at, content);
    else if (isDecided(known) || known.attempts > 0) this.#staging.touch(known, at.pass);
    else this.#staging.rewrite(known, at, { ...content, owns_key: false });
  }

  #placeExcluded(at: RecordLocation, key: string | null, failure: Failure): void {
    const owner = key === null ? undefined : this.#staging.byKey(key);
    if (owner === undefined || this.#metInThisCall(owner, at)) {
      this.#placeKeyless(at, excluded(key, failure));
    } else if (owner.attempts > 0 || isDecided(owner)) {
      this.#staging.touch(owner, at.pass);
    } else {
      this.#staging.move(owner, at);
      this.#staging.rewrite(owner, at, { ...excluded(key, failure), owns_key: true });
    }
  }

  /** The key's owner comes from an earlier staging: the record is that row, perhaps with new content. */
  #meetAgain(row: StagedRow, at: RecordLocation, content: Content, mends: boolean): void {
    if (isDecided(row)) return this.#staging.touch(row, at.pass);
    if (row.status === "done" || row.status === "in_doubt" || row.status === "sending") {
      return this.#meetSent(row, at, content, mends);
    }
    if (!mends) this.#staging.move(row, at);
    const waits = row.status === "pending" || row.status === "failed" || row.status === "rejected";
    if (waits && content.payload !== null && content.payload === row.payload) this.#staging.touch(row, at.pass);
    else this.#staging.rewrite(row, at, { ...content, owns_key: true });
  }

  #meetSent(row: StagedRow, at: RecordLocation, content: Content, mends: boolean): void {
    if (content.payload === null) {
      if (row.status !== "done") this.tally.to_read_again += 1;
      return this.#staging.touch(row, at.pass);
    }
    const left = row.sent_payload ?? row.payload;
    if (!mends && left !== content.payload) this.#staging.move(row, at);
    this.#staging.keep(row, at.pass, content.payload, left === content.payload ? null : left);
  }

  /** The same key a second time in one call. */
  #meetTwice(row: StagedRow, at: RecordLocation, content: Content): void {
    if (isFree(row)) {
      this.#staging.giveUpKey(row);
      return this.#firstOwner(at, row.key ?? "", content);
    }
    const same = content.payload === null ? row.record_hash.equals(at.record_hash) : content.payload === row.payload;
    if (same && kindOf(row) !== "key_conflict") {
      return this.#placeKeyless(at, { ...content, status: "skipped", payload: null, failure: REPEAT });
    }
    this.#placeKeyless(at, conflicting(content));
    this.#intoConflict(row, at);
  }

  #mendIntoOther(at: RecordLocation, row: StagedRow, owner: StagedRow, content: Content): void {
    if (row.owns_key === 1) this.#staging.giveUpKey(row);
    const same = content.payload !== null && content.payload === owner.payload && kindOf(owner) !== "key_conflict";
    if (same) {
      const repeat: Content = { ...content, status: "skipped", payload: null, failure: REPEAT };
      return this.#staging.rewrite(row, at, { ...repeat, owns_key: false });
    }
    this.#staging.rewrite(row, at, { ...conflicting(content), owns_key: false });
    this.#intoConflict(owner, at);
  }

  /** Takes a row into a conflict, unless it is fixed. */
  #intoConflict(row: StagedRow, at: RecordLocation): void {
    if (row.source_id !== at.source_id) {
      this.#staging.readAgain(row.source_id);
      this.tally.to_read_again += 1;
    }
    if (isFixed(row)) return;
    const before = row.status === "invalid" && row.failure !== null ? readFailure(row.failure) : null;
    const failure = conflictOver(row.key, before);
    const own: Content = { status: "invalid", key: row.key, payload: row.payload, failure };
    this.#staging.rewrite(row, { ...at, source_id: row.source_id, line: row.line }, { ...own, owns_key: true });
  }

  #referredTwice(at: RecordLocation, row: StagedRow): void {
    this.upsertAlone(at, REFERRED_TWICE);
    if (isFixed(row)) return;
    const own: Content = { status: "invalid", key: row.key, payload: null, failure: REFERRED_TWICE };
    const place = { ...at, source_id: row.source_id, line: row.line };
    this.#staging.rewrite(row, place, { ...own, owns_key: row.owns_key === 1 });
  }

  #metInThisCall(row: StagedRow, at: RecordLocation): boolean {
    return row.pass === at.pass || this.#reused.has(row.source_id);
  }
}

function contentOf(mapped: Exclude<Resolved, { kind: "excluded" }>): Content {
  const key = mapped.key ?? null;
  if (mapped.kind === "invalid") return { status: "invalid", key, payload: null, failure: mapped.failure };
  return { status: "pending", key, payload: JSON.stringify(mapped.payload), failure: null };
}

function excluded(key: string | null, failure: Failure): Content {
  return { status: "skipped", key, payload: null, failure };
}

function conflicting(content: Content): Content {
  return { ...content, status: "invalid", payload: null, failure: conflictOver(content.key, content.failure) };
}

/** What else is wrong with the record is still to be mended when the conflict is over. */
function conflictOver(key: string | null, failure: Failure | null): Failure {
  if (failure?.kind === "key_conflict") return failure;
  const conflict = holdsRoundedId(key ?? "") ? COLLAPSED : CONFLICT;
  return failure === null ? conflict : { ...conflict, also: [failure] };
}

function kindOf(row: StagedRow): string | undefined {
  return row.failure === null ? undefined : readFailure(row.failure).kind;
}

/** Feishu holds it or may hold it, or somebody has decided: a slip in an export does not touch it. */
function isFixed(row: StagedRow): boolean {
  return row.status === "done" || row.status === "in_doubt" || row.status === "sending" || isDecided(row);
}

/** Somebody has decided that it is not to be sent: no export changes that. */
function isDecided(row: StagedRow): boolean {
  const kind = kindOf(row);
  return row.status === "skipped" && (kind === "left_out" || kind === "undone");
}

/** It holds a key that it has no use for. */
function isFree(row: StagedRow): boolean {
  const kind = kindOf(row);
  return row.status === "skipped" && (kind === "excluded" || kind === "superseded");
}
