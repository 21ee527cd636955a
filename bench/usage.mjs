// Loaded into a measured child with --import: what the operating system says it has used, once BENCH_FROM_MS after its
// start and once as it ends, written then.
import { readFileSync, writeFileSync } from "node:fs";

const path = process.env.BENCH_USAGE;
const from_ms = process.env.BENCH_FROM_MS;

/** On Linux `maxRSS` is at least what the parent had when it started this process; `VmHWM` is this program's own. */
function peakKib(maxRSS) {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? maxRSS);
  } catch {
    return maxRSS;
  }
}

function used() {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { at_ms: Date.now(), cpu_ms: (userCPUTime + systemCPUTime) / 1000, peak_mib: peakKib(maxRSS) / 1024 };
}

let then;
const note = () => {
  then = used();
};
if (from_ms !== undefined) setTimeout(note, Number(from_ms)).unref();
process.on("exit", () => writeFileSync(path, JSON.stringify({ ...used(), then })));
