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
  const doubts = exports.flatMap(({ path, mapper }) =>
    mapper.warnings().map(({ column = null, lines, ...doubt }) => ({
      ...doubt,
      value: null,
      column,
      export: basename(path),
      lines: Array.from(lines),
    })),
  );
  const formats = differentFormats(exports).map(({ field, ...told }) => {
    return { kind: "formats_differ", field, value: null, ...told, count: 1, lines: [] };
  });
  return [...formats, ...exchangedDates(exports), ...doubts];
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
function placeOf({ field, column, value, export: name }: WarningFacts, several: boolean, texts: Texts): string {
  const has_column = column !== undefined && column !== null;
  const file = several || (field === null && !has_column) ? name : undefined;
  const from = has_column ? texts.warnings.column(column, field === column ? null : field) : (field ?? undefined);
  const shown = value === null ? undefined : `"${value}"`;
  const place = [file, from, shown].filter((part) => part !== undefined).join(" ");
  return place === "" ? "" : texts.about(place, "");
}
