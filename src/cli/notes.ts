import type { AppEvent } from "../app/context.js";
import { localMinute } from "../model/local-time.js";
import { readingWarnings } from "./contents.js";
import type { Output } from "./output.js";
import { restoredLines } from "./restored.js";
import { resolvedLines } from "./talent-lines.js";
import type { Texts } from "./texts/texts.js";
import { differentFormats, timeLines } from "./time-readings.js";
import { rowDoubts, warningLines } from "./warnings.js";

/** What is worth a sentence while it happens. */
export function noteEvent(output: Output, event: AppEvent): void {
  for (const line of linesOf(event, output.texts)) output.note(line);
}

function linesOf(event: AppEvent, texts: Texts): readonly string[] {
  switch (event.event) {
    case "profiled": {
      const differing = differentFormats(event.exports).map(({ field, ...told }) =>
        texts.about(field, texts.tell(told).message),
      );
      return [...timeLines(event.exports, texts.readings), ...differing];
    }
    case "talents_resolved":
      return resolvedLines(event.talents, texts);
    case "all_staged": {
      const { contents, restored, exports } = event.staged;
      const warnings = [...readingWarnings(contents, event.exports[0]?.lookups), ...rowDoubts(exports)];
      return [...warningLines(warnings, texts), ...restoredLines(restored, texts.readings)];
    }
    case "nothing_to_update":
      return [texts.terminal.nothing_to_update];
    case "stays":
      return [texts.terminal.stays[event.why](event.count)];
    case "reading_back": {
      const { rows, unread } = event.counts;
      if (event.begun_at_ms === undefined) return [];
      return [texts.terminal.verify_resumed(localMinute(event.begun_at_ms), rows - unread, rows)];
    }
    default:
      return [];
  }
}
