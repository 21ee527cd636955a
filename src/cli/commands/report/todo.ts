import { commandLine, ledgerFlag } from "../../next.js";
import type { ReportTexts } from "../../texts/en/report.js";
import type { ReportFacts } from "./facts.js";

/** Something to do, and the command for it. */
export interface Todo {
  readonly what: string;
  readonly command: string;
  /** Of a whole history one command sends the rest of all steps, and one reads all of them back. */
  readonly by: "send" | "verify" | "person";
}

export interface Lines {
  /** Goes on with everything that the ledger knows. */
  readonly run: string;
  /** The same, and gives records other content. */
  readonly update: string;
  /** Goes on deleting what was to be deleted. */
  readonly undo: string;
  /** Writes the rows to correct. */
  readonly failures: string;
}

/** What is left, the most urgent first. */
export function todosOf(
  facts: ReportFacts,
  { run, update, undo, failures }: Lines,
  { todo: say, verdicts }: ReportTexts,
): Todo[] {
  const { counts, unasked, waiting_for_parents, verified, update_problems, changed, ledger, is_readable } = facts;
  const command = (...words: readonly string[]) => commandLine([...words, ...ledgerFlag(ledger)]);
  const todos: Todo[] = [];
  const add = (when: boolean, what: () => string, line: string, by: Todo["by"] = "person") => {
    if (when) todos.push({ what: what(), command: line, by });
  };
  for (const { export: path } of facts.unread_exports ?? []) add(true, () => say.unread(path), run, "send");
  const to_send = counts.pending + counts.sending + counts.failed + unasked + waiting_for_parents;
  add(to_send > 0, () => say.send(to_send), run, "send");
  add(counts.in_doubt > 0, () => say.in_doubt(counts.in_doubt), run, "send");
  const to_correct = counts.invalid - unasked - waiting_for_parents + counts.rejected;
  add(to_correct > 0, () => say.correct(to_correct), failures);
  add(counts.rejected > 0, () => say.retry, command("retry", "--only", "rejected"));
  const records = undeletedOf(facts);
  add(records > 0, () => say.undo(records), undo);
  const orphans = facts.orphaned?.count ?? 0;
  add(orphans > 0, () => verdicts.orphaned(orphans), run);
  const state = !facts.can_update ? "fixed" : update_problems.length > 0 ? "failed" : "new";
  add(changed > 0, () => say.changed(changed, state), facts.can_update ? update : run);
  add(is_readable && counts.done > verified, () => say.verify, command("verify"), "verify");
  return todos;
}

/** Records that were to be deleted, and may still be there. */
export function undeletedOf({ deletions }: ReportFacts): number {
  const open = deletions.filter(({ state }) => state === "planned" || state === "sending" || state === "failed");
  return open.reduce((sum, { count }) => sum + count, 0);
}
