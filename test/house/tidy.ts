import ts from "typescript";
import { importsOf, lineOf, problem, resolveImport, type Source, walk } from "./source-tree.js";

export const MAX_COLUMNS = 120;
export const MAX_FILE_LINES = 300;
export const MAX_FUNCTION_LINES = 70;

const linesOf = (text: string): string[] => text.replace(/\n$/, "").split("\n");

export function longLineProblems(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    linesOf(source.text).flatMap((line, index) => {
      const columns = Array.from(line).length;
      return columns > MAX_COLUMNS ? [problem(source, index + 1, `${columns} columns, at most ${MAX_COLUMNS}`)] : [];
    }),
  );
}

export function longFileProblems(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const count = linesOf(source.text).length;
    return count > MAX_FILE_LINES ? [problem(source, 1, `${count} lines, at most ${MAX_FILE_LINES}`)] : [];
  });
}

export function longFunctionProblems(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const problems: string[] = [];
    walk(source, (node) => {
      if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return;
      const first = lineOf(source, node.getStart());
      const count = lineOf(source, node.getEnd()) - first + 1;
      if (count > MAX_FUNCTION_LINES) {
        problems.push(problem(source, first, `a function of ${count} lines, at most ${MAX_FUNCTION_LINES}`));
      }
    });
    return problems;
  });
}

/**
 * What a finished source does not hold: notes to oneself, output past the streams, switched-off checks. In quotes, TODO
 * is the mark that a mapping has where a person is to decide.
 */
const LEFTOVERS = /(?<!")\b(?:TODO|FIXME)\b|\bconsole\.\w+|\bdebugger\b|@ts-(?:ignore|nocheck)|eslint-disable/;

export function leftoverProblems(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    linesOf(source.text).flatMap((line, index) => {
      const found = LEFTOVERS.exec(line);
      return found === null ? [] : [problem(source, index + 1, `${found[0]} is left over`)];
    }),
  );
}

/** Files that no import reaches from where the package is entered. Without its entries no verdict is possible. */
export function deadFileProblems(sources: readonly Source[], entries: readonly string[]): string[] {
  const by_path = new Map(sources.map((source) => [source.path, source]));
  const missing = entries.filter((entry) => !by_path.has(entry));
  if (missing.length > 0)
    return missing.map((entry) => `${entry}:1: the package is entered here, and there is no such file`);
  const alive = new Set<string>();
  const queue = [...entries];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const source = by_path.get(path);
    if (source === undefined || alive.has(path)) continue;
    alive.add(path);
    for (const { specifier } of importsOf(source)) queue.push(resolveImport(source, specifier) ?? "");
  }
  return sources
    .filter((source) => !alive.has(source.path))
    .map((source) => problem(source, 1, `nothing reaches this file from ${entries.join(" or ")}`));
}
