import { basename } from "node:path";
import type { RowToSend } from "../../../ledger/runs/summary.js";
import type { Mapping } from "../../../mapping/index.js";
import type { FieldDefinition, Payload, PayloadValue } from "../../../model/payload.js";
import { printable } from "../../../model/text.js";
import { fitted, padded, widthOf } from "../../../model/width.js";
import type { Output } from "../../output.js";
import { cutValue, valueWords } from "../../record-words.js";
import { check } from "../../texts/en/check.js";

/** A row as Feishu will have it: what is sent, and how it reads. Texts are cut to 40 characters. */
export interface RowPreview {
  readonly export: string;
  readonly line: number;
  readonly key: string;
  readonly fields: readonly {
    readonly field: string;
    readonly value: PayloadValue | null;
    readonly shown: string;
  }[];
}

/** Where no zone is named, times carry their own offset. */
const zoneOf = ({ timezone }: Mapping): string => timezone ?? "UTC";

export function previewOf(rows: readonly RowToSend[], mapping: Mapping): RowPreview[] {
  const { fields } = mapping.target;
  return rows.map(({ path, line, key, payload }) => ({
    export: basename(path),
    line,
    key,
    fields: Object.entries(JSON.parse(payload) as Payload).map(([name, value]) =>
      fieldPreview(
        fields.find((each) => each.name === name),
        name,
        value,
        mapping,
      ),
    ),
  }));
}

function fieldPreview(field: FieldDefinition | undefined, name: string, value: PayloadValue, mapping: Mapping) {
  // Of whom Feishu is asked by the run, `check` knows only that it is somebody.
  if (name === mapping.person?.shape.name && String(value).startsWith("?")) {
    return { field: name, value: null, shown: check.looked_up };
  }
  return {
    field: name,
    value: cutValue(value),
    shown: valueWords(field, value, zoneOf(mapping)),
  };
}

/** The rows side by side, a field a line. */
export function printPreview(output: Output, rows: readonly RowPreview[], mapping: Mapping): void {
  if (rows.length === 0) return;
  const { check: t, label } = output.texts;
  const names = mapping.target.fields.map(({ name }) => name);
  const choices = new Set(mapping.target.fields.filter(({ kind }) => kind === "choice").map(({ name }) => name));
  const shownOf = (name: string) =>
    rows.map(({ fields }) => {
      const { value, shown = "" } = fields.find(({ field }) => field === name) ?? {};
      return value === null ? t.looked_up : choices.has(name) ? label(shown) : shown;
    });
  const several = new Set(rows.map((row) => row.export)).size > 1;
  const lines = [
    { name: "", values: rows.map((row) => t.line(row.line, several ? row.export : undefined)) },
    ...names.map((name) => ({ name, values: shownOf(name) })),
  ].filter(({ values }) => values.some((value) => value !== ""));
  const first = Math.max(...lines.map(({ name }) => name.length)) + 2;
  const widest = Math.max(...lines.flatMap(({ values }) => values.map(widthOf)));
  const room = Math.floor((output.result_columns - 2 - first) / rows.length) - 2;
  const width = Math.max(10, Math.min(widest, room));
  const has_times = mapping.target.fields.some(({ kind, name }) => kind === "time" && shownOf(name).join("") !== "");
  output.text(t.preview_title(rows.length, has_times ? zoneOf(mapping) : undefined));
  for (const { name, values } of lines) {
    const cells = values.map((value) => padded(fitted(printable(value), width), width + 2));
    output.result(`  ${output.paint.dim(name.padEnd(first))}${cells.join("").trimEnd()}`);
  }
  output.result("");
}
