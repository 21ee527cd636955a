import type { Duplex } from "node:stream";

/** A status line as far as it says that the answer is an interim one, for any minor version. */
const INTERIM = /^HTTP\/1\.[0-9] 1[0-9]{2}$/;
const STATUS_LINE_CHARS = "HTTP/1.1 100".length;

/**
 * Lets undici read past a 100 (Continue) that nobody asked for. RFC 9110, 15.2: a client must be able to read any
 * number of interim answers before the final one. undici does so for all but 100, which it takes for a broken server
 * (lib/dispatcher/client-h1.js, onHeadersComplete), and so the answer behind it is lost. What it sees here is another
 * interim status. Called for a socket before its first byte is read; the result says when an answer is due.
 */
export function hideContinue(socket: Duplex): () => void {
  const read = socket.read.bind(socket);
  let watch = new HeadWatch();
  socket.read = (size?: number) => {
    const chunk = read(size) as Buffer | null;
    if (chunk !== null) watch.pass(chunk);
    return chunk;
  };
  return () => {
    watch = new HeadWatch();
  };
}

/** Follows the heads of one answer, byte by byte as they come, until the first that is no interim one. */
class HeadWatch {
  #is_over = false;
  #is_interim = false;
  #status_line = "";
  /** The last bytes of a head: it ends with an empty line. */
  #tail = "";

  pass(chunk: Buffer): void {
    for (let at = 0; at < chunk.length && !this.#is_over; at += 1) {
      const character = String.fromCharCode(chunk[at] as number);
      if (this.#is_interim) this.#toNextHead(character);
      else if (this.#isContinue(character)) chunk[at] = "3".charCodeAt(0);
    }
  }

  /** True for the last digit of a 100. */
  #isContinue(character: string): boolean {
    this.#status_line += character;
    if (this.#status_line.length < STATUS_LINE_CHARS) return false;
    this.#is_interim = INTERIM.test(this.#status_line);
    this.#is_over = !this.#is_interim;
    const is_continue = this.#is_interim && this.#status_line.endsWith("100");
    this.#status_line = "";
    return is_continue;
  }

  #toNextHead(character: string): void {
    this.#tail = (this.#tail + character).slice(-4);
    if (this.#tail !== "\r\n\r\n") return;
    this.#is_interim = false;
    this.#tail = "";
  }
}
