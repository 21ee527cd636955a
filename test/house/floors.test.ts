import { describe, expect, it } from "vitest";
import { circleProblems, type Floors, floorProblems, globalProblems, libraryProblems, type Places } from "./floors.js";
import { readSources, type Source } from "./source-tree.js";

const PLAN: Floors = {
  floors: { words: 0, csv: 1, mapping: 1, ledger: 1, feishu: 1, targets: 2, engine: 3, cli: 4 },
  wings: { sandbox: { imports: [], door: ["cli"] } },
};

/** A socket lives in real time, whatever clock the engine is given: its deadline and how long it took. */
const SOCKETS = ["src/feishu/exchange.ts", "src/feishu/http.ts"];

const LIBRARIES: Places = {
  "csv-parse": ["src/csv/"],
  jschardet: ["src/csv/"],
  "better-sqlite3": ["src/ledger/"],
  bottleneck: ["src/feishu/"],
  undici: ["src/feishu/"],
  "p-limit": ["src/engine/"],
  yaml: ["src/mapping/"],
  luxon: ["src/mapping/"],
  "fastest-levenshtein": ["src/mapping/"],
  commander: ["src/cli/"],
  "cli-progress": ["src/cli/"],
  picocolors: ["src/cli/"],
  pino: ["src/cli/"],
  // A schema is a way to say a shape, on every floor.
  zod: ["src/"],
  "node:http": ["src/sandbox/"],
  "node:https": [],
  "node:process": ["src/cli/"],
  "node:timers": ["src/cli/clock.ts", "src/sandbox/"],
  "node:timers/promises": ["src/cli/clock.ts", "src/sandbox/"],
  "node:perf_hooks": ["src/cli/clock.ts", "src/sandbox/", ...SOCKETS],
};

/** A path that ends in a slash is a folder, any other one file. */
const GLOBALS: Places = {
  "Date.now": ["src/cli/", "src/sandbox/"],
  "new Date()": ["src/cli/", "src/sandbox/"],
  "performance.now": ["src/cli/", "src/sandbox/", ...SOCKETS],
  setTimeout: ["src/cli/", "src/sandbox/", ...SOCKETS],
  setInterval: ["src/cli/", "src/sandbox/"],
  "AbortSignal.timeout": ["src/cli/"],
  process: ["src/cli/", "src/sandbox/"],
  "Math.random": ["src/cli/"],
  fetch: [],
};

const file = (path: string, ...lines: string[]): Source => ({ path, text: lines.join("\n") });

describe("the house as it stands", () => {
  const sources = readSources("src");
  it.each([
    ["keeps its floors", floorProblems(sources, PLAN)],
    ["has no circles", circleProblems(sources)],
    ["has each library in one place", libraryProblems(sources, LIBRARIES)],
    ["meets clock, timers and process in their places only", globalProblems(sources, GLOBALS)],
  ])("%s", (_, problems) => expect(problems.join("\n")).toBe(""));
});

describe("the rule of the floors", () => {
  it.each([
    ["a lower floor", "src/engine/a.ts", "../csv/b.js", true],
    ["its own folder", "src/csv/a.ts", "./b.js", true],
    ["a higher floor", "src/words/a.ts", "../csv/b.js", false],
    ["a neighbour", "src/csv/a.ts", "../mapping/b.js", false],
    ["the sandbox, from the command line", "src/cli/a.ts", "../sandbox/b.js", true],
    ["the sandbox, from the engine", "src/engine/a.ts", "../sandbox/b.js", false],
    ["the words, from the sandbox", "src/sandbox/a.ts", "../words/b.js", false],
    ["the root, from a floor", "src/cli/a.ts", "../index.js", false],
    ["a file outside of src", "src/cli/a.ts", "../../test/b.js", false],
    ["anything, from the root", "src/index.ts", "./engine/b.js", true],
    ["anything, from a folder without a floor", "src/attic/a.ts", "../words/b.js", false],
  ])("%s", (_, path, specifier, allowed) => {
    for (const line of [
      `import { x } from "${specifier}";`,
      `import type { X } from "${specifier}";`,
      `export * from "${specifier}";`,
      `const x = await import("${specifier}");`,
      `let x: import("${specifier}").X;`,
    ]) {
      expect(floorProblems([file(path, line)], PLAN)).toHaveLength(allowed ? 0 : 1);
    }
  });

  it("says where, as a compiler does", () => {
    const bad = file("src/csv/a.ts", "// two", "", 'import { x } from "../engine/b.js";');
    expect(floorProblems([bad], PLAN)).toEqual(["src/csv/a.ts:3: csv must not import engine"]);
  });
});

describe("the rule of circles", () => {
  it("finds a circle of three once, and none in a diamond", () => {
    const circle = ["a", "b", "c"].map((name, at) =>
      file(`src/csv/${name}.ts`, `import "./${["b", "c", "a"][at]}.js";`),
    );
    expect(circleProblems(circle)).toEqual([
      "src/csv/c.ts:1: circle src/csv/a.ts -> src/csv/b.ts -> src/csv/c.ts -> src/csv/a.ts",
    ]);
    const diamond = [
      file("src/csv/a.ts", 'import "./b.js"; import "./c.js";'),
      file("src/csv/b.ts", 'import "./d.js";'),
      file("src/csv/c.ts", 'import "./d.js";'),
      file("src/csv/d.ts", ""),
    ];
    expect(circleProblems(diamond)).toEqual([]);
  });
});

describe("the rule of places", () => {
  it.each([
    ["src/csv/a.ts", "csv-parse/sync", 0],
    ["src/mapping/a.ts", "csv-parse/sync", 1],
    ["src/csv/a.ts", "left-pad", 1],
    ["src/csv/a.ts", "node:fs", 0],
    ["src/csv/a.ts", "node:http", 1],
  ])("%s importing %s: %i problems", (path, specifier, count) => {
    expect(libraryProblems([file(path, `import x from "${specifier}";`)], LIBRARIES)).toHaveLength(count);
  });

  it.each([
    ["const at = Date.now();", 1],
    ["const now = Date.now;", 1],
    ["const at = new Date();", 1],
    ["const at = new Date(value_ms);", 0],
    ["const id = process.pid;", 1],
    ["const id = globalThis.process.pid;", 1],
    ["const all = { process };", 1],
    ["const all = { clock: process };", 1],
    ["row.process();", 0],
    ["const all = { process: 1 };", 0],
    ["setTimeout(done, wait_ms);", 1],
    ["clock.setTimeout(done);", 0],
    ["const wait = setTimeout;", 1],
    ["interface Host { fetch(url: string): void }", 0],
    ["// Date.now() and process.exit() in a comment", 0],
  ])("%s -> %i problems", (line, count) => {
    expect(globalProblems([file("src/engine/a.ts", line)], GLOBALS)).toHaveLength(count);
    expect(globalProblems([file("src/cli/a.ts", line.replace("fetch", "f"))], GLOBALS)).toEqual([]);
  });
});
