import type { ChosenUpdate } from "../ledger/rows/updates.js";
import { type FieldDefinition, type Payload, type PayloadValue, textOf } from "../model/payload.js";
import { cutShort } from "../model/text.js";

const SAMPLES = 3;

/** A field that is one thing before an update and another one after it; null: nothing. Texts are cut short. */
export interface FieldChange {
  readonly field: string;
  readonly before: PayloadValue | null;
  readonly after: PayloadValue | null;
}

/** What updates will change, and where. */
export interface UpdatePreview {
  readonly records: number;
  /** Those that change nothing by this ledger: whether an earlier update of them acted is not known. */
  readonly unsure: number;
  /** In how many records each field changes, the most frequent first. */
  readonly fields: readonly { readonly field: string; readonly count: number }[];
  readonly samples: readonly {
    readonly key: string;
    readonly line: number;
    readonly changes: readonly FieldChange[];
  }[];
}

export function previewOf(fields: readonly FieldDefinition[], chosen: Iterable<ChosenUpdate>): UpdatePreview {
  const counts = new Map(fields.map(({ name }) => [name, 0]));
  const samples: UpdatePreview["samples"][number][] = [];
  let records = 0;
  let unsure = 0;
  for (const { key, line, before, after } of chosen) {
    records += 1;
    const changes = changesOf(fields, before, after);
    for (const { field } of changes) counts.set(field, (counts.get(field) ?? 0) + 1);
    if (changes.length === 0) unsure += 1;
    else if (samples.length < SAMPLES) samples.push({ key, line, changes });
  }
  const changed = Array.from(counts, ([field, count]) => ({ field, count })).filter(({ count }) => count > 0);
  return { records, unsure, fields: changed.sort((a, b) => b.count - a.count), samples };
}

/** Which fields two payloads, JSON, differ in. */
export function changesOf(fields: readonly FieldDefinition[], before: string, after: string): FieldChange[] {
  const [old, young] = [JSON.parse(before) as Payload, JSON.parse(after) as Payload];
  return fields
    .filter(({ name }) => JSON.stringify(old[name]) !== JSON.stringify(young[name]))
    .map(({ name: field }) => {
      const from = beginningOf(old[field], young[field]);
      return { field, before: shown(old[field], from), after: shown(young[field], from) };
    });
}

/** So many characters that both have are shown before the first that differs. */
const COMMON_SHOWN = 8;

/** Where two values that would be cut short to the same text begin to differ, a little earlier; else 0. */
function beginningOf(old: PayloadValue | undefined, young: PayloadValue | undefined): number {
  if (!isLong(old) || !isLong(young)) return 0;
  const [ours, theirs] = [Array.from(textOf(old)), Array.from(textOf(young))];
  if (cutShort(ours.join("")) !== cutShort(theirs.join(""))) return 0;
  const differs_at = ours.findIndex((each, n) => each !== theirs[n]);
  return Math.max(0, (differs_at < 0 ? ours.length : differs_at) - COMMON_SHOWN);
}

const isLong = (value: PayloadValue | undefined): value is PayloadValue & (string | object) =>
  typeof value === "string" || typeof value === "object";

function shown(value: PayloadValue | undefined, from: number): PayloadValue | null {
  if (value === undefined) return null;
  if (!isLong(value)) return value;
  const text = textOf(value);
  return cutShort(from === 0 ? text : `…${Array.from(text).slice(from).join("")}`);
}
