import type { CellTexts, Sentence } from "../catalogue.js";
import { badFile } from "./files.js";
import { label } from "./labels.js";

const AS_TEXT = "请重新导出，不要用 Excel 另存；或在导入时把该列设为“文本”（数据 > 自文本）。";
const MAY_COLLAPSE = "不同的 ID 现在可能变得相同。";
const IF_RIGHT = "如果它本来就是这样，请把它加入该字段的 `accept_ids`，或设置 `accept_ids: all`。";
const MEANS_NOTHING = "如果它表示“无”，请加入映射文件的 `empty`。";
const FILL_IN = "请填写该单元格，或在映射文件中用 `where` 排除这类行。";

const damagedId = (message: string, hint = `${AS_TEXT}${IF_RIGHT}`): Sentence => ({ message, hint });
const correctFile = (file: string): string => `请修正 ${file}，再执行同一命令。`;

/** Why a cell cannot be read. */
export const cells: CellTexts = {
  undecodable_text: {
    message: "文字中有无法识别的字符（乱码）",
    hint: "请以 UTF-8 编码重新导出，或重新输入该单元格。",
  },
  error_value: {
    message: "单元格是电子表格的错误值（#REF!、#N/A、####），不是数据",
    hint: `请修正该单元格。${MEANS_NOTHING}`,
  },
  missing_value: { message: "必填项为空", hint: FILL_IN },
  missing_part: { message: "组成该字段的某一列为空", hint: FILL_IN },
  value_refused: ({ target, issue }) => ({
    message: `${target} 不接受这个值：${issue}`,
    hint: "请修正该单元格，或映射文件中的该字段。",
  }),
  unmapped_value: {
    message: "未知的值：不在该字段的 `values` 中",
    hint: "请把它加入映射文件的 `values`，或用 `otherwise` 设置默认值；`hire-import check` 会列出所有这类值。",
  },
  unknown_choice: ({ choices }) => ({
    message: `未知的值：应为${Object.entries(choices)
      .map(([number, meaning]) => ` ${number} ${label(meaning)}`)
      .join("、")} 之一`,
    hint: "请在映射文件中为该字段设置 `values`：导出文件中的每个值及其对应的数字。",
  }),
  not_yes_or_no: {
    message: "未知的值：既不是“是”也不是“否”",
    hint: "请在映射文件中为该字段设置 `values`：每个值对应 true 或 false。",
  },
  not_a_number: {
    message: "不是数字（只能有数字和一个小数点）",
    hint: "请写成 12 或 12.5，或在映射文件中为该字段设置 `values`。",
  },
  time_is_nothing: ({ paste }) => ({
    message: "日期是一个表示“无”的词",
    hint: `如果它表示“无”，请在映射文件开头设置：  ${paste}`,
  }),
  time_zone_letters: ({ letters }) => ({
    message: `时间用缩写（${letters}）表示时区，而多个时区可能使用同一缩写`,
    hint: `请在该字段的 \`format\` 中给这些字母加引号，并写明时区：{ format: "yyyy-MM-dd HH:mm '${letters}'", timezone: … }。`,
  }),
  time_other_format: ({ formats, more }) => ({
    message: `日期不符合格式 ${formats}`,
    hint: `请修正该单元格，或补充它的格式：${more}。${MEANS_NOTHING}`,
  }),
  time_unknown_format: {
    message: "无法识别日期格式",
    hint: `请为该字段设置格式，例如 format: "yyyy/MM/dd HH:mm"。${MEANS_NOTHING}`,
  },
  time_not_iso: {
    message: "日期不是 ISO 格式",
    hint: `请为该字段设置格式，例如 format: "yyyy/MM/dd HH:mm"。${MEANS_NOTHING}`,
  },
  time_impossible: { message: "日期无效", hint: `请修正日期。${MEANS_NOTHING}` },
  time_ambiguous: ({ formats }) => ({
    message: "日期中的日和月无法区分",
    hint: `请按格式（${formats}）完整填写，不要省略 0。`,
  }),
  time_implausible: {
    message: "日期不在 1980 至 2099 年之间",
    hint: `请修正该单元格或该字段的 \`format\`：把秒当作毫秒读取时会这样。${MEANS_NOTHING}`,
  },
  time_without_zone: {
    message: "时间没有时区，映射文件也没有 timezone",
    hint: "请在映射文件中填写导出文件的时区，例如 timezone: Asia/Shanghai。",
  },
  time_skipped: ({ zone }) => ({
    message: `这个当地时间不存在：${zone} 的时钟当时被拨快`,
    hint: "请修正该单元格；如果该字段使用其他时区，请设置它的 `timezone`。",
  }),
  time_twice: ({ zone, format }) => ({
    message: `这个当地时间出现了两次：${zone} 的时钟当时被拨慢`,
    hint: `请写明时差（2024-10-27T02:30:00+02:00）${format === "" ? "" : `，并设置 ${format}`}。`,
  }),
  id_scientific: damagedId("ID 被 Excel 转成了科学计数法，数字已丢失", `${AS_TEXT}${MAY_COLLAPSE}`),
  id_like_scientific: damagedId(
    "ID 像科学计数法，而该列的多数 ID 不是十六进制",
    `如果它是十六进制，请把它加入该字段的 \`accept_ids\`，或设置 \`accept_ids: all\`。否则：${AS_TEXT}`,
  ),
  id_rounded: damagedId("ID 疑似被电子表格四舍五入（第 15 位之后全是 0）", `${AS_TEXT}${MAY_COLLAPSE}${IF_RIGHT}`),
  id_shortened: damagedId("ID 开头的 0 被电子表格去掉：比该列其他 ID 短"),
  id_as_date: damagedId("ID 被电子表格转成了日期"),
  id_like_date: damagedId("ID 像日期，与该列其他 ID 不同，可能被电子表格转换过"),
  id_as_truth: damagedId("ID 被电子表格转成了 TRUE 或 FALSE"),
  id_as_number: damagedId(
    "ID 被当作数字写出，带有小数或千位分隔符",
    `请不要用该程序重新导出，或去掉它添加的部分。${IF_RIGHT}`,
  ),
  id_with_spaces: { message: "ID 中有空格或不可见字符", hint: "请重新输入该 ID，不要带多余的字符。" },
  id_with_quote: { message: "ID 的开头或结尾有单个引号", hint: "请去掉引号：单元格中只应有 ID 本身。" },
  id_with_escape: {
    message: "ID 中有 _x000D_ 一类的字符，是表格文件写入的控制字符",
    hint: "请修正该单元格，或在映射文件的该字段设置 decode: [xlsx]。",
  },
  id_is_title: {
    message: "ID 是列标题，可能是第二行表头",
    hint: `请删除这一行，或在映射文件中用 \`where\` 排除。${IF_RIGHT}`,
  },
  id_is_nothing: {
    message: "ID 是一个表示“无”的词",
    hint: `请填写该单元格，或把这个词加入映射文件的 \`empty\`。${IF_RIGHT}`,
  },
  number_damaged: { message: "号码被电子表格损坏（科学计数法、四舍五入或日期）", hint: AS_TEXT },
  bad_email: { message: "邮箱格式不正确，或不止一个", hint: "请只填写一个邮箱地址。" },
  bad_mobile: {
    message: "手机号格式不正确，或不止一个（中国大陆手机号为 1 开头的 11 位数字）",
    hint: "请只填写一个手机号；如果映射文件没有 mobile_code，请带上国家或地区代码，如 +852 …",
  },
  bad_country_code: {
    message: "不是有效的国家或地区代码",
    hint: "请用数字填写（86、+852），或在映射文件中为 mobile_code 设置 `values`。",
  },
  bad_id_document: { message: "证件号码不正确", hint: "请与证件核对：有一位数字错误或缺失。" },
  mobile_without_country: {
    message: "手机号不是中国大陆号码，飞书需要其国家或地区的编码",
    hint: "请在映射文件中用 `values` 设置 mobile_country_code（按飞书的地点列表），或不填手机号。",
  },
  bad_file: ({ what }) => badFile[what],
  no_person: {
    message: "请填写手机号或邮箱：没有可用于匹配人才的信息",
    hint: "请至少填写其中一列，或在映射文件中用 `where` 排除这类行。",
  },
  lookup_unknown: ({ file }) => ({
    message: `${file} 中没有这个 ID`,
    hint: `请把它加入 ${file}，或在映射文件中用 \`where\` 排除这类行。`,
  }),
  lookup_twice: ({ file }) => ({ message: `${file} 中同一 ID 对应多个不同的值`, hint: correctFile(file) }),
  lookup_empty: ({ file, column }) => ({
    message: `${file} 的“${column}”列中，这个 ID 没有对应的值`,
    hint: correctFile(file),
  }),
  lookup_damaged: ({ file, column, cause }, say) => ({
    message: `${file} 的“${column}”列：${say(cause).message}`,
    hint: correctFile(file),
  }),
};
