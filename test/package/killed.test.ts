import { expect, it } from "vitest";
import { rows, workplace } from "../cli/exports.js";
import { hire, start } from "../cli/program.js";
import { sandboxHere } from "../cli/sandbox.js";
import { wiretap } from "../hostile/wiretap.js";

const ROWS = 150;
const run = ["run", "export.csv", "--rate", "100", "--json"];

// The promise in one test, for every Node that the program is to work on: scripts/on-nodes.mjs runs it on each.
it("killed with rows under way, twice, the same line brings each row once", async () => {
  const cwd = workplace(rows(ROWS));
  const feishu = await sandboxHere({ latency_ms: 100 });
  const tap = await wiretap(feishu.url);
  const env = { ...feishu.env, FEISHU_BASE_URL: tap.url };
  for (const arrived of [30, 80]) {
    const call = start(run, { cwd, env });
    await tap.has(arrived);
    call.kill("SIGKILL");
    expect(await call.ended).toMatchObject({ exit: null, signal: "SIGKILL" });
    const { counts } = (await hire(["status", "--json"], { cwd })).json;
    expect(counts.sending, "a kill that meets no row under way proves nothing").toBeGreaterThan(0);
  }
  const last = await hire(run, { cwd, env });
  expect(last.json).toMatchObject({ exit: 0, rows: ROWS, counts: { done: ROWS } });
  const ids = (await feishu.records()).map(({ external_id }) => external_id);
  expect(ids.sort()).toEqual(
    rows(ROWS)
      .map(({ id }) => id)
      .sort(),
  );
});
