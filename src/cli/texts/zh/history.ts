import { number } from "../../numbers.js";
import type { HistoryTexts } from "../en/history.js";

/** What the page says that `migrate` writes of all steps. */
export const history: HistoryTexts = {
  title: "全部历史数据导入飞书招聘报告",
  plan: "计划",
  verdicts: {
    good: (done, left_out) => `全部历史导入完成，已核对：已导入 ${number(done)} 行，未导入 ${number(left_out)} 行`,
    bad: (steps, all) => `${number(all)} 个步骤中有 ${number(steps)} 个需要处理`,
    open: (steps, all) => `未完成：${number(all)} 个步骤中有 ${number(steps)} 个尚未完成或尚未核对`,
    step: (name, title) => `${name}：${title}。`,
    unreadable: (names) => `飞书招聘不再提供 ${names.join("、")} 的记录，无法读回核对；发送的内容见账本。`,
  },
  not_begun: "尚未开始",
  steps: {
    title: "步骤",
    caption: "步骤，按计划顺序",
    step: "步骤",
    rows: "行数",
    verified: "已核对",
    state: "状态",
    all: "全部步骤",
    unreadable: "无法读回核对",
  },
  todo: {
    go_on: "继续导入：再次执行同一命令即可",
    verify: "将所有步骤的记录与发送的内容核对",
  },
  written: (file) => `所有步骤的报告：${file}`,
};
