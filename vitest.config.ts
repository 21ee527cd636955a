import { defineConfig } from "vitest/config";

/** A folder below test/ whose files share their processes, as they leave nothing behind in one: a third of their time. */
const SHARING = ["csv", "engine", "house", "ledger", "mapping", "sandbox", "soak", "targets"];

const all = (folders: readonly string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`);
const common = {
  setupFiles: ["test/support/clean-up.ts"],
  // For what hangs, not for what is slow: that is no reason to fail.
  testTimeout: 600_000,
  hookTimeout: 600_000,
};

export default defineConfig({
  test: {
    globalSetup: ["test/support/temporary-folder.ts"],
    // Forks, not threads: better-sqlite3 is a native module, and some tests kill or freeze their own process tree.
    pool: "forks",
    // Many tests wait for what others do: for a server, a pace, a program.
    maxWorkers: 3,
    projects: [
      { test: { ...common, name: "apart", include: all(["*"]), exclude: all(SHARING) } },
      { test: { ...common, name: "together", include: all(SHARING), isolate: false } },
    ],
  },
});
