// How much of the cap a run uses, and what a row costs beside the script that one would write instead.
import { join } from "node:path";
import { keepBusy, measured, startGateway } from "./child.mjs";
import { makeExport } from "./make-export.mjs";
import { fixed, percent, times } from "./numbers.mjs";
import { BARE, MAPPING, PROGRAM, SCRIPT } from "./paths.mjs";

const CAP_PER_S = 20;
/** Log-normal latency; the 99th percentile is 1.6 s. */
const LATENCY = { median_ms: 400, sigma: 0.6 };
const CREDENTIALS = { FEISHU_APP_ID: "cli_bench", FEISHU_APP_SECRET: "bench-secret" };

/** Each run is stopped after `seconds`, start-up and staging included. Arrivals are taken at the server. */
async function underGateway(folder, { window, seconds, args, env = {} }) {
  const gateway = await startGateway({ ...LATENCY, window, cap_per_s: CAP_PER_S });
  const used = await measured(folder, args(gateway.url), {
    env: { ...CREDENTIALS, FEISHU_BASE_URL: gateway.url, ...env },
    stop_after_ms: seconds * 1000,
    // Long after the export is staged.
    from_ms: seconds * 400,
  });
  const { then } = used;
  const seen = await gateway.stop({ from_ms: then.at_ms, to_ms: used.at_ms });
  const steady_ms = (used.cpu_ms - then.cpu_ms) / seen.accepted_in_window;
  return {
    ...seen,
    // Nothing leaves once it was stopped, so this is what it reached from its very start on.
    cap_used: seen.accepted / (CAP_PER_S * seconds),
    steady_ms,
    // All that was not spent on rows.
    start_ms: then.cpu_ms - steady_ms * (seen.accepted - seen.accepted_in_window),
    peak_mib: used.peak_mib,
  };
}

function ours(folder, window, seconds) {
  const export_path = join(folder, "pace.csv");
  const ledger = join(folder, `${window}-${seconds}.db`);
  const args = () => [PROGRAM, "run", export_path, "-m", MAPPING, "-l", ledger, "--quiet"];
  return underGateway(folder, { window, seconds, args });
}

function script(folder, order, seconds) {
  const args = (url) => [SCRIPT, join(folder, "pace.csv"), join(folder, `${order}.db`), url];
  return underGateway(folder, { window: "sliding", seconds, args, env: { BENCH_ORDER: order } });
}

/** The least that the libraries themselves need for a row. */
function bare(folder, seconds) {
  const args = (url) => [BARE, join(folder, "pace.csv"), join(folder, "bare.db"), url];
  return underGateway(folder, { window: "sliding", seconds, args });
}

const used = ({ cap_used }) => percent(cap_used);
const whole = (value) => fixed(value, 0);

/** Every figure beside those of the script; the ratio is to the better one of its two orders. */
export async function benchPace(folder, { sent, seconds }) {
  await makeExport(sent, join(folder, "pace.csv"));
  const all = [await ours(folder, "sliding", seconds)];
  for (const order of ["slots", "queue"]) all.push(await script(folder, order, seconds));
  const least = await bare(folder, seconds);
  const shown = [...all, least];
  const compared = (what, key, show) => {
    const [own, ...theirs] = all.map((each) => each[key]);
    return [what, ...shown.map((each) => show(each[key])), times(own / Math.min(...theirs))];
  };
  const told = (what, show) => [what, ...shown.map(show), ""];
  return {
    title: `${CAP_PER_S} a second for ${seconds} s: log-normal latency (median 400 ms), sliding window`,
    columns: [
      "",
      "hire-import",
      "script: p-limit first",
      "Bottleneck first",
      "the libraries alone",
      "ours to the better",
    ],
    lines: [
      compared("CPU for a row, steady", "steady_ms", (value) => `${fixed(value)} ms`),
      compared("CPU of start-up and staging", "start_ms", (value) => `${whole(value)} ms`),
      compared("peak memory", "peak_mib", (value) => `${whole(value)} MiB`),
      told("connections made, open, requests in flight", (each) =>
        [each.connections_made, each.most_open, each.most_in_flight].join(", "),
      ),
      told("cap used, start-up included", used),
      told("accepted a second from the first one on", (each) => fixed(each.accepted_per_s)),
      told("throttled, worst sliding second", (each) => `${each.throttled}, ${each.worst_second}`),
    ],
  };
}

/** Our own pace under each kind of window, or for long. With `busy` beside processes that keep all cores busy. */
export async function benchCap(folder, { sent, seconds, long_seconds, busy }) {
  await makeExport(sent, join(folder, "pace.csv"));
  const neighbours = busy ? keepBusy() : undefined;
  const lines = [];
  try {
    const runs = [
      ["sliding", seconds],
      ["fixed", seconds],
    ];
    for (const [window, for_s] of long_seconds === undefined ? runs : [["sliding", long_seconds]]) {
      const seen = await ours(folder, window, for_s);
      lines.push([`${window} window, ${for_s} s`, used(seen), String(seen.throttled), String(seen.worst_second)]);
    }
  } finally {
    await neighbours?.stop();
  }
  return {
    title: `cap used, start-up included${busy ? ", beside processes that keep all cores busy" : ""}`,
    columns: ["", "cap used", "throttled", `worst second of ${CAP_PER_S}`],
    lines,
  };
}
