import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // For what hangs, not for what is slow: that is no reason to fail.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Forks, not threads: better-sqlite3 is a native module, and some tests kill or freeze their own process tree.
    pool: "forks",
    maxWorkers: 2,
  },
});
