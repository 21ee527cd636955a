/** What must hold of every history of files, candidates, applications, interviews and notes. */

import type { HeldRecord } from "./fake-feishu.js";
import type { FakeTenant } from "./fake-tenant.js";
import type { RowView } from "./inspector.js";
import { Violation } from "./invariants.js";
import type { Rows } from "./tenant-history.js";
import type { Candidate, Hanger, TenantPlan } from "./tenant-plan.js";

function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Violation(what);
}

const isNameless = ({ keys: { email, mobile } }: Candidate): boolean => email === undefined && mobile === undefined;
const byKey = (rows: readonly RowView[]) => new Map(rows.map((row) => [row.key, row]));

/** Holds whenever no process is in the middle of a step, also right after a crash. */
export function checkTenant(plan: TenantPlan, feishu: FakeTenant, rows: Rows): void {
  checkFiles(feishu, rows);
  checkTalents(plan, feishu, rows);
  checkNumbers(plan, feishu, rows);
  checkApplications(plan, feishu, rows);
  checkHangers(feishu.of("interview"), plan.interviews, byKey(rows.interviews), byKey(rows.applications));
  checkHangers(feishu.of("note"), plan.notes, byKey(rows.notes), byKey(rows.candidates));
}

/** A file may be there several times; what a row calls its own is that very file. */
function checkFiles(feishu: FakeTenant, { cvs }: Rows): void {
  const files = new Map(feishu.of("attachment").map((record) => [record.id, record]));
  for (const { key, status, remote_id } of cvs) {
    if (status !== "done") continue;
    demand(files.get(remote_id ?? "")?.external_id === key, `${key} is done with ${remote_id}, which is another file`);
  }
}

/** Nobody's row is on another's talent, and what was created has its own CV. */
function checkTalents({ candidates }: TenantPlan, feishu: FakeTenant, rows: Rows): void {
  const talents = new Map(feishu.of("talent").map((record) => [record.id, record]));
  const own = byKey(rows.candidates);
  for (const candidate of candidates) {
    const { key, keys } = candidate;
    const row = own.get(key);
    if (row?.status !== "done") continue;
    const talent = talents.get(row.remote_id ?? "");
    demand(talent !== undefined, `${key} is done, and lost: Feishu has no talent ${row.remote_id}`);
    const is_own = isNameless(candidate)
      ? talent.external_id === key
      : feishu.talentsWith(keys).some(({ id }) => id === talent.id);
    demand(is_own, `${key} is done with ${row.remote_id}, which is another person's`);
  }
  const files = new Map(feishu.of("attachment").map((record) => [record.id, record.external_id]));
  for (const { external_id, fields } of talents.values()) {
    const candidate = candidates.find(({ key }) => key === external_id);
    const cv = fields.resume_attachment_id === undefined ? undefined : files.get(String(fields.resume_attachment_id));
    if (candidate !== undefined) demand(cv === candidate.cv, `${external_id} has the CV ${cv}, which is another row's`);
  }
}

/** Where Feishu gives a way to know nobody is there twice; where it gives none, once at most for each open question. */
function checkNumbers({ candidates, there }: TenantPlan, feishu: FakeTenant, { candidates: rows }: Rows): void {
  for (const key of ["email", "mobile"] as const) {
    const values = new Set(candidates.map(({ keys }) => keys[key]).filter((value) => value !== undefined));
    for (const value of values) {
      const count = feishu.of("talent").filter(({ fields }) => fields[key] === value).length;
      const most = Math.max(1, there.filter((keys) => keys[key] === value).length);
      demand(count <= most, `doubled: Feishu holds ${count} talents with ${value}`);
    }
  }
  for (const { key } of candidates.filter(isNameless)) {
    const made = feishu.of("talent").filter(({ external_id }) => external_id === key).length;
    const status = byKey(rows).get(key)?.status;
    demand(made <= 1, `doubled: ${key} was created ${made} times, and nothing tells Feishu who that is`);
    demand(
      made === 0 || status === "done" || status === "in_doubt" || status === "sending",
      `${key} is ${status}, lost`,
    );
  }
}

/** Each is there once, under the talent of its candidate. */
function checkApplications({ applications }: TenantPlan, feishu: FakeTenant, rows: Rows): void {
  const candidates = byKey(rows.candidates);
  const own = byKey(rows.applications);
  for (const { key, candidate } of applications) {
    const held = feishu.of("application").filter(({ external_id }) => external_id === key);
    demand(held.length <= 1, `doubled: Feishu holds ${held.length} records of ${key}`);
    const parent = candidates.get(candidate);
    for (const { fields } of held) {
      demand(parent?.remote_id === fields.talent_id, `${key} is under ${fields.talent_id}, which is another person's`);
    }
    const row = own.get(key);
    if (row?.status === "done") demand(held[0]?.id === row.remote_id, `${key} is done, and lost in Feishu`);
  }
}

/** The same of what hangs on records of another step. */
function checkHangers(
  held: readonly HeldRecord[],
  planned: readonly Hanger[],
  own: ReadonlyMap<string, RowView>,
  parents: ReadonlyMap<string, RowView>,
): void {
  for (const { key, parent } of planned) {
    const [record, another] = held.filter(({ external_id }) => external_id === key);
    demand(another === undefined, `doubled: Feishu holds ${key} more than once`);
    const under = record?.fields.under;
    if (record !== undefined)
      demand(parents.get(parent)?.remote_id === under, `${key} is under ${under}, another row's`);
    const row = own.get(key);
    if (row?.status === "done") demand(record?.id === row.remote_id, `${key} is done, and lost in Feishu`);
  }
}

/** What hangs on a row that is done is done; else it waits, and says so. */
function checkHangersRest(
  planned: readonly Hanger[],
  own: ReadonlyMap<string, RowView>,
  parents: ReadonlyMap<string, RowView>,
): void {
  for (const { key, parent } of planned) {
    const { status, failure } = own.get(key) ?? {};
    const why = `${key} ends ${status}: ${failure}`;
    if (parents.get(parent)?.status === "done") demand(status === "done", why);
    else demand(status === "invalid" && failure?.includes("parent_not_done") === true, why);
  }
}

/** Holds once nothing happens any more: what is not there waits for a person, and says why. */
export function checkTenantRest(plan: TenantPlan, feishu: FakeTenant, rows: Rows): void {
  const [cvs, candidates, applications] = [byKey(rows.cvs), byKey(rows.candidates), byKey(rows.applications)];
  for (const key of plan.cvs) demand(cvs.get(key)?.status === "done", `${key} ends ${cvs.get(key)?.status}: lost`);
  for (const candidate of plan.candidates) {
    const { status, failure } = candidates.get(candidate.key) ?? {};
    const why = `${candidate.key} ends ${status}: ${failure}`;
    const has_cv = candidate.cv === undefined || plan.cvs.includes(candidate.cv);
    if (!has_cv) demand(status === "invalid" && failure?.includes("parent_unknown") === true, why);
    else if (status === "in_doubt") demand(isNameless(candidate), why);
    else if (status === "invalid") demand(feishu.talentsWith(candidate.keys).length > 1, why);
    else demand(status === "done", why);
  }
  for (const { key, candidate } of plan.applications) {
    const { status, failure } = applications.get(key) ?? {};
    const parent = candidates.get(candidate);
    const why = `${key} ends ${status}: ${failure}`;
    if (parent === undefined) demand(status === "invalid" && failure?.includes("parent_unknown") === true, why);
    else if (parent.status === "done") demand(status === "done", why);
    else demand(status === "invalid" && failure?.includes("parent_not_done") === true, why);
  }
  checkHangersRest(plan.interviews, byKey(rows.interviews), applications);
  checkHangersRest(plan.notes, byKey(rows.notes), candidates);
}
