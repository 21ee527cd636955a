import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

/** Writes a file whole or not at all, readable by its owner alone: it holds people's data. */
export class PrivateFile {
  readonly #path: string;
  readonly #draft: string;
  readonly #fd: number;

  constructor(path: string) {
    this.#path = path;
    this.#draft = `${path}.${process.pid}.part`;
    this.#fd = openSync(this.#draft, "w", 0o600);
  }

  write(text: string): void {
    writeSync(this.#fd, text);
  }

  keep(): void {
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    renameSync(this.#draft, this.#path);
  }

  discard(): void {
    closeSync(this.#fd);
    rmSync(this.#draft, { force: true });
  }
}
