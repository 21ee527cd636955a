import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** What a ledger's disk holds for certain, which may be less than what its files say while there is power. */
export class Disk {
  readonly #paths: readonly string[];
  readonly #shared_memory: string;
  /** The files as they were synced last; undefined where nothing was written since. */
  #synced: ReadonlyMap<string, Buffer> | undefined;

  constructor(path: string) {
    this.#paths = [path, `${path}-wal`];
    this.#shared_memory = `${path}-shm`;
  }

  /** What is written from here on is in memory alone. */
  fallBehind(): void {
    this.#synced ??= new Map(this.#paths.filter(existsSync).map((path) => [path, readFileSync(path)]));
  }

  /** A sync takes along all that was written before it. */
  catchUp(): void {
    this.#synced = undefined;
  }

  /** Nobody has the ledger open. True where something is lost. */
  losePower(): boolean {
    const synced = this.#synced;
    if (synced === undefined) return false;
    this.#synced = undefined;
    for (const path of [...this.#paths, this.#shared_memory]) rmSync(path, { force: true });
    for (const [path, bytes] of synced) writeFileSync(path, bytes);
    return true;
  }
}
