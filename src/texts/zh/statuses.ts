import type { Status } from "../../model/status.js";

/** What people call them; files and JSON keep the English words. */
export const statuses: Readonly<Record<Status, string>> = {
  done: "已导入",
  skipped: "已跳过",
  pending: "待发送",
  sending: "发送中",
  invalid: "数据有误",
  rejected: "飞书拒绝",
  failed: "未成功（将重试）",
  in_doubt: "结果未知",
};
