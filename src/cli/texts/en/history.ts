import { counted, number } from "../../numbers.js";

/** What the page says that `migrate` writes of all steps. */
export const history = {
  title: "Import of a whole history into Feishu Hire",
  plan: "Plan",
  verdicts: {
    good: (done: number, left_out: number) =>
      `History complete, verified: ${number(done)} imported, ${number(left_out)} left out`,
    bad: (steps: number, all: number) => `Attention needed in ${number(steps)} of ${counted(all, "step", "steps")}`,
    open: (steps: number, all: number) =>
      `Not finished: ${number(steps)} of ${counted(all, "step", "steps")} not complete and verified`,
    step: (name: string, title: string) => `${name}: ${title}.`,
    unreadable: (names: readonly string[]) =>
      `Feishu Hire shows no records of ${names.join(", ")} again: what was sent is in the ledger.`,
  },
  not_begun: "Not begun",
  steps: {
    title: "Steps",
    caption: "Steps, in the order of the plan",
    step: "Step",
    rows: "Rows",
    verified: "verified",
    state: "State",
    all: "all steps",
    unreadable: "cannot be read back",
  },
  todo: {
    go_on: "Continue with the import: the same command resumes",
    verify: "Compare the records of all steps with what was sent",
  },
  written: (file: string) => `All steps on one page: ${file}`,
};

export type HistoryTexts = typeof history;
