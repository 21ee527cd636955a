import { duration } from "../../../texts/zh/duration.js";
import { statuses } from "../../../texts/zh/statuses.js";
import { number } from "../../numbers.js";
import type { TerminalTexts } from "../en/terminal.js";

/** What stands around results on a terminal, while a command works and after it. */
export const terminal: TerminalTexts = {
  statuses,
  rows: () => "行",
  skipped: (rows, why) => `已跳过 ${number(rows)} 行：${why}`,
  not_updated: "未更新",
  place: (field, column) => {
    if (column === null) return field === null ? "" : `${field}：`;
    return field === null ? `“${column}”列：` : `“${column}”列（${field}）：`;
  },
  line: (line, file) => (file === undefined ? `第 ${line} 行` : `${file} 第 ${line} 行`),
  value: (place, value) => `${place}“${value}”`,
  and_more: (rows) => ` 等，另有 ${number(rows)} 行`,
  more_causes: (causes) => `… 另有 ${number(causes)} 种原因（--json 会全部列出）`,
  waiting: (rows, until) =>
    `${number(rows)} 行要等到 ${until} 之后才能发送：飞书会在 24 小时内记住该主键，或请求仍可能生效`,
  next: "下一步",
  next_how: (how) => `下一步（${how}）：`,
  next_colon: "下一步：",
  stopped: (why) => `已停止：${why}`,
  stopping: {
    sighup: "终端已关闭：等待进行中的请求结束后停止。",
    sigint: "正在停止，等待进行中的请求结束。再按一次 Ctrl-C 立即退出。",
    sigterm: "正在停止，等待进行中的请求结束。再次收到 SIGTERM 将立即退出。",
  },
  nothing_to_update: "没有需要更新的记录：已导入的行没有变化",
  stays: {
    named_not_updated: (count) => `${number(count)} 条由人工指定的记录保持不变：其内容未知，更新后将无法还原`,
    named_not_deleted: (count) => `${number(count)} 条由人工指定的记录保留：可用 --key KEY 删除`,
    in_doubt: (count) => `${number(count)} 行结果未知，可能有记录留在飞书招聘中：请先再次执行导入`,
    updated_since: (count) =>
      `${number(count)} 条记录之后又被更新：请先撤销那次执行（可用 hire-import explain KEY 查看）`,
  },
  verify_resumed: (since, read, rows) => `继续 ${since} 开始的核对：已核对 ${number(read)} / ${number(rows)} 行`,
  looking_at: (name, rows) => `正在查看 ${name}：${number(rows)} 行`,
  reading: (name, rows) => `正在读取 ${name}：${number(rows)} 行`,
  looking_up: (asked, found) => `正在查找人才：已查询 ${number(asked)} 个，找到 ${number(found)} 个`,
  unchanged: (name) => `${name} 自上次导入以来没有变化`,
  same_export: (path, as) => `${path} 与 ${as} 内容相同：只读取一次`,
  may_still_act: "有请求没有得到响应，飞书仍可能处理它：5 分钟内，或在飞书显示结果之前，不会再为该行发送任何内容",
  export_unread: (path, when) => `${path}（${when} 的导入）没有读完：其中的行没有计入`,
  export_missing: (skip) => `文件不存在。如果已无法找回：${skip}`,
  export_left_out: (path, when, why) => `${path} 已决定不导入（${when}）${why === null ? "" : `：${why}`}`,
  no_run: "还没有执行过导入",
  running: "导入中",
  import_running: (per_s, left) => `正在导入：每秒 ${per_s} 次请求${left === undefined ? "" : `，${left}`}`,
  last_interrupted: (command, when) => `上次 ${command}：${when}，被中断。数据没有丢失，再次执行即可继续。`,
  last: (command, when, how) => `上次 ${command}：${when}，${how}`,
  per_second: (rate) => `每秒 ${rate} 次`,
  with_export_piped: "请再次用管道传入导出内容",
  error: "错误：",
  stopped_at_once: "已立即停止，数据没有丢失；执行同一命令即可继续。",
  unreachable: (why) => `无法连接飞书（${why}），正在重试，数据不会丢失。`,
  back: (outage_ms) => `已恢复与飞书的连接，中断了 ${duration(outage_ms)}`,
  interrupted: (rows) => `上次导入被中断：先确认 ${number(rows)} 行的未知结果`,
  progress: {
    of: (done, all) => `${number(done)} / ${number(all)}`,
    status: (status, rows) => `${statuses[status]} ${number(rows)}`,
    pace: (per_s, cap_per_s) => `${per_s}/秒（上限 ${cap_per_s}）`,
    left: (left_ms, until) => `剩余 ${duration(left_ms)}${until === undefined ? "" : `（到 ${until}）`}`,
    trying: "无法连接飞书，正在重试",
    next_try: (wait_ms) => `无法连接飞书，${duration(wait_ms)}后重试`,
    throttled: (wait_ms) => `被飞书限流，等待 ${duration(wait_ms)}`,
    finishing: "即将完成",
    verifying: "正在核对",
    late: (rows, wait_ms) => `${number(rows)} 行在等待延迟的响应，最多 ${duration(wait_ms)}`,
  },
  sandbox: {
    running: (url) => `沙箱已启动：${url}（管理页面：${url}/sandbox）`,
    how_to_use: "请把上面一行粘贴到另一个终端。在此按 Ctrl-C 停止。",
  },
  prompts: {
    type: (records, verb) => `输入 ${records} 确认${verb}，直接回车取消：`,
    publish: "确认发布？[y/N] ",
    visible: (what, amount) => `${what}。
本命令将发送 ${amount}。`,
    verbs: { overwrite: "覆盖", delete: "删除", take_back: "还原", undo: "撤销" },
  },
};
