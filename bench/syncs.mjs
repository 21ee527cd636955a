// How often the disk is synced for a row, counted by strace where there is one.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { measured, startGateway } from "./child.mjs";
import { makeExport } from "./make-export.mjs";
import { fixed, times } from "./numbers.mjs";
import { MAPPING, PROGRAM, SCRIPT } from "./paths.mjs";

const [FEW, MORE] = [50, 250];
const CREDENTIALS = { FEISHU_APP_ID: "cli_bench", FEISHU_APP_SECRET: "bench-secret" };

async function syncs(folder, rows, args, env = {}) {
  const gateway = await startGateway({ window: "sliding", cap_per_s: 1_000_000, median_ms: 5, sigma: 0 });
  const trace = join(folder, `strace-${process.hrtime.bigint()}`);
  const before = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace];
  const export_path = join(folder, `syncs-${rows}.csv`);
  await makeExport(rows, export_path);
  const name = join(folder, `syncs-${process.hrtime.bigint()}.db`);
  await measured(folder, args(export_path, name, gateway.url), {
    before,
    env: { ...CREDENTIALS, FEISHU_BASE_URL: gateway.url, ...env },
  });
  await gateway.stop();
  return readFileSync(trace, "utf8").match(/\bf(?:data)?sync\(/g)?.length ?? 0;
}

/** What more rows need: what is synced at the start and at the end falls out. */
async function perRow(folder, args) {
  return ((await syncs(folder, MORE, args)) - (await syncs(folder, FEW, args))) / (MORE - FEW);
}

export async function benchSyncs(folder) {
  const title = "syncs of the disk for a row";
  const columns = ["", "hire-import", "script", "ours to theirs"];
  if (spawnSync("strace", ["-V"]).status !== 0)
    return { title, columns, lines: [["not counted: no strace here", "", "", ""]] };
  const run = ["--quiet", "--rate", "200"];
  const ours = await perRow(folder, (path, db) => [PROGRAM, "run", path, "-m", MAPPING, "-l", db, ...run]);
  const theirs = await perRow(folder, (path, db, url) => [SCRIPT, path, db, url]);
  return { title, columns, lines: [["by strace", fixed(ours), fixed(theirs), times(ours / theirs)]] };
}
