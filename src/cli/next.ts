import { basename, parse } from "node:path";
import type { Ledger } from "../ledger/open.js";
import { STDIN } from "../model/record.js";

const DEFAULT_LEDGER = "hire-import.db";
export const DEFAULT_MAPPING = "mapping.yaml";

/** What no shell takes for anything but itself; zsh reads a word that begins with = as a command. */
const PLAIN_WORD = /^[\w@%+:,./-][\w@%+=:,./-]*$/;
/** Control characters, and what nobody can see. */
const UNSEEN = /\p{C}|[\u2028\u2029]/u;

/** A word as a shell takes it: one that holds a line break or the like as POSIX 2024's `$'…'`. */
export function quoted(word: string): string {
  if (PLAIN_WORD.test(word)) return word;
  if (!UNSEEN.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = Array.from(word, (char) => (UNSEEN.test(char) ? escapeOf(char) : char.replace(/['\\]/, "\\$&")));
  return `$'${escaped.join("")}'`;
}

function escapeOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/**
 * A line to paste. `words`: the command and its flags. Operands that begin with a dash stand behind `--`, where no flag
 * may follow.
 */
export function commandLine([command = "", ...flags]: readonly string[], operands: readonly string[] = []): string {
  const is_dashed = operands.some((operand) => operand.startsWith("-") && operand !== STDIN);
  const words = is_dashed ? [command, ...flags, "--", ...operands] : [command, ...operands, ...flags];
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

export interface PlaceFlags {
  readonly sandbox?: boolean;
  readonly baseUrl?: string;
  readonly appSecretFile?: string;
}

/** Where Feishu is, as far as flags say it: the next command is to ask the same one. */
export function placeFlags({ sandbox, baseUrl, appSecretFile }: PlaceFlags): string[] {
  return [
    ...(sandbox === true ? ["--sandbox"] : []),
    ...(baseUrl === undefined ? [] : ["--base-url", baseUrl]),
    ...(appSecretFile === undefined ? [] : ["--app-secret-file", appSecretFile]),
  ];
}

/** The `-m FILE` that a run into this ledger needs: of the latest one, where this call names none. */
export function mappingFlagOf(ledger: Ledger, mapping: string): string[] {
  const latest = mapping === DEFAULT_MAPPING ? valueIn(ledger.runs.latestLine() ?? [], "-m", "--mapping") : undefined;
  return mappingFlag(latest ?? mapping);
}

/** What a run into this ledger needs beside its exports. */
export function runFlags(ledger: Ledger, flags: { readonly mapping: string; readonly ledger: string }): string[] {
  const is_sandbox = ledger.setup.get()?.place === "sandbox";
  return [...mappingFlagOf(ledger, flags.mapping), ...ledgerFlag(flags.ledger), ...placeFlags({ sandbox: is_sandbox })];
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
  return lineWith(withoutFlags(argv, "confirm"), "--confirm", String(records));
}

/** A line that somebody has typed, with flags added. */
export function lineWith(argv: readonly string[], ...flags: readonly string[]): string {
  const [before, behind] = partsOf(argv);
  return commandLine([...before, ...flags, ...behind]);
}

/** A line without these flags and the values that they take. */
export function withoutFlags(argv: readonly string[], ...names: readonly string[]): string[] {
  const flags = names.map((name) => `--${name}`);
  const [before, behind] = partsOf(argv);
  const kept = before.filter(
    (word, index) =>
      !flags.includes(word) &&
      !flags.some((flag) => word.startsWith(`${flag}=`)) &&
      !flags.includes(before[index - 1] ?? ""),
  );
  return [...kept, ...behind];
}

/** The value that a line gives to the last of these flags in it. */
export function valueIn(argv: readonly string[], ...flags: readonly string[]): string | undefined {
  const [before] = partsOf(argv);
  const values = before.flatMap((word, index) => {
    if (flags.includes(before[index - 1] ?? "")) return [word];
    const whole = flags.map((flag) => (flag.startsWith("--") ? `${flag}=` : flag));
    return whole.filter((flag) => word.startsWith(flag) && word !== flag).map((flag) => word.slice(flag.length));
  });
  return values.at(-1);
}

/** Behind `--` are operands alone, whatever they look like. */
function partsOf(argv: readonly string[]): readonly [readonly string[], readonly string[]] {
  const end = argv.indexOf("--");
  return end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end)];
}

/**
 * Where `failures` can write: a name that is not one of the ledger's own exports. Imports that stand side by side write
 * files of different names: what was corrected in one is not to be overwritten by the next.
 */
export function failuresFile(sources: readonly string[], ledger: string): string {
  const taken = new Set(sources.map((path) => basename(path)));
  const stem = ledger === DEFAULT_LEDGER ? "failed" : `${parse(ledger).name}-failed`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${stem}.csv` : `${stem}-${n}.csv`;
    if (!taken.has(name)) return name;
  }
}
