import { cutShort } from "../../model/text.js";
import type { CountedWarning } from "../../model/warning.js";
import { saying } from "../../texts/saying.js";

const LINES_MAX = 20;
const SAMPLES_MAX = 3;
/** Beyond so many looks the ids have none in common, and nothing is odd. */
const LOOKS_MAX = 200;
/** A look that has no more than a third of the most frequent one's ids is unlike the others. */
const UNLIKE = 3;
/** No other look is called so. */
const OWN = "form";
/** Shorter numbers are counted up, and have another length from 10, 100 and 1000 on. */
const LONG_NUMBER = 12;

interface Look {
  count: number;
  readonly lines: number[];
  readonly samples: Set<string>;
}

/**
 * How the ids of a field look: a line of other titles, a second table or a note puts what is no id among them, and
 * Feishu would say of each that it does not exist. In bounded memory.
 */
export class IdLooks {
  readonly #field: string;
  readonly #form: RegExp;
  readonly #by_look = new Map<string, Look>();
  /** Of the record that is being mapped. */
  #id: string | undefined;

  constructor(
    field: string,
    /** How Feishu's own ids look. */
    form: RegExp,
  ) {
    this.#field = field;
    this.#form = form;
  }

  /** An id of the record that is being mapped. */
  see(id: string): void {
    this.#id = id;
  }

  /** The record can be sent. */
  keep(line: number): void {
    const id = this.#id;
    if (id === undefined) return;
    this.#id = undefined;
    const look = this.#form.test(id) ? OWN : lookOf(id);
    const known = this.#by_look.get(look) ?? { count: 0, lines: [], samples: new Set() };
    if (known.count === 0 && this.#by_look.size < LOOKS_MAX) this.#by_look.set(look, known);
    known.count += 1;
    if (known.lines.length < LINES_MAX) known.lines.push(line);
    if (known.samples.size < SAMPLES_MAX) known.samples.add(cutShort(id));
  }

  drop(): void {
    this.#id = undefined;
  }

  /** One doubt for all ids that are unlike the others. */
  warnings(): CountedWarning[] {
    const looks = Array.from(this.#by_look.values()).sort((a, b) => b.count - a.count);
    const own = this.#by_look.get(OWN);
    // Where half of them are Feishu's own, none of the others is.
    const is_own = own !== undefined && own.count * 2 >= sumOf(looks);
    const usual = is_own ? own : looks[0];
    if (usual === undefined || looks.length >= LOOKS_MAX) return [];
    const odd = looks.filter((look) => look !== usual && (is_own || look.count * UNLIKE <= usual.count));
    const count = sumOf(odd);
    if (count === 0) return [];
    const samples = odd.flatMap((each) => Array.from(each.samples));
    const lines = odd.flatMap((each) => each.lines).sort((a, b) => a - b);
    return [
      {
        kind: "unlike_other_ids",
        field: this.#field,
        ...saying("odd_ids", {
          samples: samples.slice(0, SAMPLES_MAX),
          more: samples.length > SAMPLES_MAX,
          usual: firstOf(usual),
        }),
        count,
        lines: lines.slice(0, LINES_MAX),
      },
    ];
  }
}

const sumOf = (looks: readonly Look[]): number => looks.reduce((sum, { count }) => sum + count, 0);
const firstOf = ({ samples }: Look): string => samples.values().next().value ?? "";

/** Long numbers by their length, short ones together; others by what stands before their first digit. */
function lookOf(id: string): string {
  if (/^\d+$/.test(id)) return id.length < LONG_NUMBER ? "number" : `number ${id.length}`;
  return `text ${/^\D*/.exec(id)?.[0]}`;
}
