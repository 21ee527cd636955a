import { basename } from "node:path";
import type { Detected, Finding } from "../csv/file/detected.js";
import { DEFAULT_DIALECT } from "../csv/file/dialect.js";
import type { RecordWidths } from "../csv/records/record-widths.js";
import type { OpenedExport } from "../engine/staging/exports.js";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import { STDIN } from "../model/record.js";
import { printable } from "../model/text.js";
import type { ReadingTexts } from "./texts/en/readings.js";
import type { Texts } from "./texts/texts.js";

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
export function readingLines(exports: readonly ReadExport[], texts: Texts, only_notable = false): string[] {
  const t = texts.readings;
  return exports
    .map(({ path, file }) => {
      const { detected, widths, is_failures_file } = file;
      const is_worth_saying = !only_notable || !isPlain(detected);
      const parts = [...(is_worth_saying ? partsOf(detected, texts) : []), ...habitsOf(widths, t)];
      return { name: path === STDIN ? "stdin" : basename(path), parts, doubts: doubtful(detected), is_failures_file };
    })
    .filter(({ parts }) => parts.length > 0)
    .map(({ name, parts, doubts, is_failures_file }) =>
      printable(t.of_export(name, t.parts(parts, doubts, is_failures_file))),
    );
}

/** How the records' cells are written, where that is not one for each title. */
function habitsOf({ surplus, leaves_out, shorter }: RecordWidths, t: ReadingTexts): string[] {
  return [...(surplus > 0 ? [t.surplus(surplus)] : []), ...(leaves_out ? [t.leaves_out(shorter)] : [])];
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

function partsOf(detected: Detected, texts: Texts): string[] {
  const { encoding, delimiter, quote, header_line, mark, packing } = detected;
  const { readings: t, tell } = texts;
  const because = ({ reason, said }: Finding<unknown>) => tell({ message: reason, said }).message;
  /** A reason is worth reading where one may doubt it. */
  const why = (finding: Finding<unknown>, text: string) => (finding.sure ? text : t.because(text, because(finding)));
  return [
    ...(packing === undefined ? [] : [packing.value]),
    ...(encoding === undefined ? [] : [t.encoding(encoding.value, because(encoding), encoding.samples)]),
    ...(mark === undefined ? [] : [t.without_mark(mark.value, because(mark))]),
    ...(delimiter === undefined ? [] : [why(delimiter, t.delimiter(delimiter.value))]),
    ...(quote === undefined ? [] : [why(quote, t.quotes(quote.value))]),
    ...(detected.escape === undefined ? [] : [why(detected.escape, t.backslash)]),
    ...(header_line === undefined ? [] : [why(header_line, t.header_line(header_line.value))]),
  ];
}

function doubtful(detected: Detected): string[] {
  return Object.entries(detected).flatMap(([key, finding]) => (finding?.sure === false ? [key] : []));
}
