/** What became of a row. The ledger's CHECK constraints repeat these words. */
export const STATUSES = ["pending", "sending", "done", "skipped", "invalid", "rejected", "failed", "in_doubt"] as const;

export type Status = (typeof STATUSES)[number];

export type Counts = Record<Status, number>;

export function noCounts(): Counts {
  return Object.fromEntries(STATUSES.map((status) => [status, 0])) as Counts;
}

/** Where a row may go from each status, in one step. */
const TRANSITIONS: Readonly<Record<Status, readonly Status[]>> = {
  pending: ["pending", "sending", "skipped", "invalid"],
  sending: ["done", "rejected", "failed", "in_doubt", "pending"],
  // A record that turned out to be another row's, or was deleted on purpose.
  done: ["done", "in_doubt", "pending", "skipped"],
  skipped: ["pending", "skipped", "invalid"],
  invalid: ["pending", "skipped", "invalid"],
  rejected: ["pending", "sending", "invalid", "rejected", "skipped"],
  failed: ["pending", "sending", "invalid", "failed", "skipped"],
  in_doubt: ["sending", "in_doubt", "done", "pending", "rejected", "failed", "skipped"],
};

/** A row that takes a step it may not take is a bug, and better a loud one than a wrong ledger. */
export function assertTransition(from: Status, to: Status): void {
  if (!TRANSITIONS[from].includes(to)) throw new Error(`a row went from ${from} to ${to}: please report this`);
}

export function rowsOf(counts: Counts): number {
  return STATUSES.reduce((sum, status) => sum + counts[status], 0);
}
