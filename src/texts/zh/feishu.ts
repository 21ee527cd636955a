import type { FeishuTexts } from "../catalogue.js";
import { codeText } from "./codes.js";
import { network } from "./network.js";

const RESOLVED_LATER = "结果未知，下次尝试时会自动确认。";
const RUN_AGAIN = "请再执行同一命令，程序会确认结果。";
const CHECK_NETWORK = "结果未知，下次尝试时会自动确认。如果一直如此，请检查网络或调大 --timeout。";
const COMPARE = "请用 hire-import explain KEY --remote 对比，再用 hire-import resolve KEY 作出决定。";
const READ_AGAIN = "请先把缺少的文件放回原处；再执行同一命令，程序会重新读取。";
const KEEP_LOG_ID = "请再执行同一命令。如果一直如此，请保留 log id 并反馈。";
const WAIT = "请等到该记录创建满 24 小时，或用 hire-import resolve KEY 作出决定。";
const RESTORE = "请恢复原值；或删除该记录（hire-import undo --key KEY --resend），下次执行会重新创建。";

const UNREADABLE = {
  redirect: "重定向",
  success: "code 0（成功）",
  too_long: "超过 1 MiB",
  no_body: "空响应",
  no_code: "没有飞书的 code",
} as const;

const quoted = (says: string): string => (says === "" ? "" : `（${says}）`);

/** Why Feishu did not take a row, or why nobody knows. */
export const feishu: FeishuTexts = {
  feishu_code: ({ code, meaning, advice, says = "", scopes = [] }) => {
    const text = codeText(code, { message: meaning, hint: advice });
    return {
      message: says === "" ? text.message : `${text.message}：${says}`,
      hint: scopes.length === 0 ? text.hint : `缺少：${scopes.join("、")}。${text.hint}`,
    };
  },
  unknown_code: ({ code, says }) => ({
    message: `飞书返回了未知的错误码：${code}${quoted(says)}`,
    hint: "请保留 log id 并咨询飞书支持，同时把错误码反馈给我们。",
  }),
  too_many_requests: ({ code, says }) => ({
    message: `飞书返回了未知的错误码：${code}${quoted(says)}`,
    hint: "HTTP 429 表示请求过多，程序会重试。请把错误码反馈给我们。",
  }),
  code_with_http: ({ code, http_status }) => ({
    message: `请求失败：错误码 ${code}，HTTP ${http_status}`,
    hint: RESOLVED_LATER,
  }),
  feishu_failed: ({ code, says, http_status }) => ({
    message: `飞书出错：${`${code} ${says}`.trim()}，HTTP ${http_status}`,
    hint: RESOLVED_LATER,
  }),
  gateway_failed: ({ http_status }) => ({ message: `飞书或中间代理出错：HTTP ${http_status}`, hint: RESOLVED_LATER }),
  gateway_timeout: ({ http_status }) => ({
    message: `网关等待飞书响应超时（HTTP ${http_status}）`,
    hint: RESOLVED_LATER,
  }),
  empty_answer: ({ http_status }) => ({
    message: `只有 HTTP ${http_status}，没有飞书的内容`,
    hint: "程序会改为读取飞书中的记录。可能是代理代为响应，请检查网络。",
  }),
  unreadable_answer: ({ what, http_status }) => ({
    message: `响应不是来自飞书：${UNREADABLE[what]}，HTTP ${http_status}`,
    hint: "可能是代理或登录页面代为响应：请检查 base URL 和网络。",
  }),
  foreign_answer: ({ names }) => ({
    message: `响应属于另一个请求${names.length === 0 ? "" : `：${names.join("、")} 不一致`}`,
    hint: "程序会换一个连接重试。如果一直如此，可能是中间代理混淆了响应。",
  }),
  not_reached: ({ cause, word }) => {
    const { message, hint } = network[cause];
    return { message: `无法连接飞书：${message}（${word}）`, hint };
  },
  answer_timeout: ({ word }) => ({ message: `未在规定时间内收到完整响应（${word}）`, hint: CHECK_NETWORK }),
  connection_lost: ({ word }) => ({ message: `收到响应前连接已断开（${word}）`, hint: CHECK_NETWORK }),
  no_token: ({ cause }, say) => ({
    message: `未能从飞书获取访问凭证：${cause === null ? "响应中没有" : say(cause).message}`,
    hint: cause?.id === "unreadable_answer" ? say(cause).hint : "程序会重试。如果一直如此，请检查 base URL 和网络。",
  }),
  token_refused: ({ code, says }) => ({
    message: `飞书拒绝签发访问凭证：${code}${quoted(says)}`,
    hint: "请在开发者后台检查应用，并保留 log id。",
  }),
  token_never_accepted: ({ tokens }) => ({
    message: `飞书连续签发了 ${tokens} 个访问凭证，但都不接受`,
    hint: "请在开发者后台确认应用为自建应用、已启用并已安装到该租户，再执行同一命令。",
  }),
  unknown_list: { message: "列表页的格式无法识别", hint: KEEP_LOG_ID },
  unknown_talents: { message: "人才列表的格式无法识别", hint: KEEP_LOG_ID },
  talent_not_asked: {
    message: "尚未在飞书中查找对应的人才",
    hint: "请再执行同一命令：程序会继续查找，然后发送。",
  },
  talent_not_found: {
    message: "飞书招聘中找不到对应的人才",
    hint: "请先在飞书招聘中创建该人才，或修正单元格；下次执行会重新查找。",
  },
  talent_ambiguous: {
    message: "匹配到多个人才，请先合并",
    hint: "请在飞书招聘中合并这些人才，或修正单元格；下次执行会重新查找。",
  },
  talent_keys_refused: {
    message: "飞书不接受这些单元格作为邮箱、手机号或证件号",
    hint: "请修正单元格，再重新执行。",
  },
  interrupted: { message: "收到响应前程序已中断，结果未知", hint: RUN_AGAIN },
  file_changed: { message: "文件在读取该行之后有变化，未发送", hint: READ_AGAIN },
  file_missing: { message: "导出文件所在的文件夹中已没有这个文件，未发送", hint: READ_AGAIN },
  file_unreadable: { message: "文件已无法读取，未发送", hint: READ_AGAIN },
  no_id: { message: "飞书返回成功，但没有给出 ID", hint: RUN_AGAIN },
  other_content: { message: "飞书返回的记录与发送的内容不一致", hint: COMPARE },
  id_of_another_row: { message: "飞书返回的 ID 属于另一行的记录", hint: WAIT },
  id_of_deleted: { message: "飞书返回的 ID 属于已删除的记录：主键仍与它绑定", hint: WAIT },
  refused_too_early: ({ cause }, say) => ({
    message: `已被拒绝，但更早的请求可能已生效（${say(cause).message}）`,
    hint: RUN_AGAIN,
  }),
  repeat_refused: ({ cause }, say) => ({
    message: `重复请求被拒绝，无法说明之前的请求是否生效（${say(cause).message}）`,
    hint: RUN_AGAIN,
  }),
  near_record: { message: "飞书中有一条记录可能属于这一行，但内容不完全相同", hint: COMPARE },
  several_records: {
    message: "飞书中有多条记录可能属于这一行：邮箱、手机号和证件号指向不同的记录",
    hint: "请在飞书招聘中合并，或修正单元格；然后再执行同一命令。",
  },
  nothing_to_ask_by: {
    message: "没有收到响应，且这一行没有可用于查找记录的信息",
    hint: "请在飞书招聘中查找，再用 hire-import resolve KEY 作出决定。",
  },
  not_read: ({ cause }, say) => ({ message: `未能读取飞书中的记录（${say(cause).message}）`, hint: RUN_AGAIN }),
  given_back: { message: "为这一行找到的记录属于内容相同的另一行", hint: RUN_AGAIN },
  record_gone: {
    message: "记录已不在飞书招聘中：已被删除",
    hint: "执行 hire-import undo --key KEY --resend 登记后，下次执行会重新创建。",
  },
  fixed_field: { message: "飞书不支持修改已有记录的这个字段", hint: RESTORE },
  not_changeable: () => ({ message: "飞书不支持这样修改已有记录", hint: RESTORE }),
  would_wipe: () => ({
    message: "更新会清除飞书中该记录的其他内容",
    hint: "请直接在飞书招聘中修改；如果不需要保留，可用 undo --resend。",
  }),
  update_refused: ({ cause }, say) => ({
    message: say(cause).message,
    hint: "请修正该行或映射文件，再执行同一命令。",
  }),
  deletion_unclear: ({ cause }, say) => ({
    message: `${say(cause).message}；未能确认记录是否仍在飞书中`,
    hint: "请再执行同一命令。",
  }),
};
