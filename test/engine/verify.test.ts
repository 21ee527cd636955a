import { describe, expect, it } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import { Outage } from "../../src/engine/calls/outage.js";
import { type VerifyOptions, verify } from "../../src/engine/checks/verify.js";
import { compareSubject, type SubjectRead } from "../../src/engine/checks/verify-subject.js";
import type { Failure } from "../../src/model/failure.js";
import type { Payload } from "../../src/model/payload.js";
import type { Reply } from "../../src/model/reply.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { jobAdvertisement } from "../../src/targets/job-advertisement.js";
import type { FoundRecord } from "../../src/targets/target.js";
import { refusal } from "./replies.js";
import { Desk } from "./support.js";

const TALENT = "T-1";
const record = (id: string, fields: object = {}): FoundRecord => ({
  id,
  remote_id: id,
  fields: { id, talent_id: TALENT, ...fields },
});
const row = (row_id: number, remote_id: string, fields: Payload = {}) => ({
  row_id,
  remote_id,
  payload: { external_id: `A-${row_id}`, talent_id: TALENT, ...fields },
  may_hold: [] as readonly Payload[],
});

function compare(read: Partial<SubjectRead>) {
  const nobody = { find: externalApplication.find, rows: [], records: [], is_sample: false, isOwned: () => false };
  return compareSubject({ ...nobody, ...read });
}

describe("a row and its record", () => {
  const verdictOf = (sent: Payload, shown: object) =>
    compare({ rows: [row(1, "R-1", sent)], records: [record("R-1", shown)] }).verified[0];

  it.each([
    ["nothing but ids", {}, {}],
    ["a title that Feishu trimmed", { job_title: " Chef  de cuisine" }, { job_title: "Chef de cuisine" }],
    ["a number that came back as a string", { create_time: 1_700_000_000_000 }, { create_time: "1700000000000" }],
    ["zero for a time that was not sent", {}, { create_time: 0 }],
    ["a key that the list shows", {}, { external_id: "A-1" }],
  ])("are the same: %s", (_, sent, shown) => {
    expect(verdictOf(sent, shown)).toEqual({ row_id: 1, verdict: "same", differences: [] });
  });

  it.each([
    ["another text", { stage: "Offer" }, { stage: "Hired" }, { field: "stage", ours: "Offer", theirs: "Hired" }],
    ["nothing any more", { stage: "Offer" }, {}, { field: "stage", ours: "Offer", theirs: null }],
    ["something that was not sent", {}, { delivery_type: 2 }, { field: "delivery_type", ours: null, theirs: 2 }],
    ["another talent", {}, { talent_id: "T-2" }, { field: "talent_id", ours: TALENT, theirs: "T-2" }],
    ["another key", {}, { external_id: "B" }, { field: "external_id", ours: "A-1", theirs: "B" }],
    ["an object", { stage: "a" }, { stage: { zh: "b" } }, { field: "stage", ours: "a", theirs: '{"zh":"b"}' }],
  ])("differ: %s", (_, sent, shown, difference) => {
    expect(verdictOf(sent as Payload, shown)).toEqual({ row_id: 1, verdict: "differing", differences: [difference] });
  });

  it("are the same where an update may have acted: the record may hold what was before it, or what it makes", () => {
    const updated = { ...row(1, "R-1", { stage: "Offer" }), may_hold: [row(1, "R-1", { stage: "Hired" }).payload] };
    const verdictFor = (stage: string) =>
      compare({ rows: [updated], records: [record("R-1", { stage })] }).verified[0]?.verdict;
    expect(["Offer", "Hired", "Rejected"].map(verdictFor)).toEqual(["same", "same", "differing"]);
  });

  it("is missing where the list does not show its id, whatever looks like it", () => {
    const read = compare({ rows: [row(1, "R-1", { stage: "Offer" })], records: [record("R-2", { stage: "Offer" })] });
    expect(read.verified).toMatchObject([{ verdict: "missing" }]);
    expect(read.beyond).toMatchObject([{ record_id: "R-2", double_of: 1 }]);
  });
});

describe("records that are not of these rows", () => {
  it("are beyond, unless another row of the ledger owns them; with a row's content they are doubles", () => {
    const rows = [row(1, "R-1", { stage: "Offer" })];
    const records = [
      record("R-1", { stage: "Offer" }),
      record("R-2"),
      record("R-3", { stage: "Offer" }),
      record("R-4"),
    ];
    const { verified, beyond } = compare({ rows, records, isOwned: (id) => id === "R-4" });
    expect(verified).toMatchObject([{ verdict: "same" }]);
    expect(beyond.map(({ record_id, double_of }) => [record_id, double_of])).toEqual([
      ["R-2", undefined],
      ["R-3", 1],
    ]);
  });

  it("of a target without ids are matched one by one, and not judged from a sample", () => {
    const target = jobAdvertisement;
    const rows = [1, 2].map((row_id) => ({
      row_id,
      remote_id: null,
      payload: { advertisement_id: `AD-${row_id}`, job_channel_id: "3" },
      may_hold: [],
    }));
    const shown = (id: string) => ({ id, remote_id: null, fields: {} });
    const records = [shown("AD-1"), shown("AD-9")];
    const { verified, beyond } = compare({ find: target.find, rows, records });
    expect(verified.map(({ verdict }) => verdict)).toEqual(["same", "missing"]);
    expect(beyond).toMatchObject([{ record_id: "AD-9", double_of: undefined }]);
    expect(compare({ find: target.find, rows, records, is_sample: true }).beyond).toEqual([]);
  });
});

/** Rows that are done, and a Feishu that shows what each talent has. */
class Verifying extends Desk {
  brake = new Brake();
  readonly read: string[] = [];
  /** By talent; a talent without an entry shows just what was sent. */
  readonly lists = new Map<string, () => Reply>();

  async done(...rows: readonly string[]): Promise<this> {
    this.write("a.csv", ...rows);
    await this.stage(["a.csv"]);
    for (const { key } of this.rows()) this.sent(key as string, "done");
    await this.clock.sleep(3_000);
    return this;
  }

  async verify(choice: { sample?: number; again?: boolean } = {}, more: Partial<VerifyOptions> = {}) {
    const { ledger, clock, brake } = this;
    const { sample, again = false } = choice;
    const chosen = { sample, seed: 1 };
    const { id, is_resumed } = ledger.verifications.open(chosen, again, clock.now_ms());
    const subjectOf = (payload: string) => externalApplication.find.subject(JSON.parse(payload));
    ledger.verifications.plan(id, chosen, subjectOf);
    const common = { clock, random: () => 1, brake, observe: () => undefined };
    const failure: Failure | undefined = await verify({
      ...common,
      ledger,
      verification_id: id,
      is_sample: sample !== undefined,
      find: externalApplication.find,
      send: async ({ query }) => this.#list(query?.talent_id as string),
      asked: () => undefined,
      concurrency: 2,
      limit: undefined,
      max_attempts: 2,
      outage: new Outage({ ...common, first_contact_ms: 60_000, max_outage_ms: 60_000 }),
      ...more,
    });
    const counts = ledger.verifications.counts(id);
    if (counts.unread === 0) ledger.verifications.end(id, clock.now_ms());
    return { ...counts, is_resumed, failure, id };
  }

  #list(talent_id: string): Reply {
    this.read.push(talent_id);
    return (this.lists.get(talent_id) ?? (() => this.shown(talent_id)))();
  }

  shown(talent_id: string, change: (item: Record<string, unknown>) => object = (item) => item): Reply {
    const items = this.rows().flatMap(({ key, payload }) => {
      const { external_id: _, ...fields } = JSON.parse(payload as string);
      return fields.talent_id === talent_id ? [change({ id: `R-${key}`, ...fields })] : [];
    });
    return { ok: true, data: { items, has_more: false }, took_ms: 1 };
  }
}

describe("verify", () => {
  it("reads each talent once for all of its rows", async () => {
    const desk = await new Verifying().done("A-1,T-1,Offer,", "A-2,T-1,Hired,", "A-3,T-2,,");
    expect(await desk.verify()).toMatchObject({ rows: 3, same: 3, unread: 0, beyond: 0 });
    expect(desk.read.sort()).toEqual(["T-1", "T-2"]);
  });

  it("tells what differs, and compares with what was sent, not with what the export says now", async () => {
    const desk = await new Verifying().done("A-1,T-1,Offer,", "A-2,T-2,Offer,");
    desk.edit("a.csv", "A-1,T-1,Offer", "A-1,T-1,Hired");
    await desk.stage(["a.csv"]);
    desk.lists.set("T-1", () => ({ ...desk.shown("T-1", (item) => ({ ...item, stage: "Offer" })) }));
    desk.lists.set("T-2", () => desk.shown("T-2", (item) => ({ ...item, stage: "Lost" })));
    const { id, ...counts } = await desk.verify();
    expect(counts).toMatchObject({ same: 1, differing: 1, missing: 0 });
    expect(desk.ledger.verifications.differingFields(id)).toEqual([{ field: "stage", count: 1 }]);
    expect(desk.ledger.verifications.findings(id, 10)).toMatchObject([
      { verdict: "differing", key: "A-2", line: 3, detail: '[{"field":"stage","ours":"Offer","theirs":"Lost"}]' },
    ]);
  });

  it("goes on where it stopped, and starts over when it had come to its end, or is told to", async () => {
    const desk = await new Verifying().done("A-1,T-1,,", "A-2,T-2,,", "A-3,T-3,,");
    expect(await desk.verify({}, { limit: 1 })).toMatchObject({ rows: 3, same: 1, unread: 2, is_resumed: false });
    expect(await desk.verify({}, { limit: 1 })).toMatchObject({ same: 2, unread: 1, is_resumed: true });
    expect(await desk.verify({ again: true }, { limit: 1 })).toMatchObject({ same: 1, unread: 2, is_resumed: false });
    expect(await desk.verify()).toMatchObject({ same: 3, unread: 0, is_resumed: true });
    expect(desk.read).toEqual(["T-1", "T-2", "T-1", "T-2", "T-3"]);
    desk.lists.set("T-2", () => ({ ok: true, data: { items: [] }, took_ms: 1 }));
    expect(await desk.verify(), "an old answer is no answer").toMatchObject({ same: 2, missing: 1, is_resumed: false });
  });

  it("reads a row again that has another record since it was read, and forgets one that has none", async () => {
    const desk = await new Verifying().done("A-1,T-1,,", "A-2,T-2,,", "A-3,T-3,,");
    await desk.verify({}, { limit: 2 });
    const { deletions, attempts } = desk.ledger;
    deletions.plan({}, 2, 1, 0);
    for (const row_id of [1, 2]) {
      deletions.begin(`R-A-${row_id}`, 1);
      const deletion = { row_id, remote_id: `R-A-${row_id}`, log_id: null, now_ms: 1 };
      deletions.gone(deletion, "deleted", { status: "pending", failure: null, key_life_ms: 0 });
    }
    const attempt = attempts.begin({ row_id: 1, run_id: 1, number: 2, fingerprint: "f", now_ms: 1 });
    const accepted = {
      verdict: "accepted",
      failure: null,
      doubt_since_ms: null,
      http_status: 200,
      code: 0,
      log_id: null,
    };
    attempts.finish(attempt, 1, { status: "done", remote_id: "R-new", ...accepted }, 1);
    expect(await desk.verify()).toMatchObject({ rows: 2, same: 1, missing: 1, is_resumed: true });
    expect(desk.read.slice(2)).toEqual(["T-1", "T-3"]);
  });

  it("chooses the same sample every time", async () => {
    const rows = Array.from({ length: 40 }, (_, n) => `A-${n},T-${n},,`);
    const desk = await new Verifying().done(...rows);
    expect(await desk.verify({ sample: 5 })).toMatchObject({ rows: 5, same: 5 });
    const first = desk.read.splice(0).sort();
    await desk.verify({ sample: 5 });
    expect(desk.read.sort()).toEqual(first);
    expect(first, "not just the first ones").not.toEqual(["T-0", "T-1", "T-2", "T-3", "T-4"]);
  });

  it("leaves unread what it cannot read, and reads the rest", async () => {
    const desk = await new Verifying().done("A-1,T-1,,", "A-2,T-2,,");
    desk.lists.set("T-1", () => refusal("refused", { code: 1002002 }));
    expect(await desk.verify()).toMatchObject({ same: 1, unread: 1, failure: { code: 1002002 } });
  });

  it("finds every row of a talent missing that Feishu no longer has", async () => {
    const desk = await new Verifying().done("A-1,T-1,,", "A-2,T-1,,");
    desk.lists.set("T-1", () => refusal("refused", { code: 1002102 }));
    expect(await desk.verify()).toMatchObject({ missing: 2, unread: 0 });
  });

  it("stops where Feishu refuses us", async () => {
    const desk = await new Verifying().done("A-1,T-1,,");
    desk.lists.set("T-1", () => refusal("refused_us", { code: 99991672 }));
    expect(await desk.verify()).toMatchObject({ unread: 1 });
    expect(desk.brake.reason).toMatchObject({ why: "stopped", stop: { exit: 3 } });
  });

  it("does not read what was sent less than three seconds ago: the list may lag", async () => {
    const desk = await new Verifying().done("A-1,T-1,,");
    desk.write("b.csv", "B-1,T-9,,");
    await desk.stage(["b.csv"]);
    desk.sent("B-1", "done");
    const from_ms = desk.clock.monotonic_ms();
    const at_ms: number[] = [];
    desk.lists.set("T-9", () => {
      at_ms.push(desk.clock.monotonic_ms() - from_ms);
      return desk.shown("T-9");
    });
    expect(await desk.verify()).toMatchObject({ same: 2 });
    expect(at_ms).toEqual([3_000]);
  });
});
