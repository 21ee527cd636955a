import type { ExportRecord } from "../../model/record.js";
import type { OpenExport } from "./open-export.js";

/**
 * Reads the export again and yields, in batches, the records that start on the given lines (ascending).
 * A line on which no record starts yields nothing. Stops reading behind the last line asked for.
 */
export async function* recordsAt(
  source: OpenExport,
  lines: Iterable<number> | AsyncIterable<number>,
): AsyncGenerator<ExportRecord[]> {
  const wanted = oneByOne(lines);
  try {
    let next = await wanted.next();
    if (next.done) return;
    for await (const batch of source.records()) {
      const found: ExportRecord[] = [];
      for (const record of batch) {
        while (!next.done && next.value < record.line) next = await wanted.next();
        if (next.done) break;
        if (next.value === record.line) found.push(record);
      }
      if (found.length > 0) yield found;
      if (next.done) return;
    }
  } finally {
    // Where the file ended first: whoever counts the lines out must learn that no more are wanted.
    await wanted.return(undefined);
  }
}

async function* oneByOne(lines: Iterable<number> | AsyncIterable<number>): AsyncGenerator<number> {
  yield* lines;
}
