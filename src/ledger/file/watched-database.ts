import Database from "better-sqlite3";

/** Who is asked about every transaction. */
export interface Watch {
  /** Before it begins. What it throws keeps the transaction from beginning. */
  before(): void;
  /** At its beginning, inside: nobody else writes until it ends. What it throws ends it, with nothing changed. */
  inside(): void;
  /** Once it is on disk. */
  after(): void;
}

type Work = Parameters<Database.Database["transaction"]>[0];
// biome-ignore lint/suspicious/noExplicitAny: it takes what the work takes, and gives what that gives
type Run = (...given: any[]) => any;

/** A connection whose transactions are watched. */
export class WatchedDatabase extends Database {
  watch: Watch | undefined;

  override transaction<F extends Work>(work: F): Database.Transaction<F> {
    const inside = (...given: unknown[]) => {
      this.watch?.inside();
      return work(...given);
    };
    const plain = super.transaction(inside as F);
    const watched = (run: Run): Run => {
      return (...given) => {
        // One inside another is a part of that.
        if (this.inTransaction) return run(...given);
        this.watch?.before();
        const result: unknown = run(...given);
        this.watch?.after();
        return result;
      };
    };
    const { deferred, immediate, exclusive } = plain;
    return Object.assign(watched(plain), {
      default: watched(plain),
      deferred: watched(deferred),
      immediate: watched(immediate),
      exclusive: watched(exclusive),
    }) as Database.Transaction<F>;
  }
}
