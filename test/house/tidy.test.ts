import { describe, expect, it } from "vitest";
import { readSources, type Source } from "./source-tree.js";
import {
  deadFileProblems,
  leftoverProblems,
  longFileProblems,
  longFunctionProblems,
  longLineProblems,
  MAX_COLUMNS,
  MAX_FILE_LINES,
  MAX_FUNCTION_LINES,
} from "./tidy.js";

const ENTRIES = ["src/index.ts", "src/cli/main.ts"];

const file = (path: string, ...lines: string[]): Source => ({ path, text: `${lines.join("\n")}\n` });
const times = (count: number, line: string): string[] => Array.from({ length: count }, () => line);

describe("the sources as they stand", () => {
  const product = readSources("src");
  const tools = readSources("scripts", "bench");
  const everything = [...product, ...tools, ...readSources("test")];
  it.each([
    ["no line is too long", longLineProblems(everything)],
    ["no file is too long", longFileProblems([...product, ...tools])],
    ["no function is too long", longFunctionProblems([...product, ...tools])],
    ["nothing is left over", leftoverProblems(product)],
    ["no file is dead", deadFileProblems(product, ENTRIES)],
  ])("%s", (_, problems) => expect(problems.join("\n")).toBe(""));
});

describe("each rule finds what it is there for", () => {
  it("a long line, counted in characters and not in bytes", () => {
    const bad = file("src/a.ts", "", "状".repeat(MAX_COLUMNS), "😀".repeat(MAX_COLUMNS + 1));
    expect(longLineProblems([bad])).toEqual(["src/a.ts:3: 121 columns, at most 120"]);
  });

  it("a long file", () => {
    expect(longFileProblems([file("src/a.ts", ...times(MAX_FILE_LINES, ";"))])).toEqual([]);
    expect(longFileProblems([file("src/a.ts", ...times(MAX_FILE_LINES + 1, ";"))])).toEqual([
      "src/a.ts:1: 301 lines, at most 300",
    ]);
  });

  it.each([
    ["a function", "function long() {", "}"],
    ["an arrow", "const long = () => {", "};"],
    ["a method", "class Long { walk() {", "} }"],
  ])("a long function: %s", (_, head, tail) => {
    const fits = file("src/a.ts", "", head, ...times(MAX_FUNCTION_LINES - 2, "f();"), tail);
    const too_long = file("src/a.ts", "", head, ...times(MAX_FUNCTION_LINES - 1, "f();"), tail);
    expect(longFunctionProblems([fits])).toEqual([]);
    expect(longFunctionProblems([too_long])).toEqual(["src/a.ts:2: a function of 71 lines, at most 70"]);
  });

  it.each(["// TODO later", "// FIXME", "console.log(row);", "debugger;", "// @ts-ignore"])("left over: %s", (line) => {
    expect(leftoverProblems([file("src/a.ts", line, "const todos = 1;", 'const MARK = "TODO";')])).toHaveLength(1);
  });

  it("a dead file, also when dead files import each other", () => {
    const sources = [
      file("src/index.ts", 'export * from "./csv/alive.js";'),
      file("src/cli/main.ts"),
      file("src/csv/alive.ts", 'import type { X } from "../words/alive-too.js";'),
      file("src/words/alive-too.ts"),
      file("src/csv/dead.ts", 'import "./dead-too.js";'),
      file("src/csv/dead-too.ts", 'import "./dead.js";'),
    ];
    const where = "nothing reaches this file from src/index.ts or src/cli/main.ts";
    expect(deadFileProblems(sources, ENTRIES)).toEqual([
      `src/csv/dead.ts:1: ${where}`,
      `src/csv/dead-too.ts:1: ${where}`,
    ]);
  });
});
