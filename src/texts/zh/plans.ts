import type { PlanTexts } from "../en/plans.js";
import { suggested } from "./suggested.js";

/** What is wrong with the plan of a whole history, or in the way of it. */
export const plans: PlanTexts = {
  plan_missing: ({ path }) => ({
    message: `找不到计划文件 ${path}`,
    hint: "请编写计划：列出各个步骤，每步包含 name、mapping 和 exports，见 docs/whole-history.md。",
  }),
  plan_no_file: ({ path }) => `找不到文件 ${path}`,
  step_twice: ({ name }) => `前面已有步骤 ${name}`,
  step_ledger_twice: ({ ledger }) => `${ledger} 已是前面某个步骤的账本`,
  step_too_early: ({ field, ledger, step }) =>
    `${field} 要在 ${ledger} 中查找，那是步骤 ${step} 的账本：请把该步骤放在前面`,
  step_missing: ({ field, ledger, close }) =>
    `${field} 要在 ${ledger} 中查找，但它不是任何步骤的账本${suggested(close)}`,
  sandbox_of_one_step: ({ path }) => ({
    message: `${path} 中有单独的沙箱记录，其他步骤看不到`,
    hint: "请把它和对应的账本一起移走，或在计划中改用另一个账本，再重新演练。",
  }),
  page_not_ours: ({ path }) => ({
    message: `${path} 是总报告页面的位置，但现有文件不是 hire-import 生成的`,
    hint: "请移走该文件，或给计划换一个文件名。",
  }),
};
