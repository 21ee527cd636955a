import type { Queue, QueuedRow } from "../../ledger/rows/queue.js";
import type { Clock } from "../../model/clock.js";
import type { Status } from "../../model/status.js";

const PAGE_ROWS = 200;

/** What a run sends: rows in doubt first, because their keys grow old, then what failed, then what was never sent. */
export function unfinished(queue: Queue, clock: Clock): Iterator<QueuedRow> {
  return inStatuses(queue, clock, ["in_doubt", "failed", "pending"]);
}

/**
 * The rows of some statuses, in the order of staging; with `code`, only those that Feishu answered so. Each comes once,
 * whatever has become of it meanwhile: a failed row that waits for its next attempt is pending.
 */
export function* inStatuses(
  queue: Queue,
  clock: Clock,
  statuses: readonly Status[],
  code?: number,
): Generator<QueuedRow, undefined> {
  const given = new Set<number>();
  for (const [index, status] of statuses.entries()) {
    const is_last = index === statuses.length - 1;
    let after_id = 0;
    for (;;) {
      const page = queue.next(status, after_id, clock.now_ms(), PAGE_ROWS, code);
      for (const row of page) {
        after_id = row.id;
        if (given.has(row.id)) continue;
        if (!is_last) given.add(row.id);
        yield row;
      }
      if (page.length < PAGE_ROWS) break;
    }
  }
}
