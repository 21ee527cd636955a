import type { Source } from "./source-tree.js";

export const MAX_COLUMNS = 120;

const linesOf = (text: string): string[] => text.replace(/\n$/, "").split("\n");

/** A problem for each line in which `find` finds one, as a compiler says it, so that an editor can jump there. */
function problemsIn(sources: readonly Source[], find: (line: string) => string | undefined): string[] {
  return sources.flatMap(({ path, text }) =>
    linesOf(text).flatMap((line, index) => {
      const found = find(line);
      return found === undefined ? [] : [`${path}:${index + 1}: ${found}`];
    }),
  );
}

/** The formatter breaks code, and leaves comments and strings as long as they are. */
export function longLineProblems(sources: readonly Source[]): string[] {
  return problemsIn(sources, (line) => {
    const columns = Array.from(line).length;
    return columns > MAX_COLUMNS ? `${columns} columns, at most ${MAX_COLUMNS}` : undefined;
  });
}

/**
 * Notes to oneself, and checks that are switched off for a whole file. In quotes, TODO is the mark that a mapping has
 * where a person is to decide.
 */
const LEFTOVERS = /(?<!")\b(?:TODO|FIXME)\b|@ts-nocheck|biome-ignore-all|eslint-disable/;

export function leftoverProblems(sources: readonly Source[]): string[] {
  return problemsIn(sources, (line) => {
    const found = LEFTOVERS.exec(line);
    return found === null ? undefined : `${found[0]} is left over`;
  });
}

const A_PATH = /`((?:src|test|scripts|bench|docs|fixtures)?\/?[a-z][a-z-]*\/[a-z/-]+\.(?:ts|mjs))`/g;

/** Files of ours that a page names and that are not there. Below src/ pages leave that word out. */
export function deadPathProblems(pages: readonly Source[], isThere: (path: string) => boolean): string[] {
  return pages.flatMap(({ path, text }) =>
    Array.from(text.matchAll(A_PATH), ([, named = ""]) => named)
      .filter((named) => !isThere(named) && !isThere(`src/${named}`))
      .map((named) => `${path}: there is no ${named}`),
  );
}
