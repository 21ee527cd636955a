import type { AppEvent, StaysBecause } from "../app/context.js";
import { readingWarnings, warningLines } from "./contents.js";
import { counted, number } from "./numbers.js";
import type { Output } from "./output.js";
import { restoredLines } from "./restored.js";
import { resolvedLines } from "./talent-lines.js";
import { differentFormats, timeLines } from "./time-readings.js";

/** What is worth a sentence while it happens. */
export function noteEvent(output: Output, event: AppEvent): void {
  for (const line of linesOf(event)) output.note(line);
}

function linesOf(event: AppEvent): readonly string[] {
  switch (event.event) {
    case "profiled": {
      const differing = differentFormats(event.exports).map(({ field, message }) => `${field}: ${message}`);
      return [...timeLines(event.exports), ...differing];
    }
    case "talents_resolved":
      return resolvedLines(event.talents);
    case "all_staged": {
      const { contents, restored } = event.staged;
      return [...warningLines(readingWarnings(contents, event.exports[0]?.lookups)), ...restoredLines(restored)];
    }
    case "nothing_to_update":
      return ["Nothing to update: no imported row has changed"];
    case "stays":
      return [STAYS[event.why](event.count)];
    case "reading_back": {
      const { rows, unread } = event.counts;
      if (event.begun_at_ms === undefined) return [];
      const since = new Date(event.begun_at_ms).toISOString();
      return [`Resuming verification of ${since}: ${number(rows - unread)} of ${number(rows)} rows checked`];
    }
    default:
      return [];
  }
}

const STAYS: Readonly<Record<StaysBecause, (count: number) => string>> = {
  named_not_updated: (count) => {
    const records = counted(count, "record that a person named stays as it is", "records that a person named stay");
    return `${records}: their content is unknown, so an update could not be undone`;
  },
  named_not_deleted: (count) =>
    `${counted(count, "record that a person named stays", "records that a person named stay")}: --key KEY deletes it`,
  in_doubt: (count) =>
    `${counted(count, "row", "rows")} with an unknown result may have a record that stays: run the import again first`,
  updated_since: (count) => {
    const records = counted(count, "record was", "records were");
    return `${records} updated again by a later run: undo that run first (hire-import explain KEY shows it)`;
  },
};
