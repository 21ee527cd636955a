import { basename } from "node:path";
import type { WarningFacts } from "../app/forecast.js";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import { printable } from "../model/text.js";
import { number } from "./numbers.js";
import type { Output } from "./output.js";
import { differentFormats } from "./time-readings.js";

const LINES_SHOWN = 3;
const WARNINGS_SHOWN = 20;

/** Times of too few rows to tell whether a spreadsheet has exchanged day and month in some of them. */
function exchangedDates(exports: readonly ProfiledExport[]): WarningFacts[] {
  return exports.flatMap(({ path, facts }) =>
    Object.entries(facts.times).flatMap(([field, { perhaps_exchanged }]) => {
      if (perhaps_exchanged === undefined) return [];
      const formats = `format: [${perhaps_exchanged.map((format) => JSON.stringify(format)).join(", ")}]`;
      const line = perhaps_exchanged.length === 0 ? "export again without one" : `set ${formats} in the mapping`;
      return {
        kind: "perhaps_exchanged",
        field,
        value: null,
        message: `a spreadsheet may have exchanged day and month where the day is 12 at most (${basename(path)})`,
        hint: `Look whether the dates are right; if they are exchanged, ${line}.`,
        count: 1,
        lines: [],
      };
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
  const formats = differentFormats(exports).map(({ field, message }) => ({
    kind: "formats_differ",
    field,
    value: null,
    message,
    hint: "Each is read in its own way. Look whether that is right.",
    count: 1,
    lines: [],
  }));
  return [...formats, ...exchangedDates(exports), ...doubts];
}

export function printWarnings(output: Output, warnings: readonly WarningFacts[]): void {
  const { paint } = output;
  const several = new Set(warnings.flatMap((each) => each.export ?? [])).size > 1;
  for (const warning of warnings.slice(0, WARNINGS_SHOWN)) {
    const { message, hint, count, lines } = warning;
    const place = placeOf(warning, several);
    const where = place === "" ? "" : `${place}: `;
    const head = printable(`${number(count).padStart(7)}  warning  ${where}${message}`);
    output.text(head, "           ", (text) => text.replace("warning", paint.yellow("warning")));
    const shown = lines.slice(0, LINES_SHOWN).map((line) => `line ${line}`);
    const more = shown.length === 0 ? 0 : count - shown.length;
    if (shown.length > 0) output.result(`         ${shown.join(", ")}${more > 0 ? ` and ${number(more)} more` : ""}`);
    output.text(printable(`         → ${hint}`), "           ");
  }
  const more = warnings.length - WARNINGS_SHOWN;
  if (more > 0) output.result(`  … and ${number(more)} more warnings (all with --json)`);
  if (warnings.length > 0) output.result("");
}

/** The export's column first, as in the causes of a summary. */
function placeOf({ field, column, value, export: name }: WarningFacts, several: boolean): string {
  const has_column = column !== undefined && column !== null;
  const file = several || (field === null && !has_column) ? name : undefined;
  const in_brackets = field === null || field === column ? "" : ` (${field})`;
  const from = has_column ? `column ${column}${in_brackets}` : (field ?? undefined);
  return [file, from, value === null ? undefined : `"${value}"`].filter((part) => part !== undefined).join(" ");
}
