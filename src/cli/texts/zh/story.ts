import { statuses } from "../../../texts/zh/statuses.js";
import { number } from "../../numbers.js";
import type { StoryTexts } from "../en/story.js";

const VERDICTS: Readonly<Record<string, string>> = {
  ...statuses,
  absent: "飞书中没有",
  accepted: "已接受",
  throttled: "被限流",
};
const verdict = (word: string): string => VERDICTS[word] ?? word;
const LIKENESS: Readonly<Record<string, string>> = { same: "相同", near: "相近", other: "不同" };
const OWNERS: Readonly<Record<string, string>> = { "this row": "本行", "another row": "另一行", deleted: "已删除" };

/** What `explain` tells of one row. Times are local ones, as texts. */
export const story: StoryTexts = {
  without_key: "没有主键的行",
  head: (key, status) => `${key}：${status}`,
  place: (path, line, origin) => `${path} 第 ${line} 行${origin === undefined ? "" : `（修正 ${origin} 中的行）`}`,
  corrected: (columns) => `人工修正的列：${columns.join("、")}`,
  held_as: (remote_id) => `飞书招聘中的 ID：${remote_id}`,
  no_id: (why) => `没有 ID：${why}`,
  unknown_since: (when) => `自 ${when} 起结果未知`,
  not_before: (when) => `${when} 之前不会发送`,
  was_different: "实际发送的内容不同：",
  value: (value) => `“${value}”`,
  attempt: (count) => `第 ${count} 次请求`,
  request: (count, run) => `第 ${count} 次请求（第 ${run} 次执行）`,
  attempt_line: ({ what, when, verdict: word, http_status, code, log_id, took_ms }) =>
    [
      `${when}  ${what}：${word === null ? "没有记录到响应" : verdict(word)}`,
      ...(http_status === null ? [] : [`HTTP ${http_status}`]),
      ...(code === null ? [] : [`返回码 ${code}`]),
      ...(log_id === null ? [] : [`log id ${log_id}`]),
      ...(took_ms === null ? [] : [`${took_ms} 毫秒`]),
    ].join("，"),
  settled: (when, how, word, evidence) => `${when}  ${how}：${[word, ...evidence].join("；")}`,
  how: { person: "人工决定", read: "读取飞书后确认", repeat: "重复发送后确认" },
  verdict,
  reading: (reading, records, unowned) =>
    `第 ${reading} 次读取找到 ${number(records)} 条记录，其中 ${number(unowned)} 条不属于任何行`,
  its_record: (id) => `对应的记录为 ${id}`,
  given_back: (id) => `记录 ${id} 实际属于另一行`,
  near: (fields) => `相近：${fields}`,
  reason: (reason) => `“${reason}”`,
  deletion: {
    planned: "待删除",
    sending: "停止撤销时正在删除",
    deleted: "已删除",
    already_gone: "早已不在",
    failed: "无法删除",
  },
  deletion_line: ({ when, run, remote_id, state, requests, log_id, why }) =>
    [
      `${when}  撤销（第 ${run} 次执行）：记录 ${remote_id} ${state}`,
      ...(requests > 1 ? [`请求 ${requests} 次`] : []),
      ...(log_id === null ? [] : [`log id ${log_id}`]),
      ...(why === undefined ? [] : [why]),
    ].join("，"),
  update: {
    planned: "待发送",
    sending: "已发送，但没有响应说明飞书是否已更新",
    updated: "已更新",
    failed: "无法更新",
    superseded: "已被更新的内容取代",
  },
  update_line: (when, command, run, changes, state, why) =>
    `${when}  ${command}（第 ${run} 次执行）更新：${changes.length === 0 ? "内容不变" : changes.join("；")}；` +
    `${state}${why === "" ? "" : `：${why}`}`,
  change: (field, before, after) => {
    const words = (value: string | null) => (value === null ? "空" : `“${value}”`);
    return `${field} ${words(before)} → ${words(after)}`;
  },
  unsure: () => "条将再次发送：之前的更新没有得到响应",
  sample: (line, key, changes) => `第 ${line} 行（${key}）：${changes.join("；")}`,
  others: (records) => `另有 ${number(records)} 条`,
  remote: (records) => `飞书中现有的记录：${number(records)} 条`,
  remote_line: (id, likeness, owner, values) =>
    `${id}（${likeness}${owner === null ? "" : `，${owner}`}）${values.join("  ")}`,
  likeness: (word) => LIKENESS[word] ?? word,
  owner: (word) => OWNERS[word] ?? word,
};
