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
  return commandLine(withoutFlags(argv, "limit", "max-duration", ...(is_part ? ["confirm"] : [])));
}

/** This line with the number of records that it asks for, whatever number was given before. */
export function confirmedLine(argv: readonly string[], records: number): string {
  return commandLine([...withoutFlags(argv, "confirm"), "--confirm", String(records)]);
}

/** A line without these flags and the values that they take. */
export function withoutFlags(argv: readonly string[], ...names: readonly string[]): string[] {
  const flags = names.map((name) => `--${name}`);
  return argv.filter(
    (word, index) =>
      !flags.includes(word) &&
      !flags.some((flag) => word.startsWith(`${flag}=`)) &&
      !flags.includes(argv[index - 1] ?? ""),
  );
}

/** Where `failures` can write: a name that is not one of the ledger's own exports. */
export function failuresFile(sources: readonly string[]): string {
  const taken = new Set(sources.map((path) => basename(path)));
  for (let n = 1; ; n++) {
    const name = n === 1 ? "failed.csv" : `failed-${n}.csv`;
    if (!taken.has(name)) return name;
  }
}
