import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Some tests run the built program or a server of their own, and a shared machine is slow at times.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Forks, not threads: better-sqlite3 is a native module, and some tests kill or freeze their own process tree.
    pool: "forks",
    maxWorkers: 2,
  },
});
