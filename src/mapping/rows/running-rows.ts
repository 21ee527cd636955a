import type { LeaveOutHints, LeaveOutWords } from "../../model/column-hints.js";
import type { Payload } from "../../model/payload.js";
import type { CountedWarning } from "../../model/warning.js";
import type { StillRunning } from "../../texts/en/warnings.js";
import { saying } from "../../texts/saying.js";
import { matchTitles, titleKey } from "../columns/title.js";
import type { Header } from "./header.js";
import type { Mapping } from "./mapping.js";

const LINES_MAX = 20;
const WORDS_SHOWN = 5;
/** A column with more different values holds no statuses; each is looked up once. */
const VALUES_MAX = 1_000;

interface StatusColumn {
  readonly title: string;
  readonly index: number;
  /** It tells a step, which rows that ended keep: by itself it does not say that a row still runs. */
  readonly is_step: boolean;
  readonly known: Map<string, LeaveOutWords | null>;
}

interface Found {
  readonly words: LeaveOutWords;
  readonly column: StatusColumn;
  readonly counts: Map<string, number>;
  readonly lines: number[];
  count: number;
}

/**
 * Notices rows that would be imported as if they had ended, although a column that nobody has filtered says that they
 * still run, or that the person was hired.
 */
export class RunningRows {
  readonly #hints: LeaveOutHints;
  readonly #columns: readonly StatusColumn[];
  readonly #ended_by: readonly string[];
  readonly #has_where: boolean;
  readonly #found = new Map<string, Found>();

  constructor(mapping: Mapping, { names }: Header) {
    this.#hints = mapping.target.hints?.leave_out ?? { titles: [], values: [] };
    const { ended_by = [], titles, step_titles = [] } = this.#hints;
    // Who lists the values that come along has decided about all of them.
    const decided = new Set(
      mapping.where.flatMap(({ column, in: inside }) => (inside === undefined ? [] : column.name)),
    );
    const columns = names.map((title, index) => ({ title, index }));
    const statusColumns = (of: readonly string[], is_step: boolean): StatusColumn[] =>
      matchTitles(columns, of)
        .filter(({ title }) => !decided.has(title))
        .map((column) => ({ ...column, is_step, known: new Map() }));
    this.#columns = [...statusColumns(titles, false), ...statusColumns(step_titles, true)];
    this.#ended_by = mapping.fields.map(({ shape }) => shape.name).filter((name) => ended_by.includes(name));
    this.#has_where = mapping.where.length > 0;
  }

  /** A row that can be sent. The first column that says something counts. */
  see(cells: readonly string[], payload: Payload, line: number): void {
    for (const column of this.#columns) {
      const cell = cells[column.index] ?? "";
      const words = this.#wordsOf(cell, column);
      if (words === null || !this.#isBelieved(words, column, payload)) continue;
      this.#count(words, column, cell.trim(), line);
      return;
    }
  }

  warnings(): CountedWarning[] {
    const all = Array.from(this.#found.values(), (found) => ({
      kind: found.words.kind,
      field: null,
      column: found.column.title,
      ...saying("still_running", this.#said(found)),
      count: found.count,
      lines: found.lines,
      words: Array.from(found.counts, ([word, count]) => ({ word, count })),
    }));
    return all.sort((a, b) => b.count - a.count);
  }

  #wordsOf(cell: string, { known }: StatusColumn): LeaveOutWords | null {
    let words = known.get(cell);
    if (words === undefined) {
      const key = titleKey(cell);
      words = this.#hints.values.find(({ values }) => values.some((value) => titleKey(value) === key)) ?? null;
      if (known.size < VALUES_MAX) known.set(cell, words);
    }
    return words;
  }

  #isBelieved({ ends }: LeaveOutWords, { is_step }: StatusColumn, payload: Payload): boolean {
    if (ends) return true;
    if (this.#ended_by.some((name) => payload[name] !== undefined)) return false;
    return !is_step || this.#ended_by.length > 0;
  }

  #count(words: LeaveOutWords, column: StatusColumn, word: string, line: number): void {
    const name = `${words.kind} ${column.index}`;
    const found: Found = this.#found.get(name) ?? { words, column, counts: new Map(), lines: [], count: 0 };
    this.#found.set(name, found);
    found.count += 1;
    found.counts.set(word, (found.counts.get(word) ?? 0) + 1);
    if (found.lines.length < LINES_MAX) found.lines.push(line);
  }

  #said({ words, column, counts }: Found): StillRunning {
    const by_count = Array.from(counts).sort(([, a], [, b]) => b - a);
    const values = Array.from(counts.keys(), (word) => JSON.stringify(word)).join(", ");
    return {
      words: by_count.slice(0, WORDS_SHOWN).map(([word]) => word),
      more: by_count.length > WORDS_SHOWN,
      no_end: !words.ends && this.#ended_by.length > 0,
      meaning: words.meaning,
      has_where: this.#has_where,
      condition: `{ column: ${JSON.stringify(column.title)}, not_in: [${values}] }`,
    };
  }
}
