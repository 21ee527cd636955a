import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import type { Problem } from "../../mapping/cells/value.js";
import type { FindFile } from "../../mapping/index.js";
import type { FileFacts } from "../../model/file-facts.js";
import type { BadFile } from "../../model/reason.js";
import { STDIN } from "../../model/record.js";
import { because } from "../../texts/because.js";
import { FolderNames, leadsOut, partsOf, spellingsOf } from "./file-names.js";

const problem = (what: BadFile): Problem => because("bad_file", { id: "bad_file", what });

const PROBLEMS = {
  absolute: problem("absolute"),
  address: problem("address"),
  outside: problem("outside"),
  none: problem("none"),
  misnamed: problem("misnamed"),
  several: problem("several"),
  folder: problem("folder"),
  special: problem("special"),
  empty: problem("empty"),
  too_large: problem("too_large"),
  unreadable: problem("unreadable"),
  changing: problem("changing"),
  pipe: problem("pipe"),
} as const;

/** server-docs/hire-v1/attachment/create_attachment: "不得超过 300 MB". */
const SIZE_BYTES_MAX = 300 * 1024 * 1024;
const CHUNK_BYTES = 1 << 20;

/**
 * Finds files below the folders of an export, the first that has it, and reads them for their hash. A file that was
 * read is not read again as long as its size and its times stay.
 */
export function exportFiles(folders: readonly string[]): FindFile {
  const known = new Map<string, { readonly stamp: string; readonly sha256: string }>();
  const names = new FolderNames();
  return (name) => {
    if (folders.length === 0) return PROBLEMS.pipe;
    let found: Located | Problem = PROBLEMS.none;
    for (const folder of folders) {
      found = locate(folder, name, names);
      if (found !== PROBLEMS.none) break;
    }
    return "message" in found ? found : factsOf(found, known);
  };
}

/** Where the files of an export lie; nowhere for one that came through a pipe. */
export function foldersOf(paths: readonly string[]): string[] {
  return Array.from(new Set(paths.filter((path) => path !== STDIN).map((path) => dirname(path))));
}

/** What tells whether any of these files has been changed: sizes and times. */
export function stampOf(folders: readonly string[], paths: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(`${path}\n${folders.map((folder) => lookAt(join(folder, path))).join(" ")}\n`);
  return hash.digest("hex").slice(0, 32);
}

function lookAt(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "-" : [stat.size, stat.mtimeMs, stat.ctimeMs, stat.ino].join(" ");
}

interface Located {
  readonly absolute: string;
  readonly path: string;
}

/** As it is written; else as other programs write it, where that is one file. */
function locate(folder: string, name: string, folders: FolderNames): Located | Problem {
  const spellings = spellingsOf(name);
  for (const spelling of spellings) {
    if (/^[a-z][a-z\d+.-]+:\/\//i.test(spelling)) return PROBLEMS.address;
    if (isAbsolute(spelling) || /^[a-z]:[\\/]|^\\\\/i.test(spelling)) return PROBLEMS.absolute;
    if (leadsOut(spelling)) return PROBLEMS.outside;
    if (spelling.includes("\0")) return PROBLEMS.none;
  }
  const exact = inside(folder, partsOf(name).join("/"));
  if (exact !== PROBLEMS.none) return exact;
  const found = new Map<string, Located | Problem>();
  for (const spelling of spellings) {
    for (const path of folders.alike(folder, partsOf(spelling))) found.set(path, inside(folder, path));
  }
  const [first, another] = found.values();
  if (another !== undefined) return PROBLEMS.several;
  if (first !== undefined) return first;
  return spellings.some((spelling) => folders.isMisnamed(folder, partsOf(spelling)))
    ? PROBLEMS.misnamed
    : PROBLEMS.none;
}

/** Also where a link leads to must lie below the folder. */
function inside(folder: string, path: string): Located | Problem {
  try {
    const absolute = realpathSync(join(folder, path));
    const below = relative(realpathSync(folder), absolute);
    if (below === "" || below === ".." || below.startsWith(`..${sep}`) || isAbsolute(below)) return PROBLEMS.outside;
    const stat = statSync(absolute);
    if (stat.isDirectory()) return PROBLEMS.folder;
    return stat.isFile() ? { absolute, path } : PROBLEMS.special;
  } catch (error) {
    return isNotThere(error) ? PROBLEMS.none : PROBLEMS.unreadable;
  }
}

function isNotThere(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP"].includes(String((error as NodeJS.ErrnoException).code));
}

function factsOf(
  { absolute, path }: Located,
  known: Map<string, { readonly stamp: string; readonly sha256: string }>,
): FileFacts | Problem {
  let fd: number;
  try {
    fd = openSync(absolute, "r");
  } catch {
    return PROBLEMS.unreadable;
  }
  try {
    const { size: size_bytes, mtimeMs, ctimeMs, ino } = fstatSync(fd);
    if (size_bytes === 0) return PROBLEMS.empty;
    if (size_bytes > SIZE_BYTES_MAX) return PROBLEMS.too_large;
    const stamp = [size_bytes, mtimeMs, ctimeMs, ino].join(" ");
    const before = known.get(absolute);
    if (before?.stamp === stamp) return { path, sha256: before.sha256, size_bytes };
    const { sha256, read_bytes } = hashOf(fd);
    if (read_bytes !== size_bytes) return PROBLEMS.changing;
    known.set(absolute, { stamp, sha256 });
    return { path, sha256, size_bytes };
  } catch {
    return PROBLEMS.unreadable;
  } finally {
    closeSync(fd);
  }
}

function hashOf(fd: number): { readonly sha256: string; readonly read_bytes: number } {
  const hash = createHash("sha256");
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let read_bytes = 0;
  for (let got = readSync(fd, chunk); got > 0; got = readSync(fd, chunk)) {
    hash.update(chunk.subarray(0, got));
    read_bytes += got;
  }
  return { sha256: hash.digest("hex"), read_bytes };
}
