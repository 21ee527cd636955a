import { basename } from "node:path";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import type { WarningFacts } from "../app/forecast.js";
import { differentFormats } from "./time-readings.js";

/** Times of too few rows to tell whether a spreadsheet has exchanged day and month in some of them. */
function exchangedDates(exports: readonly ProfiledExport[]): WarningFacts[] {
  return exports.flatMap(({ path, facts }) =>
    Object.entries(facts.times).flatMap(([field, { perhaps_exchanged }]) => {
      if (perhaps_exchanged === undefined) return [];
      const formats = `format: [${perhaps_exchanged.map((format) => JSON.stringify(format)).join(", ")}]`;
      const line = perhaps_exchanged.length === 0 ? "export again without one" : `say ${formats} in the mapping`;
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
export function doubtFacts(exports: readonly ProfiledExport[]): WarningFacts[] {
  const doubts = exports.flatMap(({ path, mapper }) =>
    mapper.doubts().map(({ column = null, lines, ...doubt }) => ({
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
