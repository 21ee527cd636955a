import type { Queue, QueuedRow } from "../ledger/queue.js";
import type { Status } from "../words/status.js";

const PAGE_ROWS = 200;

/** What a run sends: rows in doubt first, because their keys grow old, then what failed, then what was never sent. */
export function unfinished(queue: Queue): Iterator<QueuedRow> {
  return inStatuses(queue, ["in_doubt", "failed", "pending"]);
}

/** The rows of some statuses, each once, in the order of staging; with `code`, only those that Feishu answered so. */
export function* inStatuses(queue: Queue, statuses: readonly Status[], code?: number): Generator<QueuedRow, undefined> {
  for (const status of statuses) {
    let after_id = 0;
    for (;;) {
      const page = queue.next(status, after_id, PAGE_ROWS, code);
      for (const row of page) {
        after_id = row.id;
        yield row;
      }
      if (page.length < PAGE_ROWS) break;
    }
  }
}
