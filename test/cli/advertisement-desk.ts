import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SandboxRecord } from "../../src/sandbox/sandbox.js";
import { folder, hire } from "./program.js";
import { sandboxProcess } from "./sandbox.js";

/** The cap of publishing is out of the way. */
export const FAST = ["--publish-rate", "1000"];

export const keysOf = (records: readonly SandboxRecord[]) => records.map(({ external_id }) => external_id);

/** A folder with an export of these rows (`advertisement,channel`) and its mapping, and calls of the program in it. */
export async function desk(rows: readonly string[], sandbox_flags: readonly string[] = FAST) {
  const feishu = await sandboxProcess(sandbox_flags);
  const cwd = folder();
  writeFileSync(join(cwd, "export.csv"), `ad,channel\n${rows.map((row) => `${row}\n`).join("")}`);
  const fields = "fields: { advertisement_id: ad, job_channel_id: channel }";
  writeFileSync(join(cwd, "mapping.yaml"), `target: job-advertisement\n${fields}\n`);
  const call = (...args: string[]) => hire(args, { cwd, env: feishu.env });
  const post = (page: string, body: object) =>
    fetch(`${feishu.url}/sandbox/${page}`, { method: "POST", body: JSON.stringify(body) });
  return { feishu, cwd, call, json: async (...args: string[]) => (await call(...args, "--json")).json, post };
}
