import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { BadRecord } from "../../model/record.js";
import type { Said } from "../../model/said.js";
import type { Sentence } from "../../texts/catalogue.js";
import type { OtherFormat } from "../../texts/en/formats.js";
import { saying } from "../../texts/saying.js";
import type { EncodingChange, FoundMisread } from "./detected.js";

/** What ends the command because of the export as a whole. */

export function cannotRead(path: string, cause: unknown): ExitError {
  const code = (cause as NodeJS.ErrnoException).code;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return stop("no_such_file", saying("export_not_found", { path }), cause);
    case "EISDIR":
      return stop("is_directory", saying("export_is_folder", { path }), cause);
    default: {
      const is_forbidden = code === "EACCES" || code === "EPERM";
      const told = saying("export_unreadable", { path, code: code ?? String(cause), is_forbidden });
      return new ExitError({ exit: EXIT.machine, kind: "not_readable", ...told, cause });
    }
  }
}

export function notAFile(path: string): ExitError {
  return stop("not_a_file", saying("export_not_regular", { path }));
}

export function damagedGzip(path: string, cause: unknown): ExitError {
  return stop("damaged_gzip", saying("export_gzip_damaged", { path }), cause);
}

/** A byte order mark says another encoding than the mapping. */
export function otherMark(path: string, found: string, named: string): ExitError {
  return stop("wrong_encoding", saying("export_other_mark", { path, found, named }));
}

/** `likely`: one that is not read here. */
export function unknownEncoding(path: string, likely?: string): ExitError {
  return stop("unknown_encoding", saying("export_unknown_encoding", { path, likely }));
}

/** A byte order mark that is not true. */
export function falseMark(path: string, mark: string): ExitError {
  return stop("wrong_encoding", saying("export_false_mark", { path, mark }));
}

/** How an export reads in one encoding. */
export interface EncodingReading {
  readonly value: string;
  readonly samples: readonly string[];
}

/** What to write into the mapping so that a file is read in an encoding. */
export type EncodingAdvice = (encoding: string) => string;

export const EXPORT_ENCODING: EncodingAdvice = (encoding) => `csv: { encoding: ${encoding} }`;
export const LOOKUP_ENCODING: EncodingAdvice = (encoding) => `lookup: { …, encoding: ${encoding} }`;

/** Text that was decoded wrongly before the file was saved. */
export function misreadText(path: string, encoding: string, found: FoundMisread, advice: EncodingAdvice): ExitError {
  const { line, was, read_as, samples, meant: texts } = found;
  const [sample = ""] = samples;
  const meant = was === null ? undefined : { was, read_as, text: texts[0] ?? "" };
  return stop("uncertain_encoding", saying("export_misread", { path, line, sample, meant, setting: advice(encoding) }));
}

export function uncertainEncoding(
  path: string,
  found: EncodingReading,
  rival: EncodingReading | undefined,
  advice: EncodingAdvice,
): ExitError {
  const readings = rival === undefined ? [found] : [found, rival];
  const settings = readings.map(({ value }) => advice(value));
  return stop("uncertain_encoding", saying("export_uncertain_encoding", { path, readings, settings }));
}

export function emptyFile(path: string): ExitError {
  return stop("empty_file", saying("export_empty", { path }));
}

export function notCsv(path: string, format: OtherFormat): ExitError {
  return stop("not_a_csv", saying("not_csv", { path, format }));
}

export function noHeader(path: string): ExitError {
  return stop("no_header", saying("export_no_header", { path }));
}

/** What stands where titles should is not shown: it is somebody's. */
export function noTitles(path: string, line: number): ExitError {
  return stop("no_header", saying("export_no_titles", { path, line }));
}

export function headerBeyondEnd(path: string, header_line: number, lines: number): ExitError {
  return stop("no_header", saying("export_header_beyond", { path, header_line, lines }));
}

export function blankHeader(path: string, header_line: number): ExitError {
  return stop("no_header", saying("export_header_blank", { path, header_line }));
}

export function unreadableHeader(path: string, line: number, why: BadRecord["failure"]): ExitError {
  return stop("unreadable_header", saying("export_header_unreadable", { path, line, why }));
}

/** A file, and whether a text tool sees its lines as they are. */
export interface TextFile {
  readonly path: string;
  readonly are_plain: boolean;
}

/** `width`: the cells that are inside of each. */
export function linesQuotedAsAWhole({ path, are_plain }: TextFile, width: number): ExitError {
  const unquote = `sed -e 's/^"//' -e 's/"$//' -e 's/""/"/g'`;
  const command = `tr -d '\\r' < ${shellWord(path)} | ${unquote} > ${shellWord(besides(path, "unquoted"))}`;
  const told = saying("export_quoted_lines", { path, width, command: are_plain ? command : undefined });
  return stop("lines_quoted_as_a_whole", told);
}

export function twoDelimiters(file: TextFile, header_line: number, header: string, records: string): ExitError {
  const { path, are_plain } = file;
  const [one, other] = [header, records].map((each) => (each === "\t" ? `'"$(printf '\\t')"'` : each));
  const [from, to] = [shellWord(path), shellWord(besides(path, "corrected"))];
  const command = are_plain ? `sed '${header_line}s/${one}/${other}/g' ${from} > ${to}` : undefined;
  return stop("two_delimiters", saying("export_two_delimiters", { path, header_line, header, records, command }));
}

/** `first`: undefined where it is not UTF-8, and nobody knows what. `line`, `offset`: where `second` begins. */
export function twoEncodings(
  { path, are_plain }: TextFile,
  first: string | undefined,
  { second, line, offset }: Omit<EncodingChange, "first">,
): ExitError {
  const toUtf8 = (encoding = ""): string => (encoding === "utf-8" ? "" : ` | iconv -f ${encoding} -t utf-8`);
  const has_command = are_plain && first !== undefined && second !== undefined;
  const [from, to] = [shellWord(path), shellWord(besides(path, "corrected"))];
  const parts = [`head -c ${offset} ${from}${toUtf8(first)}`, `tail -c +${offset + 1} ${from}${toUtf8(second)}`];
  const command = has_command ? `{ ${parts.join("; ")}; } > ${to}` : undefined;
  return stop("two_encodings", saying("export_two_encodings", { path, first, second, line, command }));
}

export function wrongDelimiter(path: string, named: string, found: string): ExitError {
  return stop("wrong_delimiter", saying("export_wrong_delimiter", { path, named, found }));
}

/** A path that a shell takes as it is, and a tool for no option. */
function shellWord(path: string): string {
  const name = path.startsWith("-") ? `./${path}` : path;
  return /^[\w./+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

/** A name for what is made of a file: `export.csv` is `export-corrected.csv`. */
function besides(path: string, what: string): string {
  return path.replace(/(\.\w+)?(?:\.gz)?$/, `-${what}$1`);
}

export function changedWhileRead(path: string): ExitError {
  return stop("export_changed", saying("export_changed", { path }));
}

/** A header without a single record below it. The caller decides, once it has read `records()`. */
export function noRows(path: string): ExitError {
  return stop("no_rows", saying("export_no_rows", { path }));
}

function stop(kind: string, told: Sentence & { readonly said: Said }, cause?: unknown): ExitError {
  return new ExitError({ exit: EXIT.usage, kind, ...told, cause });
}
