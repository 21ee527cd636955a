import { basename } from "node:path";

const DEFAULT_LEDGER = "hire-import.db";
export const DEFAULT_MAPPING = "mapping.yaml";

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

/**
 * This very line once more, without the flags that made it stop early. A number that was confirmed for a part is not
 * that of the rest.
 */
export function sameLine(argv: readonly string[]): string {
  const is_part = argv.some((word) => /^--limit(=|$)/.test(word));
  const dropped = is_part ? "limit|max-duration|confirm" : "limit|max-duration";
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string;
    if (new RegExp(`^--(${dropped})$`).test(word)) i += 1;
    else if (!new RegExp(`^--(${dropped})=`).test(word)) words.push(word);
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
