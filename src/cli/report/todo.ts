import type { Counts } from "../../model/status.js";
import { commandLine, ledgerFlag } from "../next.js";
import { counted } from "../numbers.js";
import type { ReportFacts } from "./facts.js";

/** Something to do, and the command for it. */
export interface Todo {
  readonly what: string;
  readonly command: string;
}

export interface Lines {
  /** Goes on with everything that the ledger knows. */
  readonly run: string;
  /** The same, and gives records other content. */
  readonly update: string;
  /** Goes on deleting what was to be deleted. */
  readonly undo: string;
  /** Writes the rows to mend. */
  readonly failures: string;
}

/** What is left, the most urgent first. */
export function todosOf(facts: ReportFacts, { run, update, undo, failures }: Lines): Todo[] {
  const { counts, unasked, verification, deletions, update_problems, changed, ledger } = facts;
  const command = (...words: readonly string[]) => commandLine([...words, ...ledgerFlag(ledger)]);
  const todos: Todo[] = [];
  const add = (when: boolean, what: string, line: string) => {
    if (when) todos.push({ what, command: line });
  };
  for (const { export: path } of facts.unread_exports ?? []) {
    add(true, `${path} was given to a run and has not been read to its end`, run);
  }
  const to_send = counts.pending + counts.sending + counts.failed + unasked;
  add(to_send > 0, `${counted(to_send, "row is", "rows are")} to be sent`, run);
  add(counts.in_doubt > 0, doubtWords(counts), run);
  const to_mend = counts.invalid - unasked + counts.rejected;
  const mend = "write them to a CSV, mend the cells, and run that file";
  add(to_mend > 0, `${counted(to_mend, "row is", "rows are")} invalid or rejected: ${mend}`, failures);
  const retry = "Where the cause is gone in Feishu Hire, send rejected rows again without mending them";
  add(counts.rejected > 0, retry, command("retry", "--only", "rejected"));
  const undeleted = deletions.filter(({ state }) => state === "planned" || state === "sending" || state === "failed");
  const records = undeleted.reduce((sum, { count }) => sum + count, 0);
  add(records > 0, `${counted(records, "record was", "records were")} to be deleted and may still be there`, undo);
  const corrections = `${counted(changed, "row has", "rows have")} other content now than what was sent`;
  const failed = update_problems.length > 0 ? "; some of them could not be corrected" : "";
  add(changed > 0, `${corrections}${failed}`, update);
  const unread = verification === undefined || verification.ended_at_ms === null;
  add(
    counts.done > 0 && unread,
    "Read back what Feishu Hire holds, and compare it with what was sent",
    command("verify"),
  );
  return todos;
}

function doubtWords({ in_doubt }: Counts): string {
  return `${counted(in_doubt, "row is", "rows are")} in doubt: a run settles what can be settled`;
}
