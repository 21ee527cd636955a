import { createHash } from "node:crypto";
import { headerOf, type WholeAnswer } from "./raw-answer.js";

const IDS_KEPT = 4_096;
const ANSWERS_KEPT = 32;
/** So many different ones, and none twice, before a server's log ids are taken for what they should be. */
const DIFFERENT_IDS = 3;

/**
 * The log ids of a server's answers. Feishu gives each answer one of its own; servers in its place may write the same
 * into all of them, which is found out before anything is concluded from it.
 */
export class LogIds {
  readonly #known = new Set<string>();
  #are_unique = true;

  get are_trusted(): boolean {
    return this.#are_unique && this.#known.size >= DIFFERENT_IDS;
  }

  /** `may_be_copy`: of an answer that came before by its connection, to the byte. Any other has an id of its own. */
  note(id: string, may_be_copy: boolean): void {
    if (this.#known.has(id) && !may_be_copy) this.#are_unique = false;
    this.#known.add(id);
    if (this.#known.size <= IDS_KEPT) return;
    for (const oldest of this.#known) {
      this.#known.delete(oldest);
      break;
    }
  }
}

/** `alike`: it says nothing that would tell it from an earlier one. */
export type Originality = "own" | "alike" | "copy";

/**
 * The answers of one connection. Networks and proxies are known to deliver one twice; from then on each request gets
 * the answer of the one before it, and those that echo nothing do not show it.
 */
export class AnswersOfConnection {
  readonly #ids: LogIds;
  readonly #own_ids = new Set<string>();
  readonly #seen: string[] = [];
  #count = 0;
  #longest_ms = 0;

  constructor(ids: LogIds) {
    this.#ids = ids;
  }

  get count(): number {
    return this.#count;
  }

  /** How long an answer took at most. */
  get longest_ms(): number {
    return this.#longest_ms;
  }

  note(answer: WholeAnswer): Originality {
    const originality = this.#originality(answer);
    this.#count += 1;
    this.#longest_ms = Math.max(this.#longest_ms, answer.took_ms);
    return originality;
  }

  #originality(answer: WholeAnswer): Originality {
    const id = headerOf(answer.headers, "x-tt-logid");
    const is_known_id = id !== undefined && this.#own_ids.has(id);
    const is_trusted = this.#ids.are_trusted;
    const was_seen = this.#wasSeen(answer);
    if (id !== undefined) {
      // What was kept of a long connection is not all of it.
      this.#ids.note(id, was_seen || (is_trusted && this.#count > 0));
      this.#own_ids.add(id);
    }
    if (id !== undefined && is_trusted) return is_known_id ? "copy" : "own";
    return was_seen ? "alike" : "own";
  }

  #wasSeen({ http_status, headers, text }: WholeAnswer): boolean {
    const hash = createHash("sha256")
      .update(JSON.stringify([http_status, headers, text]))
      .digest("base64");
    const was_seen = this.#seen.includes(hash);
    if (!was_seen) this.#seen.push(hash);
    if (this.#seen.length > ANSWERS_KEPT) this.#seen.shift();
    return was_seen;
  }
}
