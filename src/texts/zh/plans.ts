import type { PlanTexts } from "../en/plans.js";
import { suggested } from "./suggested.js";

/** What is wrong with the plan of a whole history, or in the way of it. */
export const plans: PlanTexts = {
  plan_no_file: ({ path, is_pattern }) =>
    `找不到文件 ${path}${is_pattern ? "；计划中不支持通配符，请列出文件：[one.csv, two.csv]" : ""}`,
  step_twice: ({ name }) => `前面已有步骤 ${name}`,
  step_ledger_twice: ({ ledger, step }) => `${ledger} 已是前面步骤 ${step} 的账本`,
  step_ledger_is_input: ({ ledger }) => `${ledger} 是计划要读取的文件；账本应为单独的文件`,
  step_ledger_nowhere: ({ ledger, folder }) => `没有文件夹 ${folder}，无法存放账本 ${ledger}`,
  step_needs_itself: ({ field, ledger }) =>
    `${field} 要在 ${ledger} 中查找，那是本步骤自己的账本：请在映射文件中指定其他步骤的账本`,
  steps_need_each_other: ({ field, ledger, step }) =>
    `${field} 要在 ${ledger} 中查找，那是步骤 ${step} 的账本，而该步骤又要在本步骤的账本中查找：无法确定先后`,
  step_too_early: ({ field, ledger, step }) =>
    `${field} 要在 ${ledger} 中查找，那是步骤 ${step} 的账本：请把该步骤放在前面`,
  step_missing: ({ field, ledger, close }) =>
    `${field} 要在 ${ledger} 中查找，但它不是任何步骤的账本${suggested(close)}`,
  step_renamed: ({ step, export: name, ledger }) => ({
    message: `步骤 ${step}：${name} 的行以前已用账本 ${ledger} 发送；换用新账本会全部再发送一遍`,
    hint: `请恢复该步骤的名称，或指定原来的账本（ledger: ${ledger}）；确实要再发送一遍，请先移走那个账本。`,
  }),
  sandbox_of_one_step: ({ path }) => ({
    message: `${path} 中有单独的沙箱记录，其他步骤看不到`,
    hint: "请把它和对应的账本一起移走，或在计划中改用另一个账本，再重新演练。",
  }),
  page_not_ours: ({ path }) => ({
    message: `${path} 是总报告页面的位置，但现有文件不是 hire-import 生成的`,
    hint: "请移走该文件，或给计划换一个文件名。",
  }),
};
