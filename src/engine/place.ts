import type { Content, Place, StagedRow, Staging } from "../ledger/staging.js";
import type { Mapped } from "../mapping/index.js";
import type { Failure } from "../words/failure.js";

const REPEAT: Failure = {
  kind: "repeat",
  message: "an exact repeat of another row",
  hint: "nothing to do: the other row stands for both",
};
const CONFLICT: Failure = {
  kind: "key_conflict",
  message: "the same key stands on several rows with different content",
  hint: "keep one of them, or give each its own key",
};
const REFERRED_TWICE: Failure = {
  kind: "bad_row_reference",
  message: "the same _row stands on several lines of this file",
  hint: "keep one of them",
};

/** What one staging pass has come across, beside the rows themselves. */
export interface PlaceTally {
  /** Rows in doubt whose new content cannot be taken before they are settled. */
  held_back: number;
}

/**
 * Finds each record its row in the ledger: a new one, the one it was before, or none of its own because it repeats or
 * contradicts another. Knows who owns a key; knows nothing of files and columns.
 */
export class Placer {
  readonly tally: PlaceTally = { held_back: 0 };
  readonly #staging: Staging;
  /** Exports of this call that are staged whole already: their rows count as met. */
  readonly #reused: ReadonlySet<number>;
  #has_keyless = false;

  constructor(staging: Staging, reused: ReadonlySet<number>) {
    this.#staging = staging;
    this.#reused = reused;
  }

  beginSource(source_id: number): void {
    this.#has_keyless = this.#staging.hasKeyless(source_id);
  }

  place(at: Place, mapped: Mapped): void {
    if (mapped.kind === "excluded") this.#placeExcluded(at, mapped.key ?? null, mapped.failure);
    else if (mapped.key === undefined) this.#placeKeyless(at, contentOf(mapped));
    else this.#placeKeyed(at, mapped.key, contentOf(mapped));
  }

  /** A record that says by `_row` which row it mends. */
  placeMended(at: Place, row: StagedRow, mapped: Mapped): void {
    const key = mapped.key ?? null;
    // A row that was sent is known by its key for ever: with another key the record is another row's.
    if (row.attempts > 0 && key !== row.key) return this.place(at, mapped);
    if (row.pass === at.pass && row.source_id === at.source_id) return this.#referredTwice(at, row);
    const content = mapped.kind === "excluded" ? excluded(key, mapped.failure) : contentOf(mapped);
    if (row.attempts > 0) return this.#meetAgain(row, at, content, true);
    const owner = key === null ? undefined : this.#staging.byKey(key);
    if (owner !== undefined && owner.id !== row.id) return this.#mendIntoOther(at, row, owner, content);
    const owns_key = key !== null && content.status !== "skipped";
    this.#staging.rewrite(row, at, { ...content, owns_key: owns_key || row.owns_key === 1, key: key ?? row.key });
  }

  /** A record that cannot be any row's: it stands for itself. */
  placeAlone(at: Place, failure: Failure): void {
    this.#placeKeyless(at, { status: "invalid", key: null, payload: null, failure });
  }

  #placeKeyed(at: Place, key: string, content: Content): void {
    // The common case is one statement: a key that nobody owns yet.
    if (!this.#has_keyless && this.#staging.insertOwner(at, key, content)) return;
    const owner = this.#staging.byKey(key);
    if (owner === undefined) return this.#firstOwner(at, key, content);
    if (this.#metInThisCall(owner, at)) this.#meetTwice(owner, at, content);
    else this.#meetAgain(owner, at, content, false);
  }

  #firstOwner(at: Place, key: string, content: Content): void {
    const known = this.#staging.firstUnmet(at);
    if (known === undefined) this.#staging.insertOwner(at, key, content);
    else if (isMended(known)) this.#staging.touch(known, at.pass);
    else this.#staging.rewrite(known, at, { ...content, owns_key: true });
  }

  #placeKeyless(at: Place, content: Content): void {
    const known = this.#has_keyless ? this.#staging.firstUnmet(at) : undefined;
    if (known === undefined) this.#staging.insertKeyless(at, content);
    else if (isMended(known) || known.attempts > 0) this.#staging.touch(known, at.pass);
    else this.#staging.rewrite(known, at, { ...content, owns_key: false });
  }

  #placeExcluded(at: Place, key: string | null, failure: Failure): void {
    const owner = key === null ? undefined : this.#staging.byKey(key);
    if (owner === undefined || this.#metInThisCall(owner, at)) {
      this.#placeKeyless(at, excluded(key, failure));
    } else if (owner.attempts > 0 || isUnchangedOrigin(owner, at)) {
      this.#staging.touch(owner, at.pass);
    } else {
      this.#staging.move(owner, at);
      this.#staging.rewrite(owner, at, { ...excluded(key, failure), owns_key: true });
    }
  }

  /** The key's owner comes from an earlier staging: the record is that row, perhaps with new content. */
  #meetAgain(row: StagedRow, at: Place, content: Content, mends: boolean): void {
    if (!mends && isUnchangedOrigin(row, at)) return this.#staging.touch(row, at.pass);
    if (row.status === "done" || row.status === "in_doubt" || row.status === "sending") {
      return this.#meetSent(row, at, content);
    }
    if (!mends) this.#staging.move(row, at);
    const waits = row.status === "pending" || row.status === "failed" || row.status === "rejected";
    if (waits && content.payload !== null && content.payload === row.payload) this.#staging.touch(row, at.pass);
    else this.#staging.rewrite(row, at, { ...content, owns_key: true });
  }

  #meetSent(row: StagedRow, at: Place, content: Content): void {
    if (content.payload === null) {
      if (row.status !== "done") this.tally.held_back += 1;
      return this.#staging.touch(row, at.pass);
    }
    const left = row.sent_payload ?? row.payload;
    this.#staging.keep(row, at.pass, content.payload, left === content.payload ? null : left);
  }

  /** The same key a second time in one call. */
  #meetTwice(row: StagedRow, at: Place, content: Content): void {
    if (isUnchangedOrigin(row, at)) return;
    const kind = kindOf(row);
    if (kind === "excluded") {
      this.#staging.giveUpKey(row);
      this.#staging.insertOwner(at, content.key ?? "", content);
      return;
    }
    const same = content.payload === null ? row.record_hash.equals(at.record_hash) : content.payload === row.payload;
    if (same && kind !== "key_conflict") {
      return this.#placeKeyless(at, { ...content, status: "skipped", payload: null, failure: REPEAT });
    }
    this.#placeKeyless(at, conflicting(content));
    this.#intoConflict(row, at);
  }

  #mendIntoOther(at: Place, row: StagedRow, owner: StagedRow, content: Content): void {
    const same = content.payload !== null && content.payload === owner.payload && kindOf(owner) !== "key_conflict";
    if (same) {
      const repeat: Content = { ...content, status: "skipped", payload: null, failure: REPEAT };
      return this.#staging.rewrite(row, at, { ...repeat, owns_key: false });
    }
    this.#staging.rewrite(row, at, { ...conflicting(content), owns_key: false });
    this.#intoConflict(owner, at);
  }

  /** Takes a row that was not sent yet into a conflict. What Feishu may hold already stays as it is. */
  #intoConflict(row: StagedRow, at: Place): void {
    if (row.status === "done" || row.status === "in_doubt" || row.status === "sending") return;
    const own: Content = { status: "invalid", key: row.key, payload: row.payload, failure: CONFLICT };
    this.#staging.rewrite(row, { ...at, source_id: row.source_id, line: row.line }, { ...own, owns_key: true });
  }

  #referredTwice(at: Place, row: StagedRow): void {
    this.placeAlone(at, REFERRED_TWICE);
    if (row.status === "done" || row.status === "in_doubt" || row.status === "sending") return;
    const own: Content = { status: "invalid", key: row.key, payload: null, failure: REFERRED_TWICE };
    const place = { ...at, source_id: row.source_id, line: row.line };
    this.#staging.rewrite(row, place, { ...own, owns_key: row.owns_key === 1 });
  }

  #metInThisCall(row: StagedRow, at: Place): boolean {
    return row.pass === at.pass || this.#reused.has(row.source_id);
  }
}

function contentOf(mapped: Exclude<Mapped, { kind: "excluded" }>): Content {
  const key = mapped.key ?? null;
  if (mapped.kind === "invalid") return { status: "invalid", key, payload: null, failure: mapped.failure };
  return { status: "pending", key, payload: JSON.stringify(mapped.payload), failure: null };
}

function excluded(key: string | null, failure: Failure): Content {
  return { status: "skipped", key, payload: null, failure };
}

function conflicting(content: Content): Content {
  const failure = content.failure === null ? CONFLICT : { ...CONFLICT, also: [content.failure] };
  return { ...content, status: "invalid", payload: null, failure };
}

function kindOf(row: StagedRow): string | undefined {
  return row.failure === null ? undefined : (JSON.parse(row.failure) as Failure).kind;
}

/** Its content comes from a mended file, not from the export in which it was first read. */
function isMended(row: StagedRow): boolean {
  return row.source_id !== row.origin_id;
}

/** The record as it stood before it was mended elsewhere: the mended content is the newer one. */
function isUnchangedOrigin(row: StagedRow, at: Place): boolean {
  return isMended(row) && row.origin_id === at.source_id && row.record_hash.equals(at.record_hash);
}
