import type { FieldHints } from "../../model/column-hints.js";
import { counted } from "../../model/numbers.js";
import type { FieldDefinition, TargetSchema } from "../../model/payload.js";
import { UNDECIDED } from "../../model/undecided.js";
import { requiredFields } from "../file/json-schema.js";
import { candidatesFor } from "./candidates.js";
import { choicesOf, proposeChoice } from "./choice.js";
import type { ColumnProfile } from "./column-profile.js";
import { proposeDecode } from "./decode.js";
import { proposeEmpty } from "./empty.js";
import { type Entry, ToDecide } from "./entry.js";
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
  /** The mapping file, with comments. */
  readonly text: string;
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
  return { target, fields, unused, text: yamlText(entries) + epilogue(unused, table) };
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
      return proposeId(hints, table) ?? proposePerson(shape, table) ?? proposeParent(shape, hints, table);
    default:
      return proposeText(hints, table);
  }
}

/** Nothing fits a field that need not be there: it stands as a comment. */
function leftOut(shape: FieldDefinition, hints: FieldHints | undefined, table: TableProfile): FieldFinding {
  const { alternatives } = candidatesFor(hints, table.usable);
  const times = shape.kind === "time" ? table.usable.filter(({ isTime }) => isTime).map(({ title }) => title) : [];
  const reason = `no matching column${times.length === 0 ? "" : `; columns with times: ${times.join(", ")}`}`;
  const left_out = { verdict: "left_out", columns: [], reason, alternatives } as const;
  const [constant] = Object.keys(shape.choices ?? {});
  if (constant === undefined) return { ...left_out, content: new ToDecide("name the column") };
  const content = { pairs: [{ key: "value", content: Number(constant) }] };
  return { ...left_out, content, notes: [...choicesOf(shape), "The same for every row:"] };
}

function preface(target: TargetSchema, table: TableProfile, layouts: readonly ExportLayout[]): string[] {
  const names = layouts.map(({ name }) => name).join(", ");
  const what = `${counted(table.rows, "row", "rows")}, ${counted(table.columns.length, "column", "columns")}`;
  return [
    `How a row of ${names} (${what}) becomes the payload of one ${target.name} in Feishu Hire.`,
    "Proposed by hire-import init. Read the comment above each field, and correct what is wrong.",
    `Replace each ${UNDECIDED}: check and run refuse the file until none is left.`,
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
    return [{ key: "timezone", content: timezone, above: ["Times without an offset are read in this zone."] }];
  }
  if (local.length === 0) return [];
  const is_chinese = table.columns.some(({ title }) => CHINESE.test(title));
  const example = is_chinese ? "probably Asia/Shanghai" : "e.g. Europe/Stockholm or America/New_York";
  const columns = local.flatMap(({ columns: each }) => each.map(({ title }) => title)).join(", ");
  const above = [`Local times without an offset: ${columns}. The file does not name their time zone.`];
  const hint = `name the zone in which the old system wrote its times, ${example}`;
  return [{ key: "timezone", content: new ToDecide(hint), above }];
}

/** Titles alone: what stands in these columns is nobody's business. */
function epilogue(unused: readonly ColumnProfile[], table: TableProfile): string {
  if (unused.length === 0) return "";
  const lines = unused.map((column) => {
    const note = noteOf(column, table);
    return { key: column.title, note };
  });
  const head = "\n# Unused columns (not stored, not sent):\n";
  return head + lines.map(({ key, note }) => `#   ${oneLine(key)}${note === "" ? "" : `  (${note})`}\n`).join("");
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");

function noteOf(column: ColumnProfile, table: TableProfile): string {
  const { exports, is_twice, filled, mails, isTime } = column;
  if (is_twice) return "twice in the header; to use it, rename one of them";
  if (exports < table.exports) return `only in ${exports} of ${table.exports} exports`;
  if (filled === 0) return "empty in every row";
  if (mails >= filled / 2) return "email addresses";
  return isTime ? "times" : "";
}
