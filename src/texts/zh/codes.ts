import type { Sentence } from "../catalogue.js";

const ADMIN = "请联系企业管理员";
const A_BUG = "这是 hire-import 的缺陷：请连同 log id 反馈给我们。";
const NEW_TOKEN = "程序会自动获取新的凭证。";
const RETRIED = "程序会自动重试；如果一直如此，请调低 --rate，或把 log id 提供给飞书支持。";

const internalError: Sentence = { message: "飞书内部错误，请求未生效", hint: RETRIED };
const systemError: Sentence = {
  message: "飞书招聘系统错误",
  hint: "结果未知，下次尝试时会自动确认。如果一直如此，请把 log id 提供给飞书支持。",
};
const scopeMissing: Sentence = {
  message: "应用缺少权限",
  hint: "请在开发者后台开通权限并发布应用版本，再执行同一命令。",
};
const COMPARE =
  "请在开发者后台核对 FEISHU_APP_ID 和 FEISHU_APP_SECRET，并确认品牌：Lark 应用需要 " +
  "--base-url https://open.larksuite.com，飞书应用为 https://open.feishu.cn。";
const wrongCredentials: Sentence = { message: "App ID 或 App Secret 不正确", hint: COMPARE };
const userToken: Sentence = {
  message: "飞书要求用户授权，而 hire-import 以应用身份运行",
  hint: "请确认 base URL 是飞书的 API 地址、应用为自建应用；否则请把 log id 提供给飞书支持。",
};
const tokenNotIssued: Sentence = {
  message: "飞书未能签发访问凭证",
  hint: "程序会自动重试；如果一直如此，请在开发者后台检查应用。",
};

/** Feishu's error codes, of all endpoints and targets: none has two meanings. */
export const codes: Readonly<Record<number, Sentence>> = {
  99991400: { message: "请求过于频繁，被飞书限流", hint: "程序会自动降低速度后重新发送。" },
  99991403: {
    message: "企业本月的 API 调用额度已用完",
    hint: `${ADMIN}提升额度，或下个月再执行同一命令。`,
  },
  99991401: {
    message: "本机 IP 不在应用的白名单中",
    hint: "请在开发者后台（安全设置 > IP 白名单）添加本机的公网 IPv4 地址；如经过 NAT 或代理，请添加其出口地址。",
  },
  99991543: wrongCredentials,
  99991661: { message: "请求中没有访问凭证", hint: A_BUG },
  99991662: { message: "应用已停用", hint: `${ADMIN}启用应用，再执行同一命令。` },
  99991663: { message: "访问凭证已失效", hint: NEW_TOKEN },
  99991664: { message: "应用访问凭证已失效", hint: NEW_TOKEN },
  99991665: { message: "无法识别访问凭证所属的租户", hint: "请确认应用为自建应用并已安装到该租户。" },
  99991668: userToken,
  99991671: { message: "飞书无法识别访问凭证的格式", hint: A_BUG },
  99991672: scopeMissing,
  99991673: { message: "应用在该租户中不可用", hint: `${ADMIN}安装并启用应用，再执行同一命令。` },
  99991676: scopeMissing,
  99991677: userToken,
  99991679: userToken,
  99991201: { message: "飞书没有这个 API 路径", hint: "请检查 base URL；如为私有化部署，请确认包含飞书招聘。" },
  99991301: { message: "该 API 不接受这种 HTTP 方法", hint: A_BUG },
  99992402: { message: "飞书拒绝了某个字段", hint: "请修正该行，或映射文件中的该字段。" },
  9499: { message: "飞书无法读取请求", hint: "请修正该行；如果内容无误，请把 log id 提供给飞书支持。" },
  2200: internalError,
  4006: internalError,
  5000: internalError,
  10101: internalError,
  1002001: systemError,
  1020001: systemError,
  1002002: { message: "飞书拒绝了某个参数", hint: "请检查该行各值的类型和长度。" },
  10003: { message: "App ID 不正确，或应用从未发布", hint: COMPARE },
  10012: tokenNotIssued,
  10013: tokenNotIssued,
  10014: { message: "App Secret 不正确，或应用已停用", hint: COMPARE },
  10015: { message: "App Secret 不正确", hint: COMPARE },
  1002009: { message: "手机号不正确", hint: "请修正手机号，再执行同一命令。" },
  1002102: {
    message: "飞书招聘中没有这个人才",
    hint: "请先在飞书招聘中创建该人才，或修正人才 ID，然后执行：hire-import retry --only rejected",
  },
  1002104: { message: "飞书无法读取简历", hint: "请检查 resume_attachment_id 对应的文件，再执行同一命令。" },
  1002105: {
    message: "飞书中已有此人（飞书未说明依据）",
    hint: "请在飞书招聘中找到该人才，再修正该行的邮箱、手机号或证件号。",
  },
  1002108: { message: "没有这个简历来源", hint: "请与飞书招聘设置中的简历来源核对 resume_source_id。" },
  1002613: {
    message: "企业未开启“通过 API 同步职位”",
    hint: "请在飞书招聘中开启：设置 > 职位管理 > 职位设置 > 通过 API 同步职位，再执行同一命令。",
  },
  1002609: {
    message: "广告对应的职位已关闭",
    hint: "请先在飞书招聘中重新开启该职位，然后执行：hire-import retry --only rejected",
  },
  1002624: {
    message: "飞书不接受这个职位广告",
    hint: "请检查 advertisement_id：应为职位广告的 ID，而不是职位的 ID。换成其他 ID 即为另一行：请用新 ID 导入，并用 hire-import resolve KEY --skip 排除这一行。",
  },
};

/** What a code means; `english` where this table has no word for it. */
export function codeText(code: number, english: Sentence): Sentence {
  // The generic table of Feishu's names these two hundred as one.
  return codes[code] ?? (code >= 1500 && code <= 1699 ? internalError : english);
}
