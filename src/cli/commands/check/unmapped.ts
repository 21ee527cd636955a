import { type Mapping, type UnmappedValue, yamlScalar } from "../../../mapping/index.js";
import { fold, isCutShort, printable } from "../../../model/text.js";
import { UNDECIDED } from "../../../model/undecided.js";
import type { Output } from "../../output.js";
import type { CheckTexts } from "../../texts/en/check.js";
import type { Texts } from "../../texts/texts.js";

const VALUES_SHOWN = 100;

/** Prints what `values` do not list as lines of YAML, to be filled in and pasted; the most frequent first. */
export function printUnmapped(output: Output, unmapped: readonly UnmappedValue[], mapping: Mapping): void {
  if (unmapped.length === 0) return;
  output.text(output.texts.check.unknown_values(UNDECIDED));
  for (const [field, values] of byField(unmapped)) {
    for (const line of fieldLines(field, values, mapping, output.texts)) output.result(`  ${printable(line)}`);
  }
  output.result("");
}

/** A field may read several columns; a value stands under `values` once. */
function byField(unmapped: readonly UnmappedValue[]): Map<string, readonly UnmappedValue[]> {
  const fields = new Map<string, Map<string | null, UnmappedValue>>();
  for (const each of unmapped) {
    const values = fields.get(each.field) ?? new Map<string | null, UnmappedValue>();
    fields.set(each.field, values);
    const folded = each.value === null ? null : fold(each.value);
    const known = values.get(folded);
    values.set(folded, known === undefined ? each : { ...known, count: known.count + each.count });
  }
  const sorted = (values: Map<string | null, UnmappedValue>) =>
    Array.from(values.values()).sort((a, b) => b.count - a.count);
  return new Map(Array.from(fields, ([field, values]) => [field, sorted(values)]));
}

function fieldLines(
  field: string,
  values: readonly UnmappedValue[],
  mapping: Mapping,
  { check: t, label }: Texts,
): string[] {
  const { shape, table } = mapping.fields.find((each) => each.shape.name === field) ?? {};
  const columns = new Set(values.map(({ column }) => column));
  const choices = Object.entries(shape?.choices ?? {}).map(([key, meaning]) => `${key} ${label(meaning)}`);
  const lines = values.slice(0, VALUES_SHOWN).map((each) => valueLine(each, t));
  if (values.length > lines.length) lines.push(t.more_values(values.length - lines.length));
  const indent = table === undefined ? "    " : "  ";
  return [
    t.values_of(field, Array.from(columns), choices),
    ...(table === undefined ? ["  values:"] : []),
    ...lines.map((line) => `${indent}${line}`),
  ];
}

function valueLine({ value, count, suggestion, split }: UnmappedValue, t: CheckTexts): string {
  if (value === null) return t.other_values(count);
  if (isCutShort(value)) return t.long_value(count, value);
  return `${yamlScalar(value)}: ${UNDECIDED}  ${t.value_rows(count, suggestion, split)}`;
}
