import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // For what hangs, not for what is slow or waits five minutes for an answer: that is no reason to fail.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    // Forks, not threads: better-sqlite3 is a native module, and some tests kill or freeze their own process tree.
    // A wrong version of the program that the simulation drives may break off beside its test.
    dangerouslyIgnoreUnhandledErrors: true,
    pool: "forks",
    maxWorkers: 2,
  },
});
