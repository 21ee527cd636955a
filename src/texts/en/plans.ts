import { type Suggestion, suggested } from "./suggested.js";

/** What is wrong with the plan of a whole history, or in the way of it. */
export const plans = {
  plan_no_file: ({ path, is_pattern }: { path: string; is_pattern: boolean }) =>
    `there is no file ${path}${is_pattern ? "; a plan takes no wildcards: list the files, [one.csv, two.csv]" : ""}`,
  step_twice: ({ name }: { name: string }) => `there is a step ${name} above`,
  step_ledger_twice: ({ ledger, step }: { ledger: string; step: string }) =>
    `${ledger} is the ledger of the step ${step} above`,
  step_ledger_is_input: ({ ledger }: { ledger: string }) =>
    `${ledger} is a file that the plan reads; a ledger is a file of its own`,
  step_ledger_nowhere: ({ ledger, folder }: { ledger: string; folder: string }) =>
    `there is no folder ${folder} for the ledger ${ledger}`,
  step_needs_itself: ({ field, ledger }: LookedUp) =>
    `${field} is looked up in ${ledger}, the ledger of this very step: name the ledger of another one in the mapping`,
  steps_need_each_other: ({ field, ledger, step }: LookedUp & { step: string }) =>
    `${field} is looked up in ${ledger}, the ledger of ${step}, which looks ids up in this one: neither can come first`,
  step_too_early: ({ field, ledger, step }: LookedUp & { step: string }) =>
    `${field} is looked up in ${ledger}, the ledger of ${step}: that step has to come first`,
  step_missing: ({ field, ledger, close }: LookedUp & { close: Suggestion }) =>
    `${field} is looked up in ${ledger}, which is the ledger of no step${suggested(close)}`,
  step_renamed: ({ step, export: name, ledger }: { step: string; export: string; ledger: string }) => ({
    message:
      `step ${step}: rows of ${name} were sent before, with the ledger ${ledger}; ` +
      "with a new one all of them would be sent again",
    hint: `Give the step its old name, or its ledger (ledger: ${ledger}); or move that ledger away, to send all again`,
  }),
  sandbox_of_one_step: ({ path }: { path: string }) => ({
    message: `${path} holds records of a sandbox of its own, which the other steps do not see`,
    hint: "Move it away together with its ledger, or name another ledger in the plan, and rehearse again",
  }),
  page_not_ours: ({ path }: { path: string }) => ({
    message: `${path} is where the page of all steps goes, and it is no page of hire-import`,
    hint: "Move it away, or give the plan another name",
  }),
};

export interface LookedUp {
  readonly field: string;
  readonly ledger: string;
}

export type PlanTexts = typeof plans;
