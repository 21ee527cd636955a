import { basename } from "node:path";
import type { SurveyedExport } from "../engine/survey.js";
import type { WarningFacts } from "./forecast.js";
import { differentFormats } from "./time-readings.js";

/** What is doubtful about the rows of exports that were staged, as far as it can be seen without Feishu. */
export function doubtFacts(exports: readonly SurveyedExport[]): WarningFacts[] {
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
  return [...formats, ...doubts];
}
