import { existsSync } from "node:fs";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { openToRead } from "../../open-to-read.js";
import type { Texts } from "../../texts/texts.js";
import type { ReportFacts } from "../report/facts.js";
import { readReport } from "../report/report.js";
import type { Todo } from "../report/todo.js";
import type { Verdict } from "../report/verdict.js";
import type { Step } from "./plan.js";

/** What the page of a whole history says of one step. */
export interface StepReport {
  readonly step: Step;
  readonly verdict: Verdict;
  readonly todos: readonly Todo[];
  /** Undefined: it has not begun, or its ledger cannot be read. */
  readonly facts: ReportFacts | undefined;
}

/** Reads a step's ledger for its own page, and for that of all steps. */
export function reportOfStep(step: Step, texts: Texts): StepReport {
  const { not_begun } = texts.history;
  if (!existsSync(step.ledger)) {
    return { step, verdict: { tone: "open", title: not_begun, detail: "" }, todos: [], facts: undefined };
  }
  try {
    const ledger = openToRead(step.ledger);
    try {
      return { step, ...readReport(ledger, step, texts) };
    } finally {
      ledger.close();
    }
  } catch (error) {
    if (!(error instanceof ExitError) || error.exit === EXIT.bug) throw error;
    const { message: title } = texts.tell(error);
    return { step, verdict: { tone: "bad", title, detail: "" }, todos: [], facts: undefined };
  }
}
