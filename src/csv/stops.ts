import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { EncodingChange, FoundMisread } from "./detected.js";
import { delimiterName } from "./dialect.js";

/** What ends the command because of the export as a whole. */

export function cannotRead(path: string, cause: unknown): ExitError {
  const code = (cause as NodeJS.ErrnoException).code;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return stop("no_such_file", `File not found: ${path}.`, "Check the path of the export.", cause);
    case "EISDIR":
      return stop("is_directory", `${path} is a directory, not a file.`, "Name the CSV file inside it.", cause);
    default:
      return new ExitError({
        exit: EXIT.machine,
        kind: "not_readable",
        message: `${path} cannot be read (${code ?? String(cause)}).`,
        hint:
          code === "EACCES" || code === "EPERM"
            ? "Give this user the right to read it."
            : "Check the disk or the share on which it lies.",
        cause,
      });
  }
}

export function notAFile(path: string): ExitError {
  return stop(
    "not_a_file",
    `${path} is not a regular file; an export is read more than once.`,
    "Save it to a file first, and name that file.",
  );
}

export function damagedGzip(path: string, cause: unknown): ExitError {
  const what = `${path} is packed with gzip, and damaged or cut off.`;
  return stop(
    "damaged_gzip",
    what,
    "Copy or download it again, or unpack it yourself to see how much is intact.",
    cause,
  );
}

/** A byte order mark says another encoding than the mapping. */
export function otherMark(path: string, found: string, named: string): ExitError {
  return stop(
    "wrong_encoding",
    `${path} begins with the byte order mark of ${found}, but the mapping has encoding: ${named}.`,
    `Set it to ${found}, or remove csv: encoding.`,
  );
}

/** `likely`: one that is not read here. */
export function unknownEncoding(path: string, likely?: string): ExitError {
  const why =
    likely === undefined
      ? "it is not UTF-8, and reads as no language in any other"
      : `it may be ${likely}, which is not read here`;
  return stop(
    "unknown_encoding",
    `${path} is in an unknown encoding: ${why}.`,
    "Export it again as CSV UTF-8, or name its encoding in the mapping under csv: encoding (shift_jis, koi8-r, …).",
  );
}

/** A byte order mark that is not true. */
export function falseMark(path: string, mark: string): ExitError {
  return stop(
    "wrong_encoding",
    `${path} begins with the byte order mark of ${mark}, and what follows is in another encoding.`,
    "Export it again as CSV UTF-8.",
  );
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
  const { line, was, read_as, samples, meant } = found;
  const [sample = ""] = samples;
  const what = `The encoding of ${path} is not certain: text seems to have been decoded wrongly before it was saved.`;
  const lost = "its characters are lost";
  const says = was === null ? lost : `as ${was} that was read as ${read_as} it says ${meant[0] ?? ""}`;
  const as_it_stands = `If it is right as it is, add to the mapping: ${advice(encoding)}.`;
  return stop(
    "uncertain_encoding",
    `${what} Line ${line} reads ${sample}; ${says}.`,
    `Export it again as CSV UTF-8. ${as_it_stands}`,
  );
}

export function uncertainEncoding(
  path: string,
  found: EncodingReading,
  rival: EncodingReading | undefined,
  advice: EncodingAdvice,
): ExitError {
  const readings = rival === undefined ? [found] : [found, rival];
  const shown = readings.flatMap(({ value, samples }) =>
    samples.length === 0 ? [] : [`as ${value} it reads ${samples.join(", ")}`],
  );
  const seems = `The encoding of ${path} is not certain. It seems to be ${[found.value, ...shown].join("; ")}.`;
  const choices = readings.map(({ value }) => advice(value)).join(" or ");
  const hint = `Add the one that reads right to the mapping: ${choices}.`;
  return stop("uncertain_encoding", seems, `${hint} If none does, name another one, or export it as CSV UTF-8.`);
}

export function emptyFile(path: string): ExitError {
  return stop("empty_file", `${path} is empty.`, "Export it again.");
}

export function notCsv(path: string, what: string, hint: string): ExitError {
  return stop("not_a_csv", `${path} is not a CSV file: it is ${what}.`, hint);
}

export function noHeader(path: string): ExitError {
  return stop("no_header", `${path} has no header: every line is blank.`, "Export it again.");
}

/** What stands where titles should is not shown: it is somebody's. */
export function noTitles(path: string, line: number): ExitError {
  return stop(
    "no_header",
    `${path} has no header: line ${line} has an email address or a phone number where column titles should be.`,
    "Put a line with titles above the records.",
  );
}

export function headerBeyondEnd(path: string, header_line: number, lines: number): ExitError {
  return stop(
    "no_header",
    `${path} ends at line ${lines}, and its header should be line ${header_line}.`,
    "Correct csv: header_line in the mapping.",
  );
}

export function blankHeader(path: string, header_line: number): ExitError {
  return stop(
    "no_header",
    `Line ${header_line} of ${path}, where its header should be, is blank.`,
    "Correct csv: header_line in the mapping.",
  );
}

export function unreadableHeader(path: string, line: number, why: string, hint: string): ExitError {
  return stop("unreadable_header", `The header of ${path} (line ${line}) cannot be read: ${why}`, hint);
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
  return stop(
    "lines_quoted_as_a_whole",
    `${path} has its lines quoted as a whole: one cell that holds ${width}, quotation marks inside of it doubled.`,
    `Export it again${are_plain ? `, or take the quotes off: ${command}` : " without quotes around the lines."}`,
  );
}

export function twoDelimiters(file: TextFile, header_line: number, of_header: string, of_records: string): ExitError {
  const { path, are_plain } = file;
  const [one, other] = [of_header, of_records].map((each) => (each === "\t" ? `'"$(printf '\\t')"'` : each));
  const [from, to] = [shellWord(path), shellWord(besides(path, "corrected"))];
  const command = `sed '${header_line}s/${one}/${other}/g' ${from} > ${to}`;
  const [header, records] = [delimiterName(of_header), delimiterName(of_records)];
  return stop(
    "two_delimiters",
    `${path} parts its header (line ${header_line}) by ${header}, and its records by ${records}.`,
    `Export it again, or write the titles with ${records}, too${are_plain ? `: ${command}` : "."}`,
  );
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
  return stop(
    "two_encodings",
    `${path} is ${first ?? "in one encoding"}, and in another one from line ${line} on${second ? `: ${second}` : ""}.`,
    `Export it again in one piece${has_command ? `, or make it UTF-8: { ${parts.join("; ")}; } > ${to}` : "."}`,
  );
}

export function wrongDelimiter(path: string, named: string, found: string): ExitError {
  return stop(
    "wrong_delimiter",
    `${path} is parted by ${delimiterName(found)}, but the mapping has ${delimiterName(named)}.`,
    `Set csv: delimiter: ${JSON.stringify(found)} in the mapping, or remove it.`,
  );
}

/** A path that a shell takes as it is. */
function shellWord(path: string): string {
  return /^[\w./+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** A name for what is made of a file: `export.csv` is `export-corrected.csv`. */
function besides(path: string, what: string): string {
  return path.replace(/(\.\w+)?(?:\.gz)?$/, `-${what}$1`);
}

export function changedWhileRead(path: string): ExitError {
  return stop(
    "export_changed",
    `${path} was changed while it was read, so its last rows may be cut off.`,
    "Wait until the program that writes it has finished, and run the same command again.",
  );
}

/** A header without a single record below it. The caller decides, once it has read `records()`. */
export function noRows(path: string): ExitError {
  return stop(
    "no_rows",
    `${path} has no rows below its header.`,
    "Export it again, or correct csv: header_line in the mapping.",
  );
}

function stop(kind: string, message: string, hint: string, cause?: unknown): ExitError {
  return new ExitError({ exit: EXIT.usage, kind, message, hint, cause });
}
