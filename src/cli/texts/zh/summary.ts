import { duration } from "../../../texts/zh/duration.js";
import { number } from "../../numbers.js";
import type { SummaryTexts } from "../en/summary.js";

const listed = (parts: readonly string[]): string => parts.join("，");
const some = (count: number, text: string): string[] => (count === 0 ? [] : [text]);

/** What a command that works on the ledger ends with. */
export const summary: SummaryTexts = {
  ends: {
    finished: "已完成。",
    sigint: "已用 Ctrl-C 停止。执行同一命令即可继续。",
    sigterm: "已被 SIGTERM 停止。执行同一命令即可继续。",
    sighup: "终端已关闭，已停止。执行同一命令即可继续。",
    max_duration: "已达到 --max-duration，已停止。执行同一命令即可继续。",
    limit: (rows) => `已发送 ${number(rows)} 行，按 --limit 停止。`,
    stopped: "未完成即停止。",
    broken: "未完成即停止。",
  },
  this_run: ({ done, rejected, failed, in_doubt, sent, retried, throttled, reads, took_ms }) => {
    const rows = listed([
      `已导入 ${number(done)} 行`,
      ...some(rejected, `飞书拒绝 ${number(rejected)} 行`),
      ...some(failed, `未成功 ${number(failed)} 行`),
      ...some(in_doubt, `结果未知 ${number(in_doubt)} 行`),
    ]);
    const requests = listed([
      `请求 ${number(sent)} 次`,
      ...some(retried, `重复 ${number(retried)} 次`),
      ...some(throttled, `限流 ${number(throttled)} 次`),
      ...some(reads, `查询 ${number(reads)} 次`),
    ]);
    return `本次：${rows}（${requests}，${duration(took_ms)}）。`;
  },
  total: ({ rows, done, to_send, in_doubt, attention, skipped }) =>
    `总计：${listed([
      `${number(rows)} 行中已导入 ${number(done)} 行`,
      ...some(to_send, `待发送 ${number(to_send)} 行`),
      ...some(in_doubt, `结果未知 ${number(in_doubt)} 行`),
      ...some(attention, `需要处理 ${number(attention)} 行`),
      ...some(skipped, `已跳过 ${number(skipped)} 行`),
    ])}。`,
  more_causes: (causes) => `… 另有 ${number(causes)} 种原因：hire-import status`,
  old_causes: (causes) => `之前的 ${number(causes)} 种原因没有变化：hire-import status`,
  orphaned: (rows, lines) =>
    `${number(rows)} 行已导入的记录所依赖的记录已不在账本中（第 ${lines} 行）：请一并撤销，或重新导入所依赖的记录后再次执行`,
  parents_unread: (ledgers) => `未检查已导入记录所依赖的记录是否仍在：无法读取 ${ledgers}`,
  copies: (rows, lines) =>
    `${number(rows)} 个文件在飞书中可能有两份（第 ${lines} 行）：没有收到响应，因此又发送了一次。多出的一份没有被引用，不影响使用`,
  changed: (rows, lines, why_not) =>
    `${number(rows)} 行导入后内容有变化（第 ${lines} 行），未重新发送${
      why_not === undefined ? "。如需更新飞书：执行 run 时加上 --update-changed" : `：${why_not}`
    }`,
  resolved: (count, how, verdict) =>
    `${number(count)} 个未知结果已通过${how === "read" ? "读取飞书中的记录" : "用同一主键重新发送"}确认：${
      RESOLVED[verdict] ?? verdict
    }`,
  sent_rows: "已发送到飞书招聘：",
  sent_row: (key, line, subject, remote_id) =>
    `${key}（第 ${line} 行）：人才 ${subject}${remote_id === null ? "" : `，记录 ${remote_id}`}`,
};

const RESOLVED: Readonly<Record<string, string>> = {
  done: "已导入",
  absent: "不在飞书招聘中，已按首次发送处理",
  in_doubt: "仍未知",
};
