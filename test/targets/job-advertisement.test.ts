import { describe, expect, it } from "vitest";
import { jobAdvertisement } from "../../src/targets/job-advertisement.js";
import { channelOf } from "../../src/targets/websites.js";
import { query } from "../cli/exports.js";
import { Desk } from "../engine/support.js";
import { rig } from "./rig.js";

const AD = "7050000000000000011";
const row = { advertisement_id: AD, job_channel_id: "3" };
const record = (id: string, fields: object = {}) => ({ id, remote_id: null, fields: { id, ...fields } });

it("publishes with the id in the path and the channel in the body", () => {
  expect(jobAdvertisement.request(row)).toMatchObject({
    method: "POST",
    path: `/open-apis/hire/v1/advertisements/${AD}/publish`,
    body: { job_channel_id: "3" },
  });
  expect(jobAdvertisement.key(row)).toBe(`${AD}@3`);
});

it.each([".", "..", "a@b", ""])("takes no advertisement_id %j", (advertisement_id) => {
  expect(jobAdvertisement.payload.safeParse({ ...row, advertisement_id }).success).toBe(false);
});

it.each([
  ["the advertisement", record(AD, { job_active_status: 1 }), "same"],
  ["the advertisement of a list without a status", record(AD), "same"],
  ["another advertisement", record("7050000000000000012"), "other"],
  ["the advertisement of a job that is closed", record(AD, { job_active_status: 2 }), "other"],
])("compares with %s", (_, found, likeness) => {
  expect(jobAdvertisement.find.compare(row, found)).toBe(likeness);
});

it("reads a website's channel, which is not the website's id", () => {
  const fields = { id: "1", job_channel_id: "2", name: { zh_cn: "官网" }, process_type_list: [1, 9] };
  expect(channelOf({ id: "1", remote_id: "1", fields })).toEqual({
    job_channel_id: "2",
    name: "官网",
    kinds: ["social", "9"],
    website_id: "1",
  });
  expect(channelOf({ id: "1", remote_id: "1", fields: { id: "1" } })).toBeUndefined();
});

it("foretells an unknown channel and a closed job, and nothing of what could not be read", () => {
  const closed = [record(AD, { job_active_status: 2 })];
  const kinds = (listed: typeof closed | undefined, channel: string) =>
    jobAdvertisement.forecast
      ?.judge(
        listed,
        closed,
      )({ ...row, job_channel_id: channel })
      .map(({ kind }) => kind);
  const site = record("1", { job_channel_id: "7" });
  expect(kinds([site], "7")).toEqual(["closed_job"]);
  expect(kinds([site], "1")).toEqual(["unknown_channel", "closed_job"]);
  expect(kinds(undefined, "1")).toEqual(["closed_job"]);
  expect(kinds([], "3")).toEqual(["closed_job"]);
});

it("settles the same advertisement on two channels one by one", async (context) => {
  const { sandbox, load, run, status } = await rig(context, jobAdvertisement);
  await load([row, { ...row, job_channel_id: "2" }]);
  sandbox.planFaults("advertisement.publish", ["cut_after", "cut_before"]);
  await run({ leaps: true });
  expect([status(`${AD}@3`), status(`${AD}@2`)]).toEqual(["done", "done"]);
  expect(sandbox.records().map(({ fields }) => fields.publications)).toEqual([1, 1]);
});

it("goes on sending while a channel is read", async (context) => {
  const { sandbox, ledger, load, run } = await rig(context, jobAdvertisement);
  const ads = Array.from({ length: 60 }, (_, n) => ({
    ...row,
    advertisement_id: String(7050000000000001000n + BigInt(n)),
  }));
  await load(ads);
  sandbox.planFaults("advertisement.publish", ["error_500_before"]);
  await run();
  expect(sandbox.requests()["advertisement.publish"]?.accepted).toBe(61);
  expect(sandbox.records()).toHaveLength(60);
  const [meanwhile] = query<{ count: number }>(
    ledger.path,
    `SELECT count(*) AS count FROM attempts a JOIN attempts again ON again.number = 2
     WHERE a.row_id <> again.row_id AND a.started_at_ms < again.started_at_ms`,
  );
  // Two readings, three seconds apart: standing still for them, no more would have left than were in flight.
  expect(meanwhile?.count).toBeGreaterThan(16);
});

it("stops at the tenant's switch, and goes on when it is turned on", async (context) => {
  const { sandbox, load, run, status } = await rig(context, jobAdvertisement, { api_sync: false });
  await load([row]);
  const brake = await run();
  expect(brake.reason).toMatchObject({ why: "stopped", stop: { exit: 3, code: 1002613 } });
  expect(status(`${AD}@3`)).toBe("failed");
  sandbox.setApiSync(true);
  await run();
  expect(status(`${AD}@3`)).toBe("done");
});

describe("a channel that was wrong in the mapping", () => {
  const mapping = (channel: string) => `target: job-advertisement
fields:
  advertisement_id: ad
  job_channel_id: { column: channel, values: { 官网: "${channel}" } }
`;

  it("is not published on any more, once it is right", async () => {
    const desk = new Desk();
    desk.writeRaw("a.csv", "ad,channel\n1,官网\n2,官网\n3,官网\n4,官网\n5,官网\n");
    await desk.stage(["a.csv"], { mapping: mapping("7") });
    desk.sent("1@7", "done");
    desk.sent("2@7", "rejected", 1002002);
    desk.sent("3@7", "failed");
    desk.sent("4@7", "in_doubt");
    await desk.stage(["a.csv"], { mapping: mapping("8") });
    expect(desk.brief()).toEqual([
      "2 1@7 done",
      "2 1@8 pending",
      "3 2@7 skipped superseded",
      "3 2@8 pending",
      "4 3@7 skipped superseded",
      "4 3@8 pending",
      "5 4@7 in_doubt lost",
      "5 4@8 pending",
      "6 5@7 skipped superseded",
      "6 5@8 pending",
    ]);
    await desk.stage(["a.csv"], { mapping: mapping("7") });
    expect(desk.counts()).toEqual({ pending: 3, done: 1, skipped: 5, in_doubt: 1 });
    expect(desk.row("5@7").status).toBe("pending");
  });
});
