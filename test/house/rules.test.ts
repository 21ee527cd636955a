import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "./source-tree.js";

// `npm run check` holds the sources to the rules of .dependency-cruiser.mjs and biome.json. Here is a small house in
// which each of them is broken, to see that the rule is there, and that its tool finds what it is there for.

/** Path of a file, what stands in it, and the rules that it breaks. */
type Case = readonly [path: string, text: string, ...rules: string[]];
type Found = readonly (readonly [path: string, rule: string])[];

const house = mkdtempSync(join(tmpdir(), "hire-import-house-"));
afterAll(() => rmSync(house, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), `${text}\n`);
}

function putOurs(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(house, path));
  }
}

/** What a tool says as JSON, whatever its exit. */
function told(tool: string, ...args: readonly string[]) {
  const program = join(ROOT, "node_modules", tool);
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: house, encoding: "utf8" });
  if (!stdout.startsWith("{")) throw new Error(`${tool}: ${stdout}\n${stderr}`);
  return JSON.parse(stdout.slice(0, stdout.lastIndexOf("}") + 1));
}

const rulesAt = (path: string, found: Found): string[] =>
  [...new Set(found.filter(([at]) => at === path).map(([, rule]) => rule))].sort();

const importing = (specifier: string): string => `import * as it from "${specifier}";\nexport const got = it;`;

const IMPORTS: readonly Case[] = [
  ["src/engine/lower.ts", importing("../csv/here.js")],
  ["src/csv/own.ts", importing("./here.js")],
  ["src/model/higher.ts", importing("../csv/here.js"), "floor-of-model"],
  ["src/csv/neighbour.ts", importing("../mapping/here.js"), "floor-of-csv"],
  ["src/cli/door.ts", importing("../sandbox/here.js")],
  ["src/engine/wing.ts", importing("../sandbox/here.js"), "floor-of-engine"],
  ["src/sandbox/model.ts", importing("../model/here.js"), "floor-of-sandbox"],
  ["src/feishu/root.ts", importing("../index.js"), "a-circle", "floor-of-feishu"],
  ["src/cli/attic.ts", importing("../attic/here.js"), "a-folder-without-a-floor", "floor-of-cli"],
  ["src/cli/outside.ts", importing("../../test/here.js"), "out-of-src"],
  ["src/targets/type.ts", 'export type { here } from "../engine/here.js";', "floor-of-targets"],
  ["src/ledger/type.ts", 'import type { here } from "../cli/here.js";\nlet x: typeof here;', "floor-of-ledger"],
  ["src/mapping/type-of.ts", 'export type Here = typeof import("../engine/here.js");', "floor-of-mapping"],
  ["src/mapping/lazy.ts", 'export const here = () => import("../engine/here.js");', "floor-of-mapping"],
  ["src/engine/sending/down.ts", importing("../calls/here.js")],
  ["src/engine/sending/shared.ts", importing("../here.js")],
  ["src/engine/sending/up.ts", importing("../changes/here.js"), "room-of-engine-sending"],
  ["src/mapping/cells/door.ts", importing("../index.js"), "room-of-mapping-cells"],
  ["src/mapping/shared.ts", importing("./cells/here.js"), "shared-in-mapping"],
  ["src/mapping/index.ts", importing("./cells/here.js")],
  ["src/engine/cellar.ts", importing("./vault/here.js"), "a-room-without-a-place-in-engine", "shared-in-engine"],
  ["src/csv/library.ts", importing("csv-parse/sync")],
  ["src/mapping/library.ts", importing("csv-parse/sync"), "place-of-csv-parse"],
  ["src/mapping/zod.ts", importing("zod")],
  ["src/engine/new-library.ts", importing("left-pad"), "a-library-without-a-place"],
  ["src/engine/missing.ts", importing("./nowhere.js"), "not-to-be-resolved", "out-of-src"],
  ["src/csv/fs.ts", importing("node:fs/promises")],
  ["src/csv/http.ts", importing("node:http"), "place-of-node-http"],
  ["src/sandbox/http.ts", importing("node:http")],
  ["src/sandbox/https.ts", importing("node:https"), "place-of-node-https"],
  ["src/engine/timers.ts", importing("node:timers/promises"), "place-of-node-timers-promises"],
  ["src/engine/process.ts", importing("node:process"), "place-of-node-process"],
  ["src/feishu/exchange.ts", importing("node:perf_hooks")],
  ["src/feishu/pace.ts", importing("node:perf_hooks"), "place-of-node-perf_hooks"],
  // A circle is told once.
  ["src/csv/one.ts", importing("./two.js"), "a-circle"],
  ["src/csv/two.ts", importing("./three.js")],
  ["src/csv/three.ts", importing("./one.js")],
  ["src/cli/dead.ts", "export const dead = 1;", "a-dead-file"],
];

describe("what imports what", () => {
  let found: Found;

  beforeAll(() => {
    putOurs(".dependency-cruiser.mjs", "tsconfig.json", "package.json");
    for (const name of ["csv-parse", "left-pad", "zod"]) {
      put(
        `node_modules/${name}/package.json`,
        `{ "name": "${name}", "exports": { ".": "./it.js", "./sync": "./it.js" } }`,
      );
      put(`node_modules/${name}/it.js`, "export default 1;");
    }
    const folders = [
      "model",
      "csv",
      "mapping",
      "ledger",
      "feishu",
      "targets",
      "engine",
      "app",
      "cli",
      "sandbox",
      "attic",
    ];
    const rooms = ["engine/calls", "engine/changes", "engine/vault", "mapping/cells"];
    for (const folder of [...folders, ...rooms]) put(`src/${folder}/here.ts`, "export const here = 1;");
    put("test/here.ts", "export const here = 1;");
    for (const [path, text] of IMPORTS) put(path, text);
    const alive = IMPORTS.filter(([, , ...rules]) => !rules.includes("a-dead-file"));
    put("src/index.ts", alive.map(([path]) => `import "./${path.slice(4, -3)}.js";`).join("\n"));
    put("src/cli/main.ts", "");

    const { summary } = told("dependency-cruiser/bin/dependency-cruiser.mjs", "src", "--output-type", "json");
    found = summary.violations.map(({ from, to, rule }: { from: string; to: string; rule: { name: string } }) => [
      rule.name === "a-dead-file" ? to : from,
      rule.name,
    ]);
  });

  it.each(IMPORTS)("%s", (path, _, ...rules) => expect(rulesAt(path, found)).toEqual(rules));
});

const lines = (count: number, line = "f();"): string => Array.from({ length: count }, () => line).join("\n");
const GLOBAL = "lint/style/noRestrictedGlobals";
const LONG = "lint/complexity/noExcessiveLinesPerFunction";
const PLUGIN = "plugin";

const TEXTS: readonly Case[] = [
  ["src/engine/now.ts", "export const at = Date.now();", PLUGIN],
  ["src/engine/now-itself.ts", "export const now = Date.now;", PLUGIN],
  ["src/engine/date.ts", "export const at = new Date();", PLUGIN],
  ["src/engine/date-of.ts", "export const date = (value_ms: number) => new Date(value_ms);"],
  ["src/cli/now.ts", "export const at = [Date.now(), new Date(), performance.now(), Math.random(), process.pid];"],
  ["src/sandbox/now.ts", "export const at = [Date.now(), new Date(), performance.now(), process.pid];"],
  ["src/sandbox/random.ts", "export const random = Math.random();", PLUGIN],
  ["src/engine/random.ts", "export const { random } = { random: Math.random };", PLUGIN],
  ["src/feishu/timeout.ts", "export const signal = AbortSignal.timeout(1);", PLUGIN],
  ["src/engine/performance.ts", "export const at = performance.now();", GLOBAL],
  ["src/engine/process.ts", "export const id = process.pid;", GLOBAL],
  ["src/engine/global-this.ts", "export const id = globalThis.process.pid;", GLOBAL],
  ["src/engine/short.ts", "export const all = { process };", GLOBAL],
  ["src/engine/value.ts", "export const all = { clock: process };", GLOBAL],
  ["src/engine/member.ts", "export const run = (row: { process(): void }) => row.process();"],
  ["src/engine/key.ts", "export const all = { process: 1 };"],
  ["src/engine/timer.ts", "export const wait = () => setTimeout(() => undefined, 1);", GLOBAL],
  ["src/engine/timer-itself.ts", "export const wait = setTimeout;", GLOBAL],
  ["src/engine/clock.ts", "export const wait = (clock: { setTimeout(): void }) => clock.setTimeout();"],
  ["src/feishu/http.ts", "export const wait = setTimeout;"],
  ["src/feishu/interval.ts", "export const every = setInterval;", GLOBAL],
  ["src/cli/fetch.ts", "export const get = fetch;", GLOBAL],
  ["src/engine/fetch.ts", "export interface Host {\n  fetch(url: string): void;\n}"],
  ["src/engine/comment.ts", "// Date.now() and process.exit() in a comment\nexport const a = 1;"],
  ["src/cli/console.ts", 'console.log("here");', "lint/suspicious/noConsole"],
  ["src/cli/debugger.ts", "debugger;", "lint/suspicious/noDebugger"],
  ["src/cli/ignore.ts", "// @ts-ignore\nexport const a = 1;", "lint/suspicious/noTsIgnore"],
  ["src/cli/default.ts", "export default 1;", "lint/style/noDefaultExport"],
  [
    "src/cli/promise.ts",
    "async function f() {}\nexport const g = () => {\n  f();\n};",
    "lint/nursery/noFloatingPromises",
  ],
  ["src/cli/any.ts", "export const a: any = 1;", "lint/suspicious/noExplicitAny"],
  ["src/cli/long-enough.ts", `export function long(f: () => void) {\n${lines(68)}\n}`],
  ["src/cli/long-function.ts", `export function long(f: () => void) {\n${lines(69)}\n}`, LONG],
  ["bench/long-arrow.mjs", `export const long = (f) => {\n${lines(69)}\n};`, LONG],
  ["scripts/long-method.mjs", `export class Long {\n  walk(f) {\n${lines(69)}\n  }\n}`, LONG],
  ["src/cli/full-file.ts", `export const a = [\n${lines(298, "1,")}\n];`],
  ["src/cli/long-file.ts", `export const a = [\n${lines(299, "1,")}\n];`, "lint/style/noExcessiveLinesPerFile"],
  ["scripts/long-file.mjs", `export const a = [\n${lines(299, "1,")}\n];`, "lint/style/noExcessiveLinesPerFile"],
];

describe("what stands in a file", () => {
  let found: Found;

  beforeAll(() => {
    putOurs("biome.json", "test/house/clock.grit", "test/house/chance.grit");
    for (const [path, text] of TEXTS) put(path, text);
    const flags = ["--reporter=json", "--max-diagnostics=none"];
    const { diagnostics } = told("@biomejs/biome/bin/biome", "lint", ...flags, ...TEXTS.map(([path]) => path));
    found = diagnostics.map((each: { category: string; location: { path: string } }) => [
      each.location.path,
      each.category,
    ]);
  });

  it.each(TEXTS)("%s", (path, _, ...rules) => expect(rulesAt(path, found)).toEqual(rules));
});
