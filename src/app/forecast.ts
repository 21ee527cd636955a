import type { Finding } from "../engine/checks/preflight.js";
import { askReferences } from "../engine/checks/references.js";
import { Sample } from "../engine/checks/sample.js";
import type { Failure } from "../model/failure.js";
import type { Payload } from "../model/payload.js";
import { cutShort, printable } from "../model/text.js";
import type { Forecast, FoundRecord, Reference, Target, ValueWarning } from "../targets/target.js";
import { number } from "../cli/numbers.js";
import type { Output } from "../cli/output.js";
import type { Reading } from "./read-client.js";

const LINES = 20;
const LINES_SHOWN = 3;
const WARNINGS_SHOWN = 20;
/** At 20 a second ten seconds: a check is made after every edit. Of more than so many a sample is asked for. */
const REFERENCES_MAX = 200;

/** Warnings of one cause. A field that is null: it is about what could not be asked, not about rows. */
export interface WarningFacts extends Omit<ValueWarning, "field" | "value"> {
  readonly field: string | null;
  /** Null where it is another one in each row. */
  readonly value: string | null;
  readonly column?: string | null;
  /** Where it is about the rows of one export. */
  readonly export?: string;
  count: number;
  /** The first of them. */
  readonly lines: number[];
}

export interface RowToSend {
  readonly line: number;
  /** JSON. */
  readonly payload: string;
}

type Rows = () => Iterable<RowToSend>;
type Judge = (payload: Payload) => readonly ValueWarning[];

export interface Forecasts {
  readonly findings: readonly Finding[];
  readonly warnings: readonly WarningFacts[];
}

/**
 * Asks Feishu what is to be expected of rows before anything is sent. `rows` is asked for several times. What may not
 * be read is a warning, too.
 */
export async function forecast(
  target: Target,
  reference: Reference | undefined,
  rows: Rows,
  reading: Reading,
): Promise<Forecasts> {
  const judges: Judge[] = [];
  const findings: Finding[] = [];
  const failures: Failure[] = [];
  if (target.forecast !== undefined) judges.push(await judgeByLists(target, target.forecast, rows, reading, failures));
  if (reference !== undefined) {
    const finding = await askReferences(reading, reference, sampleOfRows(rows, reference));
    findings.push(finding);
    judges.push(judgeByReference(reference, finding));
  }
  return { findings, warnings: grouped(rows(), judges, failures) };
}

async function judgeByLists(
  { find }: Target,
  oracle: Forecast,
  rows: Rows,
  { read }: Reading,
  failures: Failure[],
): Promise<Judge> {
  const note = (whole: Awaited<ReturnType<Reading["read"]>>): readonly FoundRecord[] | undefined => {
    if ("records" in whole) return whole.records;
    failures.push(whole.failure);
    return undefined;
  };
  const subjects = new Set<string>();
  for (const { payload } of rows()) subjects.add(find.subject(JSON.parse(payload) as Payload));
  const listed = note(await read(oracle.listing, ""));
  const held: FoundRecord[] = [];
  for (const subject of subjects) held.push(...(note(await read(find, subject)) ?? []));
  return oracle.judge(listed, held);
}

function sampleOfRows(rows: Rows, { field }: Reference): Sample {
  const sample = new Sample(REFERENCES_MAX);
  for (const { payload } of rows()) sample.add(String((JSON.parse(payload) as Payload)[field]));
  return sample;
}

function judgeByReference({ field, warning }: Reference, { absent = [] }: Finding): Judge {
  const unknown = new Set(absent);
  return (payload) => {
    const value = String(payload[field]);
    return unknown.has(value) ? [{ ...warning, field, value }] : [];
  };
}

function grouped(rows: Iterable<RowToSend>, judges: readonly Judge[], failures: readonly Failure[]): WarningFacts[] {
  const groups = new Map<string, WarningFacts>();
  const add = (warning: Omit<WarningFacts, "count" | "lines">, line?: number): void => {
    const name = JSON.stringify([warning.kind, warning.value, warning.message]);
    const group = groups.get(name) ?? { ...warning, count: 0, lines: [] };
    groups.set(name, group);
    group.count += 1;
    if (line !== undefined && group.lines.length < LINES) group.lines.push(line);
  };
  for (const { message, hint } of failures) {
    add({ kind: "not_read", field: null, value: null, message: `a list could not be read: ${message}`, hint });
  }
  for (const { line, payload } of rows) {
    const row = JSON.parse(payload) as Payload;
    for (const warning of judges.flatMap((judge) => judge(row))) {
      add({ ...warning, value: cutShort(warning.value) }, line);
    }
  }
  return Array.from(groups.values()).sort((a, b) => b.count - a.count);
}

export function printWarnings(output: Output, warnings: readonly WarningFacts[]): void {
  const { paint } = output;
  const several = new Set(warnings.flatMap((each) => each.export ?? [])).size > 1;
  for (const warning of warnings.slice(0, WARNINGS_SHOWN)) {
    const { message, hint, field, count, lines } = warning;
    const place = field === null ? (warning.export ?? "") : placeOf(warning, field, several);
    const where = place === "" ? "" : `${place}: `;
    output.result(paint.yellow(printable(`${number(count).padStart(7)}  warning  ${where}${message}`)));
    const shown = lines.slice(0, LINES_SHOWN).map((line) => `line ${line}`);
    const more = shown.length === 0 ? 0 : count - shown.length;
    if (shown.length > 0) output.result(`         ${shown.join(", ")}${more > 0 ? ` and ${number(more)} more` : ""}`);
    output.result(`         ${paint.dim(printable(`→ ${hint}`))}`);
  }
  const more = warnings.length - WARNINGS_SHOWN;
  if (more > 0) output.result(`  … and ${number(more)} more warnings (all with --json)`);
  if (warnings.length > 0) output.result("");
}

function placeOf({ column, value, export: name }: WarningFacts, field: string, several: boolean): string {
  const from = column === undefined || column === null ? "" : ` (column ${column})`;
  return `${several && name !== undefined ? `${name} ` : ""}${field}${from}${value === null ? "" : ` «${value}»`}`;
}
