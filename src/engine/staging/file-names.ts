import { readdirSync } from "node:fs";
import { join, posix } from "node:path";

/** How programs write a path: as it is, with backslashes for slashes, percent-encoded, or both. */
export function spellingsOf(name: string): string[] {
  const slashes = name.replaceAll("\\", "/");
  return Array.from(new Set([name, slashes, decoded(name), decoded(slashes)]));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name).replaceAll("\\", "/");
  } catch {
    return name;
  }
}

/** Whether a path goes up and out; `a/../b` does not. */
export function leadsOut(path: string): boolean {
  return posix.normalize(path).split("/").includes("..");
}

export function partsOf(path: string): string[] {
  return posix
    .normalize(path)
    .split("/")
    .filter((part) => part !== "" && part !== ".");
}

/**
 * Where an archive was unpacked with the wrong encoding, names are no UTF-8, or letters of DOS code page 437: frames
 * and blocks, which no name of a person has.
 */
const MISREAD = /[\uFFFD\u2500-\u259F]/;

interface Names {
  /** By their composed form, and by that in lower case. */
  readonly composed: ReadonlyMap<string, readonly string[]>;
  readonly folded: ReadonlyMap<string, readonly string[]>;
  readonly has_misread: boolean;
}

/** The names in folders, read once: there may be as many files as rows. */
export class FolderNames {
  readonly #known = new Map<string, Names>();

  /**
   * The paths below a folder that are this one in another form of Unicode, or else in other letters, upper and lower:
   * where the old system ran they meant the same file.
   */
  alike(folder: string, parts: readonly string[]): string[] {
    let paths = [""];
    for (const part of parts) {
      const composed = part.normalize("NFC");
      paths = paths.flatMap((path) => {
        const names = this.#in(join(folder, path));
        const found = names.composed.get(composed) ?? names.folded.get(composed.toLowerCase()) ?? [];
        return found.map((each) => (path === "" ? each : `${path}/${each}`));
      });
    }
    return paths.filter((path) => path !== "");
  }

  /** Whether a name that is not there may be one of those that were misread when they were unpacked. */
  isMisnamed(folder: string, parts: readonly string[]): boolean {
    let at = folder;
    for (const part of parts) {
      const { composed, has_misread } = this.#in(at);
      const [name] = composed.get(part.normalize("NFC")) ?? [];
      if (name === undefined) return has_misread && /[^\p{ASCII}]/u.test(part);
      at = join(at, name);
    }
    return false;
  }

  #in(folder: string): Names {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const names = namesIn(folder);
    const read = {
      composed: groupedBy(names, (name) => name.normalize("NFC")),
      folded: groupedBy(names, (name) => name.normalize("NFC").toLowerCase()),
      has_misread: names.some((name) => MISREAD.test(name)),
    };
    this.#known.set(folder, read);
    return read;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function groupedBy(names: readonly string[], form: (name: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const group = groups.get(form(name));
    if (group === undefined) groups.set(form(name), [name]);
    else group.push(name);
  }
  return groups;
}
