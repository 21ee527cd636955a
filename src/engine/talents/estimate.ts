import type { Ledger } from "../../ledger/open.js";
import { DistinctCounter, type Resolved, type Unresolved } from "../../mapping/index.js";
import { keyName, type PersonKey } from "../../model/person.js";
import { talents } from "../../targets/talents.js";
import { without, withTalent } from "./apply.js";
import { nextKey, standingOf } from "./match.js";

/** Who is known of the people in exports, and what asking for the others takes. Above some thousands about. */
export interface TalentEstimate {
  /** Different people among the records that are otherwise right. */
  readonly people: number;
  /** Of them, those whose talent is known. */
  readonly known: number;
  readonly to_ask: number;
  /** Requests, at least: who is not found by the first key is asked for by the next. */
  readonly calls: number;
}

/** For `check`: counts the people, and lets those pass whom nobody has asked for yet. */
export class TalentEstimator {
  readonly #answers: Ledger["talents"];
  readonly #run_id: number;
  readonly #people = new DistinctCounter();
  readonly #known = new DistinctCounter();
  readonly #to_ask = new DistinctCounter();
  /** Keys to be asked for, by what one request can ask for. */
  readonly #keys = new Map<string, DistinctCounter>();

  constructor(answers: Ledger["talents"], run_id: number) {
    this.#answers = answers;
    this.#run_id = run_id;
  }

  readonly resolve = (mapped: Unresolved): Resolved => {
    const { person } = mapped.wanted;
    const answerOf = (key: PersonKey) => this.#answers.answerOf(key);
    const standing = standingOf(person, answerOf);
    const pseudonym = this.#answers.pseudonym(person);
    this.#people.add(pseudonym);
    if (standing.kind === "found") this.#known.add(pseudonym);
    const key = nextKey(person, answerOf, this.#run_id);
    if (key !== undefined) {
      this.#to_ask.add(pseudonym);
      this.#note(key);
    }
    if (standing.kind === "found") return withTalent(mapped, standing.talent_id);
    // The same person is the same talent, so that repeats and conflicts are what they will be.
    return standing.kind === "to_ask" ? withTalent(mapped, `?${pseudonym}`) : without(mapped, standing);
  };

  facts(): TalentEstimate {
    const batches = Array.from(this.#keys.values(), (keys) => Math.ceil(keys.count() / talents.keys_max));
    return {
      people: this.#people.count(),
      known: this.#known.count(),
      to_ask: this.#to_ask.count(),
      calls: batches.reduce((sum, calls) => sum + calls, 0),
    };
  }

  #note(key: PersonKey): void {
    const batch = `${key.kind} ${key.context}`;
    const keys = this.#keys.get(batch) ?? new DistinctCounter();
    this.#keys.set(batch, keys);
    keys.add(keyName(key));
  }
}
