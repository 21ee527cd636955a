import { number } from "../../model/numbers.js";
import type { QuestionTexts } from "../en/questions.js";
import { duration } from "./duration.js";
import { label } from "./labels.js";

const CLASSIFIERS: Readonly<Record<string, string>> = { advertisement: "个招聘广告", channel: "个渠道" };

/** What somebody is asked to agree to, and what a no comes to. */
export const questions: QuestionTexts = {
  cancelled: ({ nothing }, say) => `已取消。${say(nothing).message}。`,
  nothing_sent: "没有发送任何内容",
  nothing_deleted: "没有删除任何记录",
  nothing_changed: "没有更改任何记录",
  needs_yes: ({ target, amount }, say) => ({
    message: `没有发送任何内容。${label(target)}；本命令将发送 ${say(amount).message}`,
    hint: "请先用 --limit 试导入几行，再用 --yes 确认。",
  }),
  needs_confirm: ({ nothing, what, records }, say) => ({
    message: `${say(nothing).message}。${say(what).message}。需要确认`,
    hint: `如需确认，请加上 --confirm ${records}`,
  }),
  wrong_number: ({ nothing, what, records, given }, say) => ({
    message: `${say(nothing).message}。--confirm ${given} 与实际不符：涉及 ${number(records)} 条记录`,
    hint: `${say(what).message}。如果确实要这样做，请用这个数量确认。`,
  }),
  amount: ({ rows, parts }) =>
    `${number(rows)} 行：${parts.map(({ count, one }) => `${number(count)} ${CLASSIFIERS[one] ?? one}`).join("，")}`,
  sends: ({ amount }, say) => `将发送 ${say(amount).message}`,
  overwrites: ({ records, duration_ms, per_s }) =>
    `将覆盖飞书招聘中的 ${number(records)} 条记录，约需 ${duration(duration_ms)}（每秒 ${number(per_s)} 条）`,
  deletes: ({ records, run, duration_ms, per_min }) =>
    `将永久删除飞书招聘中${run === undefined ? "" : `第 ${run} 次执行发送`}的 ${number(records)} 条记录，` +
    `约需 ${duration(duration_ms)}（每分钟 ${number(per_min)} 条）`,
  takes_back: ({ records, run, duration_ms, per_s }) =>
    `将把第 ${run} 次执行更新的 ${number(records)} 条记录还原，` +
    `约需 ${duration(duration_ms)}（每秒 ${number(per_s)} 条）`,
  both: ({ one, other }, say) => `${say(one).message}。${say(other).message}`,
};
