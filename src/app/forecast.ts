import type { Finding } from "../engine/checks/preflight.js";
import { askReferences } from "../engine/checks/references.js";
import { Sample } from "../engine/checks/sample.js";
import type { Failure } from "../model/failure.js";
import type { Payload } from "../model/payload.js";
import { cutShort } from "../model/text.js";
import {
  type Forecast,
  type FoundRecord,
  findOf,
  type Reference,
  type Target,
  type ValueWarning,
} from "../targets/target.js";
import { saying } from "../texts/saying.js";
import type { ReadClient } from "./read-client.js";

const LINES = 20;
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

export interface ForecastOfRows {
  readonly findings: readonly Finding[];
  readonly warnings: readonly WarningFacts[];
}

/**
 * Asks Feishu what is to be expected of rows before anything is sent. `rows` is asked for several times. What may not
 * be read is a warning, too.
 */
export async function forecastRows(
  target: Target,
  reference: Reference | undefined,
  rows: Rows,
  client: ReadClient,
): Promise<ForecastOfRows> {
  const judges: Judge[] = [];
  const findings: Finding[] = [];
  const failures: Failure[] = [];
  if (target.forecast !== undefined) judges.push(await judgeByLists(target, target.forecast, rows, client, failures));
  if (reference !== undefined) {
    const finding = await askReferences(client, reference, sampleOfRows(rows, reference));
    findings.push(finding);
    judges.push(judgeByReference(reference, finding));
  }
  return { findings, warnings: grouped(rows(), judges, failures) };
}

async function judgeByLists(
  target: Target,
  oracle: Forecast,
  rows: Rows,
  { read }: ReadClient,
  failures: Failure[],
): Promise<Judge> {
  const note = (whole: Awaited<ReturnType<ReadClient["read"]>>): readonly FoundRecord[] | undefined => {
    if ("records" in whole) return whole.records;
    failures.push(whole.failure);
    return undefined;
  };
  const find = findOf(target);
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
  for (const why of failures) {
    add({ kind: "not_read", field: null, value: null, ...saying("list_not_read", { why }) });
  }
  for (const { line, payload } of rows) {
    const row = JSON.parse(payload) as Payload;
    for (const warning of judges.flatMap((judge) => judge(row))) {
      add({ ...warning, value: cutShort(warning.value) }, line);
    }
  }
  return Array.from(groups.values()).sort((a, b) => b.count - a.count);
}
