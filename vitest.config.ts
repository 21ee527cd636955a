import { totalmem } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Take longest, and so come first: a worker that begins one of them last is waited for. */
const LONGEST = [
  "package/installed",
  "simulation/simulation",
  "cli/undo",
  "simulation/crash-points",
  "cli/update",
  "cli/advertisements",
  "hostile/bare-answers",
  "cli/refusals",
  "simulation/mutants",
  "targets/sending",
  "cli/signals",
  "hostile/kill",
  "hostile/outage",
  "cli/faults",
  "report/sign-off",
  "hostile/copies",
  "exports/encodings",
  "cli/verify",
  "cli/kill",
  "hostile/private",
  "cli/golden-session",
  "targets/job-advertisement",
  "cli/talents",
  "hostile/machine",
  "cli/whole-files",
  "terminal/progress",
];

/**
 * Tests wait for most of their time: for a server, a pace, a program. So many of them side by side keep two cores busy;
 * each has up to three processes of 200 MB.
 */
const WORKERS_MAX = 8;
const WORKER_BYTES = 2 ** 30;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
      return at === -1 ? LONGEST.length : at;
    };
    return Array.from(files).sort((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/clean-up.ts"],
    globalSetup: ["test/support/temporary-folder.ts"],
    // Forks, not threads: better-sqlite3 is a native module, and some tests kill or freeze their own process tree.
    pool: "forks",
    // Files share their processes, as they leave nothing behind in one: a third of the time.
    isolate: false,
    maxWorkers: Math.min(WORKERS_MAX, Math.max(Math.floor(totalmem() / WORKER_BYTES), 2)),
    sequence: { sequencer: LongestFirst },
    // For what hangs, not for what is slow: that is no reason to fail.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 600_000, interval: 5 } },
  },
});
