import type { Status } from "../../model/status.js";
import type { CommandTexts, GivenUpAfter, KeptFile, OutageAdvice } from "../en/commands.js";
import { label } from "./labels.js";
import { statuses } from "./statuses.js";
import { suggested } from "./suggested.js";

const EXAMPLE = "https://open.feishu.cn（飞书）或 https://open.larksuite.com（Lark）";
const FROM_EXPORT = "这些行要从导出文件中复制。请恢复原文件，或按现在的内容重新导入。";

/** What ends the command because of how it was called, or where. */
export const commands: CommandTexts = {
  bug: ({ version, what }) => ({
    message: `hire-import ${version} 出现程序错误：${what}`,
    hint: "数据没有丢失：请再次执行同一命令，并把下面的内容反馈给开发者。",
  }),
  result_not_written: ({ code }) => ({
    message: `结果无法写到标准输出（${code}）`,
    hint: "请腾出空间，再执行 hire-import status。",
  }),
  no_credentials: ({ names }) => ({
    message: `没有设置 ${names.join(" 和 ")}`,
    hint: "请在环境变量或 .env 中设置应用的 App ID 和 App Secret（见飞书开发者后台），或先用 --sandbox 试用。",
  }),
  secret_unreadable: ({ file, code }) => ({
    message: `无法从 ${file} 读取 App Secret（${code}）`,
    hint: "请检查 --app-secret-file 的路径。",
  }),
  talents_unreadable: ({ file, code }) => ({
    message: `无法从 ${file} 读取人才（${code}）`,
    hint: "请指定一个文本文件，每行一个人才 ID。",
  }),
  stdin_is_terminal: {
    message: "- 表示从标准输入读取导出文件，而标准输入就是本终端",
    hint: "请用管道传入（zstdcat export.zst | hire-import check -），或直接指定文件。",
  },
  base_url_invalid: ({ shown }) => ({
    message: `base URL${shown === undefined ? "" : `“${shown}”`} 不是有效的网址`,
    hint: `请按此格式填写：${EXAMPLE}`,
  }),
  base_url_with_user: { message: "base URL 中带有用户名或密码", hint: `请去掉，按此格式填写：${EXAMPLE}` },
  base_url_with_query: ({ origin }) => ({
    message: `base URL 中带有查询参数或片段：只需填写 ${origin}`,
    hint: `请按此格式填写：${EXAMPLE}`,
  }),
  base_url_not_https: ({ url }) => ({
    message: `base URL ${url} 不是 https：App Secret 会以明文传输`,
    hint: "请使用 https://；http:// 只能用于本机（127.0.0.1、::1、localhost）。",
  }),
  bad_proxy: {
    message: "环境变量 HTTPS_PROXY 或 HTTP_PROXY 不是有效的代理地址",
    hint: "请写成 http://proxy.example:3128 的形式，或在 NO_PROXY 中填写飞书的域名。",
  },
  rate_above_cap: ({ rate, most, per_minute, of }) => ({
    message:
      `--rate ${rate} 超过了飞书允许的上限：每${per_minute ? "分钟" : "秒"} ${most} 次` +
      (of === undefined ? "" : `（${label(of)}）`),
    hint: per_minute ? "请去掉 --rate。" : `请去掉 --rate，或不超过 ${most}。`,
  }),
  confirm_alone: { message: "--confirm 只能与 --update-changed 一起使用", hint: "请去掉它。" },
  explain_one_row: {
    message: "explain 只查看一行：请用主键或 --line 指定",
    hint: "例如 hire-import explain 5310645，或 hire-import explain --line 52",
  },
  json_needs_file: ({ example }) => ({ message: "使用 --json 时需要指定输出文件", hint: example }),
  exports_need_files: ({ exports }) => ({
    message: `${exports} 个导出文件中有需要修正的行，每个导出文件对应一个失败文件`,
    hint: "hire-import failures -o failed.csv",
  }),
  not_on_terminal: {
    message: "这些记录含有个人信息，不在终端上显示",
    hint: "请写入文件：hire-import failures -o failed.csv",
  },
  export_from_stdin: {
    message: "该导出内容来自标准输入，无法再次读取",
    hint: "请把导出内容保存为文件并导入该文件（行与之前的对应），再执行 hire-import failures。",
  },
  export_gone: ({ path }) => ({ message: `${path} 不见了`, hint: FROM_EXPORT }),
  export_changed_since: ({ path }) => ({ message: `${path} 在导入后发生了变化`, hint: FROM_EXPORT }),
  mapping_exists: ({ path }) => ({
    message: `${path} 已存在，init 不会覆盖它`,
    hint: "请用 -m 指定其他文件名，用 -m - 写到标准输出，或先移走原文件。",
  }),
  json_and_mapping: { message: "--json 和 -m - 不能同时使用：两者都写到标准输出", hint: "请使用 -m FILE。" },
  unknown_target: ({ target, close, names }) => ({
    message: `未知的导入对象 ${target}${suggested(close)}`,
    hint: `可以是：${names.map((name) => `--target ${name}`).join("、")}`,
  }),
  unknown_zone: ({ why }, say) => ({ message: say(why).message, hint: "例如 --timezone Asia/Shanghai" }),
  page_needs_file: ({ json }) => ({
    message: json ? "--json 和报告页面不能同时写到标准输出" : "没有指定输出文件",
    hint: "请使用 -o report.html。",
  }),
  map_with_status: { message: "--map 只列出已导入的行，不能与 --status 一起使用", hint: "请只用其中一个。" },
  unknown_format: ({ file }) => ({
    message: `不支持的输出格式：${file}`,
    hint: "请使用 .csv 或 .ndjson，或加上 --format csv。",
  }),
  spreadsheet_is_csv: { message: "--for-spreadsheet 只能用于 CSV", hint: "请去掉它，或写入 .csv 文件。" },
  would_overwrite: ({ file, what, flag }) => ({
    message: `${file} 是${KEPT[what]}，不会被覆盖`,
    hint: `请用 ${flag} 指定其他文件。`,
  }),
  output_is_folder: ({ path }) => ({ message: `${path} 是文件夹`, hint: "请指定要写入的文件。" }),
  output_not_regular: ({ path }) => ({ message: `${path} 不是普通文件`, hint: "请指定要写入的文件。" }),
  log_without_reader: ({ path }) => ({
    message: `日志无法写入 ${path}：没有程序在读取它`,
    hint: "请先启动读取管道的程序，或用 --log-file 指定文件。",
  }),
  sites_unreadable: ({ why }, say) => ({
    message: `无法读取招聘官网：${say(why).message}`,
    hint: say(why).hint,
  }),
  no_mapping_for_export: ({ mapping, path }) => ({
    message: `找不到映射文件 ${mapping}；没有它就无法读取 ${path}`,
    hint: "请用 --mapping FILE 指定，或不指定导出文件。",
  }),
  is_failures_file: ({ name }) => ({
    message: `${name} 是失败文件：其中的行属于某个导出文件，它已有映射文件`,
    hint: "请用那个映射文件执行 run，或改为查看原来的导出文件。",
  }),
  lookup_file_missing: ({ mapping, line, path }) => ({
    message: `${mapping} 第 ${line} 行：找不到查找文件 ${path}`,
    hint: "路径以映射文件所在的文件夹为准。",
  }),
  origins_differ: ({ name, field, one, other }) => ({
    message:
      `${name} 中的行来自两个导出文件，其 ${field} 的日期格式不同：` +
      `${one.path} 为 ${one.formats.join("、")}，${other.path} 为 ${other.formats.join("、")}`,
    hint: "请把每个导出文件的行单独存为一个文件再导入。",
  }),
  export_only_skipped: {
    message: "使用 --export 时只能加 --skip",
    hint: "hire-import resolve FILE --export --skip",
  },
  export_not_awaited: ({ name, unread }) => ({
    message: `没有未读完的导出文件 ${name}`,
    hint: unread.length === 0 ? "所有导出文件都已读完。" : `可以是：${unread.join("、")}`,
  }),
  one_decision: { message: "请从 --done、--send、--skip 中选择一个", hint: "hire-import resolve --help" },
  not_to_decide: ({ wish, may, status }) => ({
    message:
      `--${wish} 只能用于状态为${may.map((each) => `“${statuses[each]}”`).join("、")}的行；` +
      `这一行的状态为“${statuses[status]}”`,
    hint: INSTEAD[status] ?? "",
  }),
  no_valid_data: { message: "这一行无法发送：没有有效的数据", hint: "请用 hire-import failures 修正。" },
  done_needs_id: {
    message: "--done 需要飞书招聘中记录的 ID",
    hint: "可用 hire-import explain KEY --remote 查看。",
  },
  done_without_id: ({ why }) => ({ message: `这类记录没有 ID：${label(why)}`, hint: "请使用不带 ID 的 --done。" }),
  id_taken: ({ id, is_deleted }) => ({
    message: `${id} 是${is_deleted ? "一条已删除的记录" : "另一行的记录"}的 ID`,
    hint: "请在飞书招聘中核对，或执行 hire-import explain KEY --remote",
  }),
  gave_up: ({ why, after, advice }, say) => {
    const { message, hint } = say(why);
    return {
      message: after === null ? message : `${lasted(after)}（${message}）`,
      hint: `${advice === "as_told" ? hint : OUTAGE[advice]}然后执行同一命令。`,
    };
  },
};

const INSTEAD: Readonly<Partial<Record<Status, string>>> = {
  done: "它已在飞书招聘中。如需删除：hire-import undo --key KEY",
  rejected: "如需重新发送：hire-import retry --only rejected",
  failed: "如需重新发送：hire-import retry",
  pending: "下次 run 会发送它。",
  invalid: "请用 hire-import failures 修正。",
};

const lasted = (after: Exclude<GivenUpAfter, null>): string =>
  "seconds" in after
    ? `${after.seconds} 秒内一直无法连接飞书`
    : `连续 ${after.foreign_answers} 次收到的都是其他请求的响应`;

const OUTAGE: Readonly<Record<Exclude<OutageAdvice, "as_told">, string>> = {
  look_at_network: "请检查网络、代理和 base URL。",
  avoid_proxy:
    "中间的代理混淆了响应：请不使用代理（NO_PROXY），或联系代理的管理者。" +
    "如果没有使用代理，则是飞书返回的值与发送的不同：请连同 log id 一起反馈。",
};

const KEPT: Readonly<Record<KeptFile, string>> = {
  export: "账本已知或将要导入的导出文件",
  ledger: "账本或它的附属文件",
  mapping: "映射文件",
  lookup: "映射文件用来查找 ID 的文件或账本",
};
