import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { rows, workplace } from "../cli/exports.js";
import { afterwards, folder, hire } from "../cli/program.js";

/** A sandbox behind a gateway that leaves nothing of answers to these methods (and paths) but a bare status. */
async function bareSandbox(is_bare: (method: string, path: string) => boolean, status = 204) {
  const sandbox = await startSandbox({ rate_per_s: 10_000, delete_per_min: 100_000, publish_per_s: 10_000 });
  const gateway = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "GET", url = "/", headers } = request;
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
    const sent = {
      method,
      headers: { authorization: headers.authorization ?? "", "content-type": "application/json" },
    };
    const answer = await fetch(`${sandbox.url}${url}`, { ...sent, ...body });
    const text = await answer.text();
    if (is_bare(method, url) && answer.ok) response.writeHead(status).end();
    else response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  });
  gateway.listen(0, "127.0.0.1");
  await once(gateway, "listening");
  afterwards(async () => {
    gateway.closeAllConnections();
    await new Promise((resolve) => gateway.close(resolve));
    await sandbox.close();
  });
  const { app_id, app_secret } = sandbox;
  const FEISHU_BASE_URL = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  return { sandbox, env: { FEISHU_BASE_URL, FEISHU_APP_ID: app_id, FEISHU_APP_SECRET: app_secret } };
}

it.each([204, 202])(
  "undo (%i): one request a record, and what is gone was deleted",
  { timeout: 60_000 },
  async (status) => {
    const { sandbox, env } = await bareSandbox((method) => method === "DELETE", status);
    const at = { cwd: workplace(rows(3)), env };
    expect((await hire(["run", "export.csv", "--rate", "500", "--json"], at)).json).toMatchObject({ exit: 0 });
    const { json } = await hire(["undo", "--confirm", "3", "--rate", "500", "--json"], at);
    expect(json).toMatchObject({
      exit: 0,
      undone: { records: 3, deleted: 3, already_gone: 0, failed: 0 },
      requests: { sent: 3, retried: 0 },
      counts: { skipped: 3 },
    });
    expect(sandbox.records()).toEqual([]);
  },
);

it("run: creates are found by what Feishu holds, and updates as well", { timeout: 60_000 }, async () => {
  const { sandbox, env } = await bareSandbox((method, path) => method !== "GET" && !path.includes("token"));
  const at = { cwd: workplace(rows(3)), env };
  const run = ["run", "export.csv", "--rate", "500", "--json"];
  expect((await hire(run, at)).json).toMatchObject({ exit: 0, counts: { done: 3 }, requests: { sent: 3, retried: 0 } });
  writeFileSync(
    join(at.cwd, "export.csv"),
    `id,talent,job,stage,note\n${rows(3)
      .map(({ id, talent, job }) => `${id},${talent},${job},Hired,`)
      .join("\n")}\n`,
  );
  const corrected = await hire([...run, "--update-changed", "--confirm", "3"], at);
  expect(corrected.json).toMatchObject({ exit: 0, changed: { count: 0 }, requests: { sent: 3, retried: 0 } });
  expect(sandbox.records().map(({ fields }) => fields.stage)).toEqual(["Hired", "Hired", "Hired"]);
});

it("run: advertisements, which an empty answer would be too easy a proof for", { timeout: 60_000 }, async () => {
  const { sandbox, env } = await bareSandbox((_method, path) => path.endsWith("/publish"));
  const cwd = folder();
  writeFileSync(join(cwd, "export.csv"), "ad,channel\n7050000000000000011,3\n7050000000000000012,3\n");
  writeFileSync(
    join(cwd, "mapping.yaml"),
    "target: job-advertisement\nfields: { advertisement_id: ad, job_channel_id: channel }\n",
  );
  const { json } = await hire(["run", "export.csv", "--yes", "--json"], { cwd, env });
  expect(json).toMatchObject({ exit: 0, counts: { done: 2 }, requests: { sent: 2, retried: 0 } });
  expect(sandbox.records().map(({ fields }) => fields.publications)).toEqual([1, 1]);
});
