// Loaded into a measured child with --import: what the operating system says it has used, once BENCH_FROM_MS after its
// start and once as it ends, written then.
import { writeFileSync } from "node:fs";

const path = process.env.BENCH_USAGE;
const from_ms = process.env.BENCH_FROM_MS;

function used() {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { at_ms: Date.now(), cpu_ms: (userCPUTime + systemCPUTime) / 1000, peak_mib: maxRSS / 1024 };
}

let then;
const note = () => {
  then = used();
};
if (from_ms !== undefined) setTimeout(note, Number(from_ms)).unref();
process.on("exit", () => writeFileSync(path, JSON.stringify({ ...used(), then })));
