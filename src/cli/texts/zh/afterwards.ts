import { duration } from "../../../texts/zh/duration.js";
import { statuses } from "../../../texts/zh/statuses.js";
import { number } from "../../numbers.js";
import type { AfterwardsTexts } from "../en/afterwards.js";

const quoted = (value: string | null): string => (value === null ? "空" : `“${value}”`);
const status = (word: string): string => statuses[word as keyof typeof statuses] ?? word;

/** What the commands around an import tell: verify, undo, retry, resolve, results, doctor, channels. */
export const afterwards: AfterwardsTexts = {
  read_back: (read, rows) => `已核对 ${number(read)} / ${number(rows)} 行`,
  verified: {
    same: "相同",
    differing: "不同",
    missing: "缺失",
    unread: "未读取",
    beyond: "其他记录",
    doubles: "疑似重复",
  },
  not_ours: "这些人才的其他记录，不是本次导入创建的",
  look_same: "其中与某一行内容相同",
  more_findings: "… 还有更多：-o FILE 会全部写出",
  not_read_back: (why) => `有些行无法读取核对：${why}`,
  pages: (pages, took_ms) => `读取 ${number(pages)} 页，用时 ${duration(took_ms)}`,
  row: (key, file, line) => `${key}（${file} 第 ${line} 行）`,
  differs: (row, field, theirs, ours) => `${row}：${field} 在飞书中为${quoted(theirs)}，发送的是${quoted(ours)}`,
  is_missing: (row, remote_id) => `${row}：飞书招聘中缺少对应的记录${remote_id === null ? "" : ` ${remote_id}`}`,
  is_double: (row, remote_id, subject) => `${row}：${subject} 的记录 ${remote_id} 内容相同，但不是本次导入创建的`,
  is_beyond: (remote_id, subject) => `${subject} 的记录 ${remote_id}：不是本次导入创建的`,
  nothing_to_verify: "没有可核对的内容：还没有导入任何行",
  undone: {
    deleted: "已删除",
    already_gone: "早已不在",
    taken_back: "已还原",
    failed: "未成功",
    left: "未处理",
  },
  requests: (requests, took_ms) => `请求 ${number(requests)} 次，用时 ${duration(took_ms)}`,
  nothing_to_undo: "没有可撤销的内容：所选的行在飞书招聘中没有记录",
  may_have_records: (rows) => `${number(rows)} 行结果未知，可能有记录：请再次执行导入以确认`,
  undo_later_first: (records) => `它更新的 ${number(records)} 条记录之后又被更新：请先撤销那次执行`,
  nothing_to_retry: (words) => `没有需要重新发送的行（${words.map(status).join("、")}）。`,
  can_be_retried: (rows, word) => `${number(rows)} 行为“${status(word)}”，可加上 --only ${word} 发送`,
  resolved: (key, was, is, reason) =>
    `${key}：${status(was)} → ${status(is)}${reason === undefined ? "" : `（${reason}）`}`,
  sent_after: (when) => `；将在 ${when} 之后发送：在此之前飞书仍可能处理原来的请求`,
  export_left_out: (path) => `已决定不导入 ${path}，导入不再等待其中的行。`,
  import_running: "导入正在进行：这是目前的结果",
  not_all_rows: (path) => `结果不完整：${path} 没有读完。执行同一导入命令即可补全`,
  written: (what, file) => `${what}已写入 ${file}`,
  rows: (rows) => `${number(rows)} 行`,
  keys: (rows) => `${number(rows)} 个主键及其 ID `,
  for_excel: "如果用 Excel 打开，请加上 --for-spreadsheet，以免 19 位 ID 失真",
  no_mapping: (mapping, target) => `这里没有 ${mapping}；按${target}检查`,
  no_answer_yet: (seconds) => `还没有响应，将重试 ${seconds} 秒`,
  place: (place, app_id, target) => `${place}，应用 ${app_id}，导入对象：${target}`,
  findings: { good: "正常", note: "注意", bad: "有误", not_known: "未知" },
  channels_left_out: (sites) => `${number(sites)} 个没有渠道的官网未列出`,
  channels_in_mapping: '在映射文件中：job_channel_id: { value: "3" }，或某一列加 values: { "列中的文字": "渠道 ID" }',
};
