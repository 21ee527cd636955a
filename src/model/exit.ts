/** Exit codes of the program. docs/commands.md explains each to its users. */
export const EXIT = {
  ok: 0,
  some_rows_failed: 1,
  usage: 2,
  refused_us: 3,
  unreachable: 4,
  bug: 5,
  too_many_errors: 6,
  in_doubt: 7,
  locked: 8,
  other_ledger: 9,
  unfinished: 10,
  machine: 11,
  sighup: 129,
  sigint: 130,
  sigterm: 143,
} as const;

export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** Where several apply, the first of these wins: why it stopped comes before what is left. */
export const EXIT_PRECEDENCE: readonly Exit[] = [129, 130, 143, 5, 3, 9, 8, 11, 4, 6, 10, 7, 1, 2, 0];
