import type { FieldHints } from "../../model/column-hints.js";
import type { FieldDefinition, TargetSchema } from "../../model/payload.js";
import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
import { requiredFields } from "../file/json-schema.js";
import { candidatesFor } from "./candidates.js";
import { choicesOf, proposeChoice } from "./choice.js";
import type { ColumnProfile } from "./column-profile.js";
import { proposeDecode } from "./decode.js";
import { proposeEmpty } from "./empty.js";
import { type Entry, type Tell, ToDecide } from "./entry.js";
import { type FieldDraft, type FieldFinding, proposal } from "./field-draft.js";
import { proposeId, proposeKey } from "./id.js";
import { csvEntry, type ExportLayout } from "./layout.js";
import { proposeNested } from "./nested.js";
import { proposeParent } from "./parent.js";
import { proposePerson, undecidedField } from "./person.js";
import type { TableProfile } from "./table-profile.js";
import { proposeText } from "./text.js";
import { proposeTime } from "./time.js";
import { proposeWhere } from "./where.js";
import { yamlText } from "./yaml-text.js";

export interface ProposeOptions {
  /** Of the times, where somebody knows it. */
  readonly timezone?: string | undefined;
}

/** A mapping for exports that nobody has described, and what speaks for it. */
export interface Draft {
  readonly target: TargetSchema;
  /** In the order of the target. */
  readonly fields: readonly FieldDraft[];
  /** Columns that nothing in the mapping uses. */
  readonly unused: readonly ColumnProfile[];
  /** What the mapping file says. */
  readonly entries: readonly Entry[];
  /** Of the columns that are not used, where there is something to say. */
  readonly notes: ReadonlyMap<ColumnProfile, PartToTell>;
}

/** Proposes a mapping from what the exports hold. Pure: what a person has to decide stands in it as undecided. */
export function draftMapping(
  target: TargetSchema,
  table: TableProfile,
  layouts: readonly ExportLayout[],
  { timezone }: ProposeOptions = {},
): Draft {
  const findings = target.fields.map((shape) => ({ shape, finding: findingFor(shape, target, table) }));
  const taken = new Set(findings.flatMap(({ finding }) => finding.columns));
  const fields = findings.map(({ shape, finding }) => proposal(shape, finding, taken));
  const where = proposeWhere(target.hints?.leave_out, fields, table);
  const columns = fields.flatMap((field) => field.columns);
  const used = new Set(columns);
  const decode = proposeDecode(columns);
  const unused = table.columns.filter((column) => !used.has(column));
  const entries: Entry[] = [
    { key: "target", content: target.name, above: preface(target, table, layouts) },
    csvEntry(layouts),
    ...timezoneEntry(fields, table, timezone),
    proposeEmpty(columns),
    ...(decode === undefined ? [] : [decode]),
    ...(where === undefined ? [] : [where]),
    { key: "fields", content: { pairs: fields.map(({ entry }) => entry) } },
  ];
  const notes = new Map(unused.flatMap((column) => noteOf(column, table).map((note) => [column, note] as const)));
  return { target, fields, unused, entries, notes };
}

/** The mapping file, with comments in the language of `tell`. */
export function draftText({ entries, unused, notes }: Draft, tell: Tell): string {
  return yamlText(entries, tell) + epilogue(unused, notes, tell);
}

function findingFor(shape: FieldDefinition, target: TargetSchema, table: TableProfile): FieldFinding {
  const hints = target.hints?.fields[shape.name];
  const [key, another] = target.key_fields;
  if (shape.name === key && another === undefined) return proposeKey(hints, table);
  const propose = (each: FieldDefinition, name: string) => found(each, target.hints?.fields[name], table);
  const is_nested = shape.kind === "list" || shape.kind === "object";
  const finding = is_nested ? proposeNested(shape, propose) : found(shape, hints, table);
  if (finding !== undefined) return finding;
  if (requiredFields(target).includes(shape.name)) return undecidedField(shape, table);
  return leftOut(shape, hints, table);
}

function found(shape: FieldDefinition, hints: FieldHints | undefined, table: TableProfile): FieldFinding | undefined {
  switch (shape.kind) {
    case "time":
      return proposeTime(hints, table);
    case "choice":
      return proposeChoice(shape, hints, table);
    case "text":
      return proposeText(hints, table);
    case "id":
      if (hints?.values !== undefined) return proposeChoice(shape, hints, table);
      return proposeId(hints, table) ?? proposePerson(shape, hints, table) ?? proposeParent(shape, hints, table);
    default:
      return proposeText(hints, table);
  }
}

/** Nothing fits a field that need not be there: it stands as a comment. */
function leftOut(shape: FieldDefinition, hints: FieldHints | undefined, table: TableProfile): FieldFinding {
  const { alternatives } = candidatesFor(hints, table.usable);
  const times = shape.kind === "time" ? table.usable.filter(({ isTime }) => isTime).map(({ title }) => title) : [];
  const reason = saying("draft_no_column", { times });
  const left_out = { verdict: "left_out", columns: [], reason, alternatives } as const;
  const [constant] = Object.keys(shape.choices ?? {});
  if (constant === undefined) return { ...left_out, content: new ToDecide(saying("draft_name_column")) };
  const content = { pairs: [{ key: "value", content: Number(constant) }] };
  return { ...left_out, content, notes: [...choicesOf(shape), saying("draft_constant")] };
}

function preface(target: TargetSchema, table: TableProfile, layouts: readonly ExportLayout[]): PartToTell[] {
  const names = layouts.map(({ name }) => name);
  const { rows, columns } = table;
  return [
    saying("draft_of", { names, rows, columns: columns.length, target: target.name }),
    saying("draft_preface"),
    saying("draft_todos"),
  ];
}

const CHINESE = /\p{Script=Han}/u;

function timezoneEntry(
  fields: readonly FieldDraft[],
  table: TableProfile,
  timezone: string | undefined,
): readonly Entry[] {
  const local = fields.filter(({ needs_zone }) => needs_zone === true);
  if (timezone !== undefined) {
    return [{ key: "timezone", content: timezone, above: [saying("draft_zone_given")] }];
  }
  if (local.length === 0) return [];
  const is_chinese = table.columns.some(({ title }) => CHINESE.test(title));
  const columns = local.flatMap(({ columns: each }) => each.map(({ title }) => title));
  const above = [saying("draft_zone_missing", { columns })];
  return [{ key: "timezone", content: new ToDecide(saying("draft_name_zone", { is_chinese })), above }];
}

/** Titles alone: what stands in these columns is nobody's business. */
function epilogue(unused: readonly ColumnProfile[], notes: Draft["notes"], tell: Tell): string {
  if (unused.length === 0) return "";
  const lines = unused.map((column) => {
    const note = notes.get(column);
    return `#   ${oneLine(column.title)}${note === undefined ? "" : `  (${tell(note)})`}\n`;
  });
  return `\n# ${tell(saying("draft_unused"))}\n${lines.join("")}`;
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");

function noteOf(column: ColumnProfile, table: TableProfile): PartToTell[] {
  const { exports, is_twice, filled, mails, isTime } = column;
  if (is_twice) return [saying("draft_column_twice")];
  if (exports < table.exports) return [saying("draft_column_in_some", { exports, all: table.exports })];
  if (filled === 0) return [saying("draft_column_empty")];
  if (mails >= filled / 2) return [saying("draft_column_emails")];
  return isTime ? [saying("draft_column_times")] : [];
}
