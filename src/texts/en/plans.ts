import { type Suggestion, suggested } from "./suggested.js";

/** What is wrong with the plan of a whole history, or in the way of it. */
export const plans = {
  plan_missing: ({ path }: { path: string }) => ({
    message: `Plan not found: ${path}`,
    hint: "Write one: a list of steps, each with name, mapping and exports; see docs/whole-history.md",
  }),
  plan_no_file: ({ path }: { path: string }) => `there is no file ${path}`,
  step_twice: ({ name }: { name: string }) => `there is a step ${name} above`,
  step_ledger_twice: ({ ledger }: { ledger: string }) => `${ledger} is the ledger of a step above`,
  step_too_early: ({ field, ledger, step }: LookedUp & { step: string }) =>
    `${field} is looked up in ${ledger}, the ledger of ${step}: that step has to come first`,
  step_missing: ({ field, ledger, close }: LookedUp & { close: Suggestion }) =>
    `${field} is looked up in ${ledger}, which is the ledger of no step${suggested(close)}`,
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
