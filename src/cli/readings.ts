import { basename } from "node:path";
import type { Detected, Finding } from "../csv/detected.js";
import { DEFAULT_DIALECT } from "../csv/dialect.js";
import type { OpenExport } from "../csv/open-export.js";
import type { RecordWidths } from "../csv/record-widths.js";
import type { OpenedExport } from "../engine/staging/exports.js";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import { STDIN } from "../model/record.js";
import { printable } from "../model/text.js";
import { counted } from "./numbers.js";

const DELIMITERS: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" };

/** `facts`: once the export was profiled. */
export type ReadExport = Pick<OpenedExport, "path" | "file"> & Partial<Pick<ProfiledExport, "facts">>;

/** How each export is read, and what of it was detected, for `--json`. */
export function readingFacts(exports: readonly ReadExport[]) {
  return exports.map(({ path, file, facts }) => ({
    export: basename(path),
    ...file.dialect,
    detected: file.detected,
    widths: file.widths,
    times: facts?.times ?? {},
  }));
}

/** One line for each export of which something was detected. `only_notable`: not where it is what one would expect. */
export function readingLines(exports: readonly ReadExport[], only_notable = false): string[] {
  return exports
    .map(({ path, file }) => {
      const is_worth_saying = !only_notable || !isPlain(file.detected);
      const parts = [...(is_worth_saying ? partsOf(file.detected) : []), ...habitsOf(file.widths)];
      return { name: path === STDIN ? "stdin" : basename(path), parts, doubts: doubtsOf(file) };
    })
    .filter(({ parts }) => parts.length > 0)
    .map(({ name, parts, doubts }) => printable(`${name}: ${parts.join(", ")}${doubts}`));
}

/** How the records' cells are written, where that is not one for each title. */
function habitsOf({ surplus, leaves_out, shorter }: RecordWidths): string[] {
  return [
    ...(surplus > 0 ? [`${counted(surplus, "blank cell", "blank cells")} behind the last title in most records`] : []),
    ...(leaves_out ? [`blank cells at the end missing in ${counted(shorter, "record", "records")}`] : []),
  ];
}

function isPlain(detected: Detected): boolean {
  const { encoding, delimiter, header_line, quote, packing } = detected;
  return (
    doubtful(detected).length === 0 &&
    (encoding?.value ?? DEFAULT_DIALECT.encoding) === DEFAULT_DIALECT.encoding &&
    (delimiter?.value ?? DEFAULT_DIALECT.delimiter) === DEFAULT_DIALECT.delimiter &&
    (header_line?.value ?? 1) === 1 &&
    [quote, detected.escape, detected.mark, packing].every((finding) => finding === undefined)
  );
}

function partsOf(detected: Detected): string[] {
  const { encoding, delimiter, quote, header_line, packing } = detected;
  const parts: string[] = [];
  if (packing !== undefined) parts.push(packing.value);
  if (encoding !== undefined) {
    const { value, reason, samples } = encoding;
    parts.push(`${value} (${reason}${samples.length === 0 ? "" : `: ${samples.join(", ")}`})`);
  }
  if (detected.mark !== undefined)
    parts.push(`without ${detected.mark.value} before the first title (${detected.mark.reason})`);
  if (delimiter !== undefined)
    parts.push(why(delimiter, DELIMITERS[delimiter.value] ?? JSON.stringify(delimiter.value)));
  if (quote !== undefined) parts.push(why(quote, quote.value === null ? "no quotes" : `quotes ${quote.value}`));
  if (detected.escape !== undefined) parts.push(why(detected.escape, "backslash before quotes"));
  if (header_line !== undefined) parts.push(why(header_line, `header on line ${header_line.value}`));
  return parts;
}

/** A reason is worth reading where one may doubt it. */
function why(finding: Finding<unknown>, text: string): string {
  return finding.sure ? text : `${text} (${finding.reason})`;
}

function doubtful(detected: Detected): string[] {
  return Object.entries(detected).flatMap(([key, finding]) => (finding?.sure === false ? [key] : []));
}

function doubtsOf({ detected, is_failures_file }: OpenExport): string {
  const doubts = doubtful(detected).join(", ");
  if (doubts === "") return "";
  // The mapping speaks of the export, not of what a spreadsheet made of our own file.
  return is_failures_file
    ? `; not certain (${doubts}): save it as CSV UTF-8`
    : `; not certain: set ${doubts} under csv in the mapping`;
}
