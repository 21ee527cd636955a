import { damageOf } from "../cells/damage.js";
import { emptyTest, type IsEmpty } from "../cells/text.js";
import type { ExportProfile, TimeProfile } from "../columns/export-profile.js";
import { IdColumn } from "../columns/id-column.js";
import { TimeColumn } from "../columns/time-column.js";
import type { TimeVerdict } from "../columns/time-verdict.js";
import { stopOnProblems } from "../mapping-file.js";
import { Columns, type Header } from "./header.js";
import type { MappedField, Mapping } from "./mapping.js";
import { compileWhere, type WhereFilter } from "./where.js";

interface OpenTime {
  readonly field: MappedField;
  readonly column: TimeColumn;
  /** The cell that the field reads of a record; empty for none. */
  readonly cellOf: (cells: readonly string[]) => string;
}

interface Ids {
  readonly column: IdColumn;
  readonly cellOf: (cells: readonly string[]) => string;
}

/**
 * Looks at the columns of one export as a whole, in memory that does not grow with it. It sees what the fields would
 * read: of rows inside `where`, cells that are not empty.
 */
export class ExportProfiler {
  readonly export_name: string;
  readonly #times: OpenTime[] = [];
  /** By column title. */
  readonly #ids = new Map<string, Ids>();
  readonly #outside: WhereFilter;
  readonly #is_empty: IsEmpty;
  #rows = 0;

  /** Throws an ExitError (exit 2, `no_such_column`) where the export has not the mapping's columns. */
  constructor(mapping: Mapping, header: Header, export_name: string) {
    this.export_name = export_name;
    const columns = new Columns(header, export_name);
    this.#is_empty = emptyTest(mapping.empty);
    this.#outside = compileWhere(mapping, columns, this.#is_empty);
    for (const field of mapping.fields) {
      if (field.infers !== undefined) this.#openTime(field, columns);
      if (field.shape.kind === "id" && field.table === undefined) this.#openIds(field, columns);
    }
    stopOnProblems(mapping.path, columns.problems(), { kind: "no_such_column" });
  }

  /** There is a time whose format the mapping leaves open. */
  get has_open_times(): boolean {
    return this.#times.length > 0;
  }

  get has_ids(): boolean {
    return this.#ids.size > 0;
  }

  /** Whether an id of the record may be damaged in another way than rounded, so that its column is to be asked. */
  hasOddId(cells: readonly string[]): boolean {
    for (const { cellOf } of this.#ids.values()) {
      const damage = damageOf(cellOf(cells));
      if (damage !== undefined && damage !== "rounded") return true;
    }
    return false;
  }

  /** Whether no column can come to another verdict on ids that look rounded, if there are `rounded_max` at most. */
  acceptsRounded(rounded_max: number): boolean {
    return Array.from(this.#ids.values()).every(({ column }) => column.acceptsRounded(rounded_max));
  }

  /** `cells` as many as the header has. */
  add(cells: readonly string[], line: number): void {
    if (this.#outside(cells) !== undefined) return;
    this.#rows += 1;
    for (const { column, cellOf } of this.#times) {
      const cell = cellOf(cells);
      if (cell !== "") column.add(cell, line);
    }
    for (const { column, cellOf } of this.#ids.values()) {
      const cell = cellOf(cells);
      if (cell !== "") column.add(cell);
    }
  }

  /** What each time says whose format is open. */
  verdicts(): { readonly field: MappedField; readonly verdict: TimeVerdict }[] {
    return this.#times.map(({ field, column }) => ({ field, verdict: column.verdict() }));
  }

  /** Empty where no record was seen. Of a time that nothing is known of: no formats. */
  facts(): ExportProfile {
    if (this.#rows === 0) return { times: {}, ids: {} };
    const times = this.verdicts().map(({ field, verdict }) => [field.shape.name, timeFacts(verdict)] as const);
    const ids = Array.from(this.#ids, ([title, { column }]) => [title, column.facts()] as const);
    return { times: Object.fromEntries(times), ids: Object.fromEntries(ids) };
  }

  #openTime(field: MappedField, columns: Columns): void {
    const { source } = field;
    if (source.kind === "constant" || field.infers === undefined) return;
    const cellOf = source.kind === "columns" ? this.#firstOf(field, columns) : this.#wholeOf(field, columns);
    this.#times.push({ field, column: new TimeColumn(field.infers), cellOf });
  }

  #firstOf(field: MappedField, columns: Columns): OpenTime["cellOf"] {
    const { source, cleaner } = field;
    const indexes = source.kind === "columns" ? source.columns.map((column) => columns.indexOf(column)) : [];
    return (cells) => {
      for (const index of indexes) {
        const text = cleaner.clean(cells[index] ?? "");
        if (!this.#is_empty(text)) return text;
      }
      return "";
    };
  }

  /** Of a template with an empty part there is nothing to read. */
  #wholeOf(field: MappedField, columns: Columns): OpenTime["cellOf"] {
    const { source, cleaner } = field;
    const all = source.kind === "template" ? source.parts : [];
    const parts = all.map((part) => (typeof part === "string" ? part : columns.indexOf(part)));
    return (cells) => {
      let whole = "";
      for (const part of parts) {
        const text = typeof part === "string" ? part : cleaner.clean(cells[part] ?? "");
        if (typeof part === "number" && this.#is_empty(text)) return "";
        whole += text;
      }
      return whole;
    };
  }

  #openIds({ source, cleaner }: MappedField, columns: Columns): void {
    const refs = source.kind === "columns" ? source.columns : source.kind === "template" ? source.parts : [];
    for (const ref of refs) {
      if (typeof ref === "string") continue;
      const index = columns.indexOf(ref);
      const cellOf = (cells: readonly string[]): string => {
        const text = cleaner.clean(cells[index] ?? "");
        return this.#is_empty(text) ? "" : text;
      };
      this.#ids.set(ref.name, { column: new IdColumn(), cellOf });
    }
  }
}

function timeFacts(verdict: TimeVerdict): TimeProfile {
  if (verdict.kind === "formats") {
    const { formats, cells, samples, perhaps_exchanged } = verdict;
    return { formats, cells, samples, ...(perhaps_exchanged === undefined ? {} : { perhaps_exchanged }) };
  }
  return { formats: [], cells: verdict.kind === "empty" ? 0 : verdict.cells, samples: [] };
}
