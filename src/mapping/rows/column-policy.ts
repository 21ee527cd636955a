import { fold, trimCell } from "../cells/text.js";
import { isProblem } from "../cells/value.js";
import type { Mapping, Source } from "./mapping.js";

/** What the mapping allows of a column, beyond reading it. */
export interface ColumnPolicy {
  /** False where its cells say who a person is: then they are shown nowhere. */
  readonly may_be_shown: boolean;
  /** Its cells are times, as they stand there. */
  readonly is_time: boolean;
  /** Its cells are the key of their rows. */
  readonly is_key: boolean;
  /** The mapping says that this id is right, although a spreadsheet might have damaged it. */
  accepts(id: string): boolean;
}

/** `title`: as the export's header has it. */
export function columnPolicy(mapping: Mapping, title: string): ColumnPolicy {
  const folded = fold(title);
  const has = (source: Source) => titlesOf(source).some((name) => fold(name) === folded);
  const person_fields = mapping.person?.keys.flatMap(({ value, context }) => [value, ...(context ? [context] : [])]);
  const ids = mapping.fields.filter(({ shape, source }) => shape.kind === "id" && has(source));
  // Without what the column as a whole says, nothing but the mapping's own word lets a damaged id through.
  const readers = ids.map(({ reader }) => reader({ note: () => undefined }));
  return {
    is_time: mapping.fields.some(({ shape, source }) => shape.kind === "time" && has(source)),
    is_key: isKey(mapping, title),
    may_be_shown: person_fields?.some(({ source }) => has(source)) !== true,
    accepts: (id) => readers.some((read) => !isProblem(read(trimCell(id)))),
  };
}

/** Whether the column alone makes the key, unchanged. */
function isKey({ fields, target }: Mapping, title: string): boolean {
  const [name, another] = target.key_fields;
  const key = another === undefined ? fields.find(({ shape }) => shape.name === name) : undefined;
  if (key === undefined || key.table !== undefined || key.lookup !== undefined) return false;
  const titles = key.source.kind === "columns" ? titlesOf(key.source) : [];
  return titles.length === 1 && fold(titles[0] ?? "") === fold(title);
}

function titlesOf(source: Source): string[] {
  if (source.kind === "columns") return source.columns.map(({ name }) => name);
  return source.kind === "template"
    ? source.parts.flatMap((part) => (typeof part === "string" ? [] : [part.name]))
    : [];
}
