import { basename } from "node:path";
import type { WarningFacts } from "../app/forecast.js";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import { printable } from "../model/text.js";
import { saying } from "../texts/saying.js";
import { number } from "./numbers.js";
import type { Output } from "./output.js";
import type { Texts } from "./texts/texts.js";
import { differentFormats } from "./time-readings.js";

const LINES_SHOWN = 3;
const WARNINGS_SHOWN = 20;

/** Times of too few rows to tell whether a spreadsheet has exchanged day and month in some of them. */
function exchangedDates(exports: readonly ProfiledExport[]): WarningFacts[] {
  return exports.flatMap(({ path, facts }) =>
    Object.entries(facts.times).flatMap(([field, { perhaps_exchanged: formats }]) => {
      if (formats === undefined) return [];
      const told = saying("perhaps_exchanged", { export: basename(path), formats });
      return { kind: "perhaps_exchanged", field, value: null, ...told, count: 1, lines: [] };
    }),
  );
}

/** What is doubtful about the rows of exports that were staged, as far as it can be seen without Feishu. */
export function rowWarnings(exports: readonly ProfiledExport[]): WarningFacts[] {
  const formats = differentFormats(exports).map(({ field, ...told }) => {
    return { kind: "formats_differ", field, value: null, ...told, count: 1, lines: [] };
  });
  return [...formats, ...rowDoubts(exports)];
}

/** The same of each export by itself. */
export function rowDoubts(exports: readonly ProfiledExport[]): WarningFacts[] {
  const doubts = exports.flatMap(({ path, mapper }) =>
    mapper.warnings().map(({ column = null, lines, ...doubt }) => ({
      ...doubt,
      value: null,
      column,
      export: basename(path),
      lines: Array.from(lines),
    })),
  );
  return [...exchangedDates(exports), ...doubts];
}

/** One line for each, with no more advice than `check` has. */
export function warningLines(warnings: readonly WarningFacts[], texts: Texts): string[] {
  const lines = warnings.slice(0, WARNINGS_SHOWN).map((warning) => {
    const { export: name = "", lines, count } = warning;
    const more = lines.length > 0 ? Math.max(0, count - LINES_SHOWN) : 0;
    const place = texts.readings.lines_of(name, lines.slice(0, LINES_SHOWN), more);
    const subject = subjectOf(warning, texts);
    const { message } = texts.tell(warning);
    return printable(texts.about(place, subject === undefined ? message : texts.about(subject, message)));
  });
  const more = warnings.length - WARNINGS_SHOWN;
  return more > 0 ? [...lines, texts.warnings.more(more)] : lines;
}

export function printWarnings(output: Output, warnings: readonly WarningFacts[]): void {
  const { paint, texts } = output;
  const { warnings: t, terminal } = texts;
  const several = new Set(warnings.flatMap((each) => each.export ?? [])).size > 1;
  for (const warning of warnings.slice(0, WARNINGS_SHOWN)) {
    const { count, lines } = warning;
    const { message, hint = "" } = texts.tell(warning);
    const head = printable(`${number(count).padStart(7)}  ${t.warning}  ${placeOf(warning, several, texts)}${message}`);
    output.text(head, "           ", (text) => text.replace(t.warning, paint.yellow(t.warning)));
    const shown = lines.slice(0, LINES_SHOWN).map((line) => terminal.line(line, undefined));
    const more = shown.length === 0 ? 0 : count - shown.length;
    if (shown.length > 0)
      output.result(`         ${shown.join(texts.comma)}${more > 0 ? terminal.and_more(more) : ""}`);
    output.text(printable(`         → ${hint}`), "           ");
  }
  const more = warnings.length - WARNINGS_SHOWN;
  if (more > 0) output.result(`  ${t.more(more)}`);
  if (warnings.length > 0) output.result("");
}

/** The export's column first, as in the causes of a summary. */
function placeOf(warning: WarningFacts, several: boolean, texts: Texts): string {
  const { value, export: name } = warning;
  const from = subjectOf(warning, texts);
  const file = several || from === undefined ? name : undefined;
  const shown = value === null ? undefined : `"${value}"`;
  const place = [file, from, shown].filter((part) => part !== undefined).join(" ");
  return place === "" ? "" : texts.about(place, "");
}

/** The column that it is about, or else the field; undefined where it is about whole records. */
function subjectOf({ field, column }: Pick<WarningFacts, "field" | "column">, texts: Texts): string | undefined {
  if (column === undefined || column === null) return field ?? undefined;
  return texts.warnings.column(column, field === column ? null : field);
}
