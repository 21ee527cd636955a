/**
 * What must hold of every history. Rows of equal content cannot be told apart in Feishu, so records are counted by
 * content: for most rows that is a content of their own.
 */

import type { Payload } from "../../src/model/payload.js";
import type { Status } from "../../src/model/status.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { type FakeFeishu, type FeishuHabits, type HeldRecord, UNFIT_TITLES } from "./fake-feishu.js";
import type { RowView } from "./inspector.js";
import type { People } from "./people.js";

export class Violation extends Error {}

function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Violation(what);
}

export interface State {
  readonly feishu: FakeFeishu;
  /** Where Feishu was asked whose the rows are. */
  readonly people: People | undefined;
  readonly habits: FeishuHabits;
  readonly rows: readonly RowView[];
  readonly staged: number;
}

/** Holds whenever no process is in the middle of a step, also right after a crash. */
export function checkAlways(state: State): void {
  const { feishu, rows, staged } = state;
  checkPeople(state);
  // A run that died before it staged anything leaves an empty ledger.
  demand(rows.length === staged || rows.length === 0, `${staged} rows were staged, and the ledger has ${rows.length}`);
  demand(feishu.overtaken === undefined, `an older content came after a newer one: ${feishu.overtaken}`);
  const left = checkOwners(feishu, rows);
  checkNumbers(left, rows);
  for (const { key, status, doubt_since_ms, doubtful, settlements } of rows) {
    demand(status !== "in_doubt" || doubt_since_ms !== null, `${key} is in doubt since nobody knows when`);
    const is_settled = doubtful === 0 || settlements > 0 || status === "in_doubt" || status === "sending";
    demand(is_settled, `${key} is ${status} after a doubt, and no settlement says why`);
  }
}

/** No row, and no record of one, is another person's, or somebody's whom Feishu does not know. */
function checkPeople({ people, feishu, rows }: State): void {
  if (people === undefined) return;
  const demandOwn = (key: string, talent_id: unknown) => {
    const own = people.talentOf(key);
    demand(talent_id === own, `${key} is with ${talent_id}, which is another person's; its own is ${own}`);
  };
  for (const { key, payload } of rows) if (payload.talent_id !== undefined) demandOwn(key, payload.talent_id);
  for (const { external_id, fields } of feishu.records) {
    if (external_id !== undefined) demandOwn(external_id, fields.talent_id);
  }
}

/** Nobody is known by the ledger's files. */
export function checkPrivate(files: Buffer, people: People): void {
  for (const { mail, mobile } of people.rows) {
    demand(!files.includes(mail) && !files.includes(mobile), `the ledger knows ${mail} in the clear`);
  }
}

/**
 * Each done row has a record of its own, and that record says what the row says, or what an update may have made of it.
 * The records of ours that no done row has.
 */
function checkOwners({ records }: FakeFeishu, rows: readonly RowView[]): readonly HeldRecord[] {
  const by_id = new Map(records.map((record) => [record.id, record]));
  const owners = new Map<string, string>();
  for (const { key, status, remote_id, payload, may_hold } of rows) {
    if (status !== "done") continue;
    const record = by_id.get(remote_id ?? "");
    demand(record !== undefined, `${key} is done, and Feishu has no record ${remote_id}`);
    demand(record.external_id !== undefined, `${key} is done with somebody else's record ${remote_id}`);
    const contents = [payload, ...may_hold].map(contentOf);
    demand(contents.includes(contentOf(record.fields)), `${key} is done with ${remote_id}, which is another row's`);
    const owner = owners.get(record.id);
    demand(owner === undefined, `${key} and ${owner} are both done with ${remote_id}`);
    owners.set(record.id, key);
  }
  return records.filter(({ id, external_id }) => external_id !== undefined && !owners.has(id));
}

/** Besides the records of done rows Feishu holds each row in doubt at most once, and no other row. */
function checkNumbers(left: readonly HeldRecord[], rows: readonly RowView[]): void {
  const held = tally(left.map(({ fields }) => fields));
  const is_unsure = ({ status }: RowView) => status === "in_doubt" || status === "sending";
  const unsure = tally(rows.filter(is_unsure).map(({ payload }) => payload));
  for (const [content, count] of held) {
    const most = unsure.get(content) ?? 0;
    demand(
      count <= most,
      `doubled: Feishu holds ${count} more records of ${content}, and at most ${most} rows can be meant`,
    );
  }
}

/** Holds once the storm is over and the runs have ended: nothing is left to do but what only a person can decide. */
export function checkRest({ feishu, people, habits, rows }: State): void {
  const isRefusedTwin = (row: RowView) => habits.repeat !== "original" && isTwin(row, rows, feishu);
  for (const row of rows) {
    const why = `${row.key} ends ${row.status}: ${row.failure}`;
    if (row.status === "in_doubt") demand(isUndecidable(row, feishu) || isBound(row, rows, feishu), why);
    else if (row.status === "invalid") demand(people !== undefined && people.talentOf(row.key) === undefined, why);
    else if (row.status === "rejected") demand(isUnfit(row.payload, habits) || isRefusedTwin(row), why);
    else demand(row.status === "done" && !isUnfit(row.payload, habits) && row.is_changed === 0, why);
  }
}

/** Somebody else's record is too close to the row. */
function isUndecidable({ payload, failure }: RowView, { records }: FakeFeishu): boolean {
  const { compare } = externalApplication.find;
  const isNear = ({ id, fields }: HeldRecord) => compare(payload, { id, remote_id: id, fields }) === "near";
  const foreign = records.filter(({ external_id, fields }) => isForeign(external_id) && isSameTalent(fields, payload));
  return foreign.some(isNear) && failure?.includes("near_record") === true;
}

/** Its key still answers with a record that went to a row of equal content, and its own content was mended since. */
function isBound(row: RowView, rows: readonly RowView[], feishu: FakeFeishu): boolean {
  return isTwin(row, rows, feishu) && row.failure?.includes("id_of_another_row") === true;
}

function isForeign(external_id: string | undefined): boolean {
  return external_id === undefined;
}

function isSameTalent(one: Payload, other: Payload): boolean {
  return one.talent_id === other.talent_id;
}

function isUnfit({ talent_id, job_title }: Payload, { talents }: FeishuHabits): boolean {
  return !talents.includes(String(talent_id)) || String(job_title) in UNFIT_TITLES;
}

/**
 * The record that the row made went to another row, whose content was equal then: no reading can tell which of the two
 * it was. Where Feishu refuses repeats, the row is sent anew and refused.
 */
function isTwin({ key }: RowView, rows: readonly RowView[], { records }: FakeFeishu): boolean {
  const own = records.filter(({ external_id }) => external_id === key);
  return own.some(({ id }) => rows.some((each) => each.key !== key && each.remote_id === id));
}

const OPEN: readonly Status[] = ["pending", "sending", "failed", "in_doubt"];

/** Whom a run has to take up, by how things stood when it began. */
export function openRows(rows: readonly RowView[]): RowView[] {
  return rows.filter(({ status }) => OPEN.includes(status));
}

/**
 * The same command resumes: a run that came to its end by itself has sent, or read, every row that it found open.
 * `tried`: their ids.
 */
export function checkTried(found: readonly RowView[], rows: readonly RowView[], tried: ReadonlySet<number>): void {
  const refused = new Set(rows.filter(({ status }) => status === "invalid").map(({ id }) => id));
  for (const { id, key, status } of found) {
    demand(tried.has(id) || refused.has(id), `a run came to its end, and forgot ${key}, which was ${status}`);
  }
}

/**
 * What is new or in doubt comes first: a doubt is settled by what Feishu holds, before anything there is changed.
 * `rows`: as they are when a record is overwritten.
 */
export function checkOrder(found: readonly RowView[], rows: readonly RowView[], tried: ReadonlySet<number>): void {
  const waiting = rows.find(({ status }) => status === "pending" || status === "sending");
  demand(waiting === undefined, `a record was overwritten before ${waiting?.key} was sent`);
  const unsettled = found.find(({ id }) => !tried.has(id));
  demand(unsettled === undefined, `a record was overwritten before ${unsettled?.key} was settled`);
}

/** At most `cap` starts in any second. */
export function checkPace(kind: string, starts_ms: readonly number[], cap: number): void {
  for (const [index, start_ms] of starts_ms.entries()) {
    const after_ms = starts_ms[index + cap];
    demand(after_ms === undefined || after_ms - start_ms > 1_000, `${cap + 1} requests (${kind}) left in one second`);
  }
}

/** What Feishu would show of it, whatever it does with blanks and widths. */
function contentOf(payload: Payload): string {
  const fields = Object.entries(payload).filter(([name]) => name !== "external_id");
  const canonical = fields.map(([name, value]) => [name, String(value).normalize("NFKC").replace(/\s+/gu, " ").trim()]);
  return JSON.stringify(canonical.sort());
}

function tally(payloads: readonly Payload[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const payload of payloads) counts.set(contentOf(payload), (counts.get(contentOf(payload)) ?? 0) + 1);
  return counts;
}
