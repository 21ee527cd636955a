/**
 * Keeps a reading of Feishu apart from requests that could change what it reads: rows of one subject (a talent) are
 * sent side by side, but not while that subject is being read.
 */
export class SubjectLock {
  readonly #in_flight = new Map<string, number>();
  readonly #reading = new Map<string, Promise<void>>();
  readonly #idle = new Map<string, () => void>();

  /** Sends, unless the subject is being read: then afterwards. */
  async shared<T>(subject: string, send: () => Promise<T>): Promise<T> {
    for (let reading = this.#reading.get(subject); reading; reading = this.#reading.get(subject)) await reading;
    this.#in_flight.set(subject, (this.#in_flight.get(subject) ?? 0) + 1);
    try {
      return await send();
    } finally {
      this.#leave(subject);
    }
  }

  /** Reads while nothing of the subject is in flight. One reading of a subject at a time. */
  async exclusive<T>(subject: string, read: () => Promise<T>): Promise<T> {
    for (let reading = this.#reading.get(subject); reading; reading = this.#reading.get(subject)) await reading;
    let end = (): void => undefined;
    this.#reading.set(subject, new Promise((resolve) => (end = resolve)));
    try {
      if (this.#in_flight.has(subject)) await new Promise<void>((resolve) => this.#idle.set(subject, resolve));
      return await read();
    } finally {
      this.#reading.delete(subject);
      end();
    }
  }

  #leave(subject: string): void {
    const left = (this.#in_flight.get(subject) ?? 1) - 1;
    if (left > 0) {
      this.#in_flight.set(subject, left);
      return;
    }
    this.#in_flight.delete(subject);
    this.#idle.get(subject)?.();
    this.#idle.delete(subject);
  }
}
