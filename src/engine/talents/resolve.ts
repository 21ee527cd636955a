import type { Ledger } from "../../ledger/open.js";
import { axesOf, type Failure } from "../../model/failure.js";
import { keyName, type Person, type PersonKey, type TalentAnswer } from "../../model/person.js";
import type { FeishuRequest, Reply } from "../../model/reply.js";
import { type FoundTalent, type KeyBatch, talents } from "../../targets/talents.js";
import { because } from "../../texts/because.js";
import { ErrorBudget, type MaxErrors } from "../calls/error-budget.js";
import { refusedUs } from "../calls/refused-us.js";
import { type RetryContext, retryRead } from "../calls/retry-read.js";
import type { Observer } from "../events.js";
import { nextKey } from "./match.js";

/** At 16 requests a second, enough for answers that take a second. */
const IN_FLIGHT_MAX = 16;
/** People who wait for an answer while others are read. */
const WAITING_MAX = 20_000;

const UNKNOWN_SHAPE: Failure = because("unreadable_answer", { id: "unknown_talents" });

export interface TalentResolverOptions extends RetryContext {
  readonly ledger: Pick<Ledger, "talents" | "transaction">;
  readonly run_id: number;
  /** Sends one paced request. */
  readonly send: (request: FeishuRequest, signal: AbortSignal) => Promise<Reply | undefined>;
  readonly observe: Observer;
  /** `off`: goes on although Feishu refuses key after key. */
  readonly max_errors: MaxErrors;
}

/** What this call has learned. */
export interface ResolvedTalents {
  asked: number;
  found: number;
  not_found: number;
  several: number;
  refused: number;
  /** Keys that no answer came for, and why. */
  unanswered: number;
  unanswered_because?: Failure;
}

/**
 * Asks Feishu for the talents of people, many in one request, several requests at once. What comes back is in the
 * ledger before anybody relies on it. Keeps no more people in memory than those who wait for an answer.
 */
export class TalentResolver {
  readonly asked: ResolvedTalents = { asked: 0, found: 0, not_found: 0, several: 0, refused: 0, unanswered: 0 };
  readonly #options: TalentResolverOptions;
  readonly #budget: ErrorBudget;
  /** Keys of one kind and context that no request asks for yet. */
  readonly #batches = new Map<string, PersonKey[]>();
  /** Who waits for a key's answer, by names of keys and of people. */
  readonly #waiting = new Map<string, Map<string, Person>>();
  readonly #in_flight = new Set<Promise<void>>();
  #people = 0;
  #broken: { readonly error: unknown } | undefined;

  constructor(options: TalentResolverOptions) {
    this.#options = options;
    this.#budget = new ErrorBudget(options.max_errors, options.brake);
  }

  add(person: Person): void {
    const { ledger, run_id } = this.#options;
    const key = nextKey(person, (each) => ledger.talents.answerOf(each), run_id);
    if (key === undefined) return;
    const name = keyName(key);
    let waiting = this.#waiting.get(name);
    if (waiting === undefined) {
      waiting = new Map();
      this.#waiting.set(name, waiting);
      this.#enqueue(key);
    }
    this.#people -= waiting.size;
    waiting.set(person.map(keyName).join("\n"), person);
    this.#people += waiting.size;
  }

  /** Waits until more people may be added. */
  async room(): Promise<void> {
    while (!this.#stopped && (this.#in_flight.size >= IN_FLIGHT_MAX || this.#people >= WAITING_MAX)) {
      if (this.#in_flight.size === 0) this.#flushAll();
      await Promise.race(this.#in_flight);
    }
    this.#throwBroken();
  }

  /** Asks for all who are left. */
  async end(): Promise<void> {
    while (this.#in_flight.size > 0 || (this.#batches.size > 0 && !this.#stopped)) {
      // What is under way may fill up the batches that are begun.
      if (this.#in_flight.size === 0) this.#flushAll();
      await Promise.race(this.#in_flight);
    }
    this.#throwBroken();
  }

  get #stopped(): boolean {
    return this.#options.brake.pulled;
  }

  #throwBroken(): void {
    if (this.#broken !== undefined) throw this.#broken.error;
  }

  #enqueue(key: PersonKey): void {
    const name = `${key.kind} ${key.context}`;
    const batch = this.#batches.get(name) ?? [];
    this.#batches.set(name, batch);
    batch.push(key);
    if (batch.length < talents.keys_max) return;
    this.#batches.delete(name);
    this.#start(batch);
  }

  #flushAll(): void {
    const batches = Array.from(this.#batches.values());
    this.#batches.clear();
    for (const batch of batches) this.#start(batch);
  }

  #start(keys: readonly PersonKey[]): void {
    const work = this.#askFor(keys)
      .catch((error: unknown) => {
        this.#broken ??= { error };
        this.#options.brake.pull({ why: "broken" });
      })
      .finally(() => this.#in_flight.delete(work));
    this.#in_flight.add(work);
  }

  async #askFor(keys: readonly PersonKey[]): Promise<void> {
    const { send, brake } = this.#options;
    const batch = batchOf(keys);
    const request = talents.request(batch);
    const reply = await retryRead(this.#options, async (signal) => readable(await send(request, signal), batch));
    if (reply === undefined) return this.#giveUp(keys);
    if (reply.ok) {
      const found = talents.read(reply.data, batch) ?? [];
      // A talent of which the answer does not say by what it was found is somebody's: asked alone, it is clear whose.
      if (keys.length > 1 && found.some(({ value }) => value === undefined)) return this.#askInHalves(keys);
      this.#budget.done();
      return this.#learn(keys, (key) => answerIn(found, keys.length === 1 ? undefined : key.value));
    }
    const failure = inOurWords(reply.failure);
    const { retry, ends, may_have_acted } = axesOf(failure);
    if (ends === "run") brake.pull({ why: "stopped", stop: refusedUs(failure) });
    // Refused for one of its keys, and the others must not suffer.
    if (ends === "run" || retry !== "no" || may_have_acted) return this.#giveUp(keys, failure);
    if (keys.length > 1) return this.#askInHalves(keys);
    this.#budget.error("rejected", failure);
    this.#learn(keys, () => ({ answer: "refused", code: failure.code }));
  }

  async #askInHalves(keys: readonly PersonKey[]): Promise<void> {
    const middle = Math.ceil(keys.length / 2);
    await this.#askFor(keys.slice(0, middle));
    await this.#askFor(keys.slice(middle));
  }

  /** Those who waited go on with their next key, where this one is nobody's. */
  #learn(keys: readonly PersonKey[], answerTo: (key: PersonKey) => TalentAnswer): void {
    const { ledger, run_id, clock, observe } = this.#options;
    const now_ms = clock.now_ms();
    ledger.transaction(() => {
      for (const key of keys) {
        const answer = answerTo(key);
        ledger.talents.record(key, answer, run_id, now_ms);
        this.asked.asked += 1;
        this.asked[answer.answer] += 1;
      }
    });
    const { asked, found, not_found, several, refused } = this.asked;
    observe({ event: "asked_talents", asked, found, not_found, several, refused });
    for (const key of keys) for (const person of this.#released(key)) this.add(person);
  }

  #giveUp(keys: readonly PersonKey[], failure?: Failure): void {
    this.asked.unanswered += keys.length;
    if (failure !== undefined) this.asked.unanswered_because ??= failure;
    for (const key of keys) this.#released(key);
  }

  #released(key: PersonKey): Iterable<Person> {
    const waiting = this.#waiting.get(keyName(key)) ?? new Map<string, Person>();
    this.#waiting.delete(keyName(key));
    this.#people -= waiting.size;
    return waiting.values();
  }
}

/** An answer that says nothing of what it should is none. */
function readable(reply: Reply | undefined, batch: KeyBatch): Reply | undefined {
  if (reply === undefined || !reply.ok || talents.read(reply.data, batch) !== undefined) return reply;
  const { data: _data, ...facts } = reply;
  return { ...facts, ok: false, failure: UNKNOWN_SHAPE };
}

/** Feishu's own words may quote what it was asked for: its number says enough. */
function inOurWords(failure: Failure): Failure {
  const { code, kind } = failure;
  return code === undefined || kind === "refused_us" ? failure : { ...failure, message: `Feishu answers ${code}` };
}

function batchOf(keys: readonly PersonKey[]): KeyBatch {
  const { kind, context } = keys[0] as PersonKey;
  return { kind, context, values: keys.map(({ value }) => value) };
}

/** `value` undefined: all of the answer is about the one key asked for. */
function answerIn(found: readonly FoundTalent[], value: string | undefined): TalentAnswer {
  const ids = new Set(
    found.filter((each) => value === undefined || each.value === value).map((each) => each.talent_id),
  );
  const [talent_id] = ids;
  if (talent_id === undefined) return { answer: "not_found" };
  return ids.size > 1 ? { answer: "several" } : { answer: "found", talent_id };
}
