import { cutShort, visible } from "../../model/text.js";
import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
import { suggested } from "../cells/did-you-mean.js";
import { fold } from "../cells/text.js";
import { isPersonal } from "../columns/personal.js";
import type { LineProblem } from "../mapping-file.js";
import type { ColumnRef } from "./mapping.js";

export interface Header {
  readonly names: readonly string[];
  readonly line: number;
}

/** Finds the mapping's columns in an export's header, and keeps a sentence for each that cannot be found. */
export class Columns {
  readonly #header: Header;
  readonly #export_name: string;
  readonly #problems: LineProblem[] = [];
  readonly #asked = new Set<string>();
  readonly #not_there = new Set<string>();
  /** Titles that look the same are one, as far as people can tell. */
  readonly #visible: Map<string, number[]>;
  readonly #folded: Map<string, number[]>;

  constructor(header: Header, export_name: string) {
    this.#header = header;
    this.#export_name = export_name;
    this.#visible = indexBy(header.names, visible);
    this.#folded = indexBy(header.names, fold);
  }

  /** One sentence where not a single column is there: then it is the header that was not found. */
  problems(): readonly LineProblem[] {
    const [first] = this.#problems;
    const none_found = this.#not_there.size > 1 && this.#not_there.size === this.#asked.size;
    if (first === undefined || !none_found) return this.#problems;
    const { names, line } = this.#header;
    // A row where the header should be is somebody's, and shown nowhere.
    const titles = names.some(isPersonal) ? undefined : cutShort(names.join(" | "));
    const about = { export: this.#export_name, columns: this.#asked.size, line, titles };
    return [{ line: first.line, place: "", why: saying("no_column_found", about) }];
  }

  /** The index of a column; 0 with a problem where it is not there or there twice. */
  indexOf(column: ColumnRef): number {
    this.#asked.add(column.name);
    const found = this.#visible.get(visible(column.name)) ?? this.#folded.get(fold(column.name)) ?? [];
    if (found.length === 1) return found[0] as number;
    if (found.length === 0) this.#not_there.add(column.name);
    const why = found.length === 0 ? this.#absent(column.name) : this.#twice(column.name, found);
    this.#problems.push({ line: column.line, place: column.key, why });
    return 0;
  }

  #absent(column: string): PartToTell {
    const names = this.#header.names.filter((title) => title.trim() !== "");
    const about = { export: this.#export_name, column, line: this.#header.line };
    return saying("no_such_column", { ...about, close: suggested(column, names) });
  }

  #twice(column: string, indexes: readonly number[]): PartToTell {
    const titles = new Set(indexes.map((index) => this.#header.names[index]));
    const is_unseen = titles.size > 1 && new Set(Array.from(titles, (title) => visible(title ?? ""))).size === 1;
    const numbers = indexes.map((index) => index + 1);
    return saying("column_twice", { export: this.#export_name, column, numbers, is_unseen });
  }
}

function indexBy(names: readonly string[], key: (name: string) => string): Map<string, number[]> {
  const indexes = new Map<string, number[]>();
  for (const [index, name] of names.entries()) {
    const known = indexes.get(key(name));
    if (known === undefined) indexes.set(key(name), [index]);
    else known.push(index);
  }
  return indexes;
}
