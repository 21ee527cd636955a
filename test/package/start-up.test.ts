import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { PROGRAM, ROOT } from "../cli/program.js";

const FOLDER = dirname(PROGRAM);

/** The sources of which something is in a built file. A file that only passes names on has none. */
function sourcesOf(file: string): string[] {
  const map = join(FOLDER, `${file}.map`);
  if (!existsSync(map)) return [];
  const { sources } = JSON.parse(readFileSync(map, "utf8")) as { sources: string[] };
  return sources.map((source) => relative(ROOT, resolve(FOLDER, source)));
}

/** What Node has to load before the first line of these sources runs: their files, and what those import statically. */
function loadedWith(...sources: readonly string[]): string[] {
  const built = readdirSync(FOLDER).filter((file) => file.endsWith(".js"));
  const queue = sources.map((source) => built.find((file) => sourcesOf(file).includes(source)) ?? source);
  const loaded = new Set<string>();
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    const imports = readFileSync(join(FOLDER, file), "utf8").matchAll(/^(?:import|export)\b[^;]*?"\.\/([^"]+)";$/gm);
    for (const [, next = ""] of imports) queue.push(next);
  }
  return [...loaded];
}

/** The packages, and our own folders, of which something is loaded. */
function partsOf(files: readonly string[]): string[] {
  const part = /^(?:.*node_modules\/(@[^/]+\/[^/]+|[^/]+)|(src\/[^/]+))/;
  const parts = files.flatMap(sourcesOf).map((source) => part.exec(source));
  return [...new Set(parts.map((match) => match?.[1] ?? match?.[2] ?? "?"))].sort();
}

const HELP = "src/cli/call.ts";
const command = (name: string): string => `src/cli/commands/${name}/${name}.ts`;

describe("a command loads what it needs, and so starts as fast as it can:", () => {
  it.each([
    ["--help", HELP],
    ["status", HELP, command("status")],
  ])("%s", (_, ...sources) => {
    const parts = partsOf(loadedWith(...sources));
    expect(parts.filter((part) => !part.startsWith("src/"))).toEqual(["commander", "picocolors"]);
    for (const part of ["src/csv", "src/engine", "src/feishu", "src/targets"]) expect(parts).not.toContain(part);
  });

  it("check, which asks nobody", () => {
    const parts = partsOf(loadedWith(HELP, command("check")));
    expect(parts).toEqual(expect.arrayContaining(["csv-parse", "zod", "yaml", "luxon"]));
    for (const part of ["undici", "bottleneck"]) expect(parts).not.toContain(part);
  });

  it("run, before it connects and is asked for a log or a sandbox", () => {
    const parts = partsOf(loadedWith(HELP, command("run")));
    expect(parts).toEqual(expect.arrayContaining(["csv-parse", "p-limit"]));
    for (const part of ["undici", "bottleneck", "pino"]) expect(parts).not.toContain(part);
  });
});
