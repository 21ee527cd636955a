// Loaded into a measured child with --import: what the operating system says it has used, written as it ends.
import { writeFileSync } from "node:fs";

const path = process.env.BENCH_USAGE;
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(path, JSON.stringify({ cpu_ms: (userCPUTime + systemCPUTime) / 1000, peak_mib: maxRSS / 1024 }));
});
