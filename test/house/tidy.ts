import { posix } from "node:path";
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

const A_LINK = /\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g;

/**
 * Links of pages to files, or to headings of pages, that are not there. `textOf` a file by its path from the root;
 * undefined: there is none. A folder has an empty text.
 */
export function deadLinkProblems(pages: readonly Source[], textOf: (path: string) => string | undefined): string[] {
  return pages.flatMap((page) =>
    linesOf(withoutCode(page.text)).flatMap((line, index) =>
      Array.from(line.matchAll(A_LINK)).flatMap(([link, path = "", anchor]) => {
        const linked = path === "" ? page.text : textOf(posix.join(posix.dirname(page.path), path));
        const is_there = linked !== undefined && (anchor === undefined || anchorsOf(linked).includes(anchor));
        return is_there ? [] : [`${page.path}:${index + 1}: ${link.slice(1)} leads nowhere`];
      }),
    ),
  );
}

/** Examples in fences may hold what looks like a link; their lines stay, so that numbers of lines do. */
function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, (fence) => fence.replace(/[^\n]/g, ""));
}

/** The anchors that GitHub gives to a page's headings. */
function anchorsOf(page: string): string[] {
  return Array.from(withoutCode(page).matchAll(/^#+ +(.*)$/gm), ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
