import type { Database } from "better-sqlite3";

export interface Source {
  readonly id: number;
  /** Absolute. */
  readonly path: string;
  readonly sha256: string;
  readonly size_bytes: number;
  /** How it was read, JSON. */
  readonly dialect: string;
  /** What it was staged whole with; null while that has not happened. */
  readonly staged_as: string | null;
  /** Of what it holds, unpacked; null where that is `sha256`. */
  readonly content_sha256: string | null;
  /** What its columns say as a whole, JSON; null where nothing had to be found out. */
  readonly facts: string | null;
}

/** An export as it is now. */
export type SourceNow = Pick<Source, "path" | "sha256" | "size_bytes" | "dialect" | "facts"> &
  Partial<Pick<Source, "content_sha256">>;

export class Sources {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The paths of the files that rows of a source are: what stands in these fields of their payloads. */
  *filePaths(source_id: number, names: readonly string[]): Generator<string> {
    for (const name of names) {
      const paths = this.#db.prepare<[string, number], string | null>(
        "SELECT payload ->> ? FROM rows WHERE source_id = ? AND payload IS NOT NULL ORDER BY id",
      );
      for (const path of paths.pluck().iterate(`$.${name}.path`, source_id)) if (path !== null) yield path;
    }
  }

  byPath(path: string): Source | undefined {
    return this.#db.prepare<[string], Source>("SELECT * FROM sources WHERE path = ?").get(path);
  }

  /** The latest one that holds this, whatever it is called. */
  byContent(content_sha256: string): Source | undefined {
    return this.#db
      .prepare<[string], Source>(
        "SELECT * FROM sources WHERE coalesce(content_sha256, sha256) = ? ORDER BY id DESC LIMIT 1",
      )
      .get(content_sha256);
  }

  /** It lies elsewhere now, perhaps packed in another way; what it holds is the same. */
  move(id: number, { path, sha256, size_bytes, content_sha256 = null }: Omit<SourceNow, "dialect" | "facts">): void {
    this.#db
      .prepare("UPDATE sources SET path = ?, sha256 = ?, size_bytes = ?, content_sha256 = ? WHERE id = ?")
      .run(path, sha256, size_bytes, content_sha256, id);
  }

  all(): Source[] {
    return this.#db.prepare<[], Source>("SELECT * FROM sources ORDER BY id").all();
  }

  /** Notes the file as it is now; it counts as staged only once `finish` says so. */
  begin({ path, sha256, size_bytes, dialect, facts, content_sha256 = null }: SourceNow): number {
    return this.#db
      .prepare<[string, string, number, string, string | null, string | null], number>(
        `INSERT INTO sources (path, sha256, size_bytes, dialect, facts, content_sha256) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, size_bytes = excluded.size_bytes,
           dialect = excluded.dialect, facts = excluded.facts,
           content_sha256 = excluded.content_sha256, staged_as = NULL, not_rows = NULL
         RETURNING id`,
      )
      .pluck()
      .get(path, sha256, size_bytes, dialect, facts, content_sha256) as number;
  }

  finish(id: number, staged_as: string | null, not_rows: string): void {
    this.#db.prepare("UPDATE sources SET staged_as = ?, not_rows = ? WHERE id = ?").run(staged_as, not_rows, id);
  }

  notRows(id: number): string | null {
    return this.#db.prepare<[number], string | null>("SELECT not_rows FROM sources WHERE id = ?").pluck().get(id) as
      | string
      | null;
  }
}
