import type { FoundRecord, Target, Warning } from "../targets/target.js";
import { EXIT } from "../words/exit.js";
import type { Failure } from "../words/failure.js";
import { Stop } from "../words/stop.js";
import type { Payload } from "../words/target-shape.js";
import { cutShort, printable } from "../words/text.js";
import type { AskingFlags } from "./flags.js";
import { number } from "./numbers.js";
import type { Output } from "./output.js";
import { type ReadList, reading } from "./reading.js";

const LINES = 20;
const LINES_SHOWN = 3;

/** Warnings of one cause. A field that is null: it is about what could not be asked, not about rows. */
export interface WarningFacts extends Omit<Warning, "field" | "value"> {
  readonly field: string | null;
  readonly value: string | null;
  count: number;
  /** The first of them. */
  readonly lines: number[];
}

export interface RowToSend {
  readonly line: number;
  /** JSON. */
  readonly payload: string;
}

/**
 * Asks Feishu what is to be expected of rows before anything is sent: `check --online`. `rows` is asked twice. What may
 * not be read is a warning, too; throws a `Stop` where nothing can be read.
 */
export async function forecast(
  target: Target,
  rows: () => Iterable<RowToSend>,
  flags: AskingFlags,
  output: Output,
): Promise<WarningFacts[]> {
  const { forecast: oracle, find, title } = target;
  if (oracle === undefined) {
    output.note(`--online: there is nothing to ask Feishu about ${title} before they are sent`);
    return [];
  }
  const subjects = new Set<string>();
  for (const { payload } of rows()) subjects.add(find.subject(JSON.parse(payload) as Payload));
  const failures: Failure[] = [];
  const note = (whole: Awaited<ReturnType<ReadList>>): readonly FoundRecord[] | undefined => {
    if ("records" in whole) return whole.records;
    failures.push(whole.failure);
    return undefined;
  };
  const judge = await reading(flags, target.codes, async (read) => {
    const listed = note(await read(oracle.listing, ""));
    const held: FoundRecord[] = [];
    for (const subject of subjects) held.push(...(note(await read(find, subject)) ?? []));
    return oracle.judge(listed, held);
  });
  if (failures.length === subjects.size + 1) throw unread(failures[0] as Failure);
  return grouped(rows(), judge, failures);
}

function grouped(
  rows: Iterable<RowToSend>,
  judge: (payload: Payload) => readonly Warning[],
  failures: readonly Failure[],
): WarningFacts[] {
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
    for (const each of judge(JSON.parse(payload) as Payload)) add({ ...each, value: cutShort(each.value) }, line);
  }
  return Array.from(groups.values()).sort((a, b) => b.count - a.count);
}

export function printWarnings(output: Output, warnings: readonly WarningFacts[]): void {
  const { paint } = output;
  for (const { message, hint, field, value, count, lines } of warnings) {
    const where = field === null ? "" : `${field} «${value}»: `;
    output.result(paint.yellow(printable(`${number(count).padStart(7)}  warning  ${where}${message}`)));
    const shown = lines.slice(0, LINES_SHOWN).map((line) => `line ${line}`);
    const more = field === null ? 0 : count - shown.length;
    if (shown.length > 0) output.result(`         ${shown.join(", ")}${more > 0 ? ` and ${number(more)} more` : ""}`);
    output.result(`         ${paint.dim(printable(`→ ${hint}`))}`);
  }
  if (warnings.length > 0) output.result("");
}

function unread({ kind, message, hint, code, log_id }: Failure): Stop {
  return new Stop({
    exit: kind === "refused_us" ? EXIT.refused_us : EXIT.unreachable,
    kind: "cannot_read",
    message: `Feishu could not be asked: ${message}`,
    hint: `${hint} Or check without --online.`,
    ...(code === undefined ? {} : { code }),
    ...(log_id === undefined ? {} : { log_id }),
  });
}
