// How much of the cap a run uses, and what a row costs beside the script that one would write instead.
import { join } from "node:path";
import { measured, startGateway } from "./child.mjs";
import { makeExport } from "./make-export.mjs";
import { fixed, percent, times } from "./numbers.mjs";
import { MAPPING, PROGRAM, SCRIPT } from "./paths.mjs";

const EXPORT_ROWS = 20_000;
const CAP_PER_S = 20;
/** Log-normal latency; the 99th percentile is 1.6 s. */
const LATENCY = { median_ms: 400, sigma: 0.6 };
const CREDENTIALS = { FEISHU_APP_ID: "cli_bench", FEISHU_APP_SECRET: "bench-secret" };

async function underGateway(folder, window, args, stop_after_ms, env = {}) {
  const gateway = await startGateway({ ...LATENCY, window, cap_per_s: CAP_PER_S });
  const used = await measured(folder, args(gateway.url), {
    env: { ...CREDENTIALS, FEISHU_BASE_URL: gateway.url, ...env },
    stop_after_ms,
  });
  const seen = await gateway.stop();
  return { ...seen, cpu_ms_per_row: used.cpu_ms / seen.accepted, peak_mib: used.peak_mib };
}

/** Each run is stopped after `seconds`, start-up and staging included. Arrivals are taken at the server. */
export async function benchPace(folder, seconds) {
  const export_path = join(folder, "pace.csv");
  await makeExport(EXPORT_ROWS, export_path);
  const ours = (window) => {
    const ledger = join(folder, `${window}.db`);
    const args = () => [PROGRAM, "run", export_path, "-m", MAPPING, "-l", ledger, "--quiet"];
    return underGateway(folder, window, args, seconds * 1000);
  };
  const script = (order) => {
    const args = (url) => [SCRIPT, export_path, join(folder, `${order}.db`), url];
    return underGateway(folder, "sliding", args, seconds * 1000, { BENCH_ORDER: order });
  };
  const [sliding, window_fixed] = [await ours("sliding"), await ours("fixed")];
  const [slots, queue] = [await script("slots"), await script("queue")];
  return [
    ...paceLines("hire-import, sliding window", sliding),
    ...paceLines("hire-import, fixed window", window_fixed),
    ...paceLines("script, sliding window", slots),
    ["CPU per row: hire-import", `${fixed(sliding.cpu_ms_per_row)} ms`, ""],
    ["peak memory: hire-import", `${fixed(sliding.peak_mib, 0)} MiB`, ""],
    ...costLines("the script, p-limit before Bottleneck", slots, sliding),
    ...costLines("the script, p-limit behind Bottleneck", queue, sliding),
  ];
}

function paceLines(who, { accepted_per_s, throttled, worst_second }) {
  const used = percent(accepted_per_s / CAP_PER_S);
  return [[`cap used: ${who}`, used, `${throttled} throttled, worst sliding second ${worst_second} of ${CAP_PER_S}`]];
}

function costLines(who, theirs, ours) {
  const cpu = times(theirs.cpu_ms_per_row / ours.cpu_ms_per_row);
  const memory = times(theirs.peak_mib / ours.peak_mib);
  return [
    [`CPU per row: ${who}`, `${fixed(theirs.cpu_ms_per_row)} ms`, `${cpu} hire-import's (goal: 3 x)`],
    [`peak memory: ${who}`, `${fixed(theirs.peak_mib, 0)} MiB`, `${memory} hire-import's`],
  ];
}
