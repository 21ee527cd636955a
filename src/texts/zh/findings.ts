import type { FindingTexts, Sampled } from "../en/findings.js";
import { label } from "./labels.js";

const CONSOLE = "，再创建应用版本并发布：未发布的权限不生效。";

const sampled = ({ many, is_sample }: Sampled): string => `${is_sample ? "抽查的" : ""}${label(many)}`;

/** What `doctor` and `check --online` find. */
export const findings: FindingTexts = {
  token_issued: "飞书已向应用签发访问凭证",
  address_allowed: "IP 白名单：允许本机访问",
  scope_granted: ({ scopes, purpose }) => `已有权限 ${scopes.join(" 或 ")}（${label(purpose)}）`,
  scope_unread: ({ purpose, why }, say) => ({ message: `${label(purpose)}：${say(why).message}`, hint: say(why).hint }),
  scope_missing: ({ scopes, purpose }) => ({
    message: `应用缺少权限 ${scopes.join(" 或 ")}（${label(purpose)}）`,
    hint: `请在开发者后台的“权限管理”中${scopes.length > 1 ? "添加其中一个" : "添加"}${CONSOLE}`,
  }),
  scope_unproven: ({ scopes, purpose, why }) => ({
    message: `无法查询是否有权限 ${scopes.join(" 或 ")}（${label(purpose)}）`,
    hint: `${label(why)}。`,
  }),
  clock_right: ({ seconds }) => `时钟：与飞书相差不超过 ${seconds} 秒`,
  clock_wrong: ({ seconds, is_ahead }) => ({
    message: `本机时钟比飞书${is_ahead ? "快" : "慢"} ${seconds} 秒`,
    hint: "请校准时钟（NTP）：程序据此判断飞书是否还记得一行的主键。",
  }),
  none_to_look_up: ({ many }) => `这些导出文件中没有需要查找的${label(many)}`,
  some_absent: ({ absent, asked, shown, more, advice, ...of }, say) => ({
    message:
      `${sampled({ asked, ...of })}：查询 ${asked} 个，飞书招聘中没有其中 ${absent} 个：` +
      `${shown.join("、")}${more === 0 ? "" : ` 等，另有 ${more} 个`}`,
    hint: say(advice).hint,
  }),
  not_asked_for: ({ many, why }, say) => ({
    message: `无法查询${label(many)}：${say(why).message}`,
    hint: say(why).hint,
  }),
  all_exist: (params) => `${sampled(params)}：查询的 ${params.asked} 个都在飞书招聘中`,
};
