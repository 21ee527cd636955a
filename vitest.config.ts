import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // For what hangs, not for what is slow: a busy machine takes many times as long, and is no reason to fail.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Forks, not threads: better-sqlite3 is a native module, and some tests kill or freeze their own process tree.
    pool: "forks",
    maxWorkers: 2,
  },
});
