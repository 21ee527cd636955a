import { basename } from "node:path";

const DEFAULT_LEDGER = "hire-import.db";
const DEFAULT_MAPPING = "mapping.yaml";

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export function commandLine(words: readonly string[]): string {
  return ["hire-import", ...words].map(quoted).join(" ");
}

/** `-l FILE`, where it is not the default. */
export function ledgerFlag(ledger: string): string[] {
  return ledger === DEFAULT_LEDGER ? [] : ["-l", ledger];
}

/** `-m FILE`, where it is not the default. */
export function mappingFlag(mapping: string): string[] {
  return mapping === DEFAULT_MAPPING ? [] : ["-m", mapping];
}

/** This very line once more, without the flags that made it stop early. */
export function sameLine(argv: readonly string[]): string {
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string;
    if (word === "--limit" || word === "--max-duration") i += 1;
    else if (!/^--(limit|max-duration)=/.test(word)) words.push(word);
  }
  return commandLine(words);
}

/** Where `failures` can write: a name that is not one of the ledger's own exports. */
export function failuresFile(sources: readonly string[]): string {
  const taken = new Set(sources.map((path) => basename(path)));
  for (let n = 1; ; n++) {
    const name = n === 1 ? "failed.csv" : `failed-${n}.csv`;
    if (!taken.has(name)) return name;
  }
}
