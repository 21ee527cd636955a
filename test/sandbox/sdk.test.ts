import { Client } from "@larksuiteoapi/node-sdk";
import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { open, TALENT } from "./support.js";

/** It logs whole requests on an error, whatever its level; tests stay quiet. */
const mute = () => undefined;
const logger = { error: mute, warn: mute, info: mute, debug: mute, trace: mute };

/** Feishu's own client, as anyone would use it. Each test has an app id of its own: the SDK keeps tokens per app. */
function clientOf(sandbox: Sandbox, appSecret = sandbox.app_secret): Client {
  return new Client({ appId: sandbox.app_id, appSecret, domain: sandbox.url, logger });
}

describe("the official SDK", () => {
  it("creates, lists, updates and deletes", async () => {
    const sandbox = await open({ app_id: "cli_sdk_all" });
    const { externalApplication } = clientOf(sandbox).hire;
    const data = { talent_id: TALENT, external_id: "A-1", job_title: "设计师", create_time: 1_618_500_278_663 };

    const created = await externalApplication.create({ data });
    expect(created.code).toBe(0);
    const id = created.data?.external_application?.id ?? "";
    expect(id).toMatch(/^[0-9]{19}$/);
    const repeated = await externalApplication.create({ data });
    expect(repeated.data?.external_application?.id).toBe(id);

    const listed = await externalApplication.list({ params: { talent_id: TALENT, page_size: 20 } });
    const { external_id: _external_id, ...shown } = data;
    expect(listed.data).toEqual({ items: [{ id, ...shown }], has_more: false });

    const path = { external_application_id: id };
    const updated = await externalApplication.update({ path, data: { talent_id: TALENT, stage: "终面" } });
    expect(updated.data?.external_application).toEqual({ id, talent_id: TALENT, stage: "终面" });
    const deleted = await externalApplication.delete({ path });
    expect(deleted.data?.external_application?.id).toBe(id);
    expect(sandbox.records()).toEqual([]);
    expect(sandbox.requests().token?.accepted).toBe(1);
  });

  it("finds talents by mail and mobile", async () => {
    const sandbox = await open({ app_id: "cli_sdk_talents" });
    const { talent } = clientOf(sandbox).hire;
    const found = await talent.batchGetId({ data: { email_list: ["mei@example.com", "nobody@example.com"] } });
    expect(found.data?.talent_list).toEqual([{ talent_id: expect.any(String), email: "mei@example.com" }]);
    const mobile = await talent.batchGetId({ data: { mobile_number_list: ["13800000001"] } });
    expect(mobile.data?.talent_list).toHaveLength(1);
  });

  it("walks through all pages with its iterator", async () => {
    const sandbox = await open({ app_id: "cli_sdk_pages" });
    const { externalApplication } = clientOf(sandbox).hire;
    for (let i = 0; i < 13; i += 1) await externalApplication.create({ data: { talent_id: TALENT, stage: `${i}` } });
    const stages: (string | undefined)[] = [];
    const pages = await externalApplication.listWithIterator({ params: { talent_id: TALENT, page_size: 5 } });
    for await (const page of pages) stages.push(...(page?.items ?? []).map((item) => item.stage));
    expect(stages).toEqual(Array.from({ length: 13 }, (_, i) => `${i}`));
  });

  it("meets an error as Feishu gives it", async () => {
    const sandbox = await open({ app_id: "cli_sdk_error" });
    const { externalApplication } = clientOf(sandbox).hire;
    const creating = externalApplication.create({ data: { talent_id: "6930815272790100404" } });
    await expect(creating).rejects.toMatchObject({ response: { status: 400, data: { code: 1002102 } } });
  });

  it("learns that its secret is wrong", async () => {
    const sandbox = await open({ app_id: "cli_sdk_secret" });
    const { externalApplication } = clientOf(sandbox, "wrong").hire;
    await expect(externalApplication.create({ data: { talent_id: TALENT } })).rejects.toThrow(/10014/);
  });
});
