import { number } from "../../model/numbers.js";
import { UNDECIDED } from "../../model/undecided.js";
import type { Different, DraftTexts, ValueCounts } from "../en/drafts.js";
import { label } from "./labels.js";
import { meaningOf } from "./meanings.js";

function differentOf({ seen, different, is_whole }: Different): string {
  const values = `${is_whole ? "" : "前 "}${number(seen)} 个值`;
  return different === seen ? `${values}各不相同` : `${values}中有 ${number(different)} 个不同`;
}

const countsOf = (values: ValueCounts): string =>
  values.map(({ text, count }) => `${text}（${number(count)}）`).join("、");

const SUCH_AS = { html: "&amp;、&#39;、<br>", xlsx: "_x000D_" } as const;
const MEANT = { thing: "其他内容", time: "其他日期" } as const;

/** What `init` writes into a mapping beside its keys. */
export const drafts: DraftTexts = {
  draft_of: ({ names, rows, columns, target }) =>
    `${names.join("、")}（${number(rows)} 行，${number(columns)} 列）中的每一行如何成为飞书招聘中的一条 ${target} 记录。`,
  draft_preface: "由 hire-import init 生成。请阅读每个字段上方的说明，并修正不对的地方。",
  draft_todos: `请替换每一处 ${UNDECIDED}：全部替换之前，check 和 run 不接受这个文件。`,
  draft_zone_given: "不含时差的时间按此时区读取。",
  draft_zone_missing: ({ columns }) => `不含时差的本地时间：${columns.join("、")}。导出文件没有说明时区。`,
  draft_name_zone: ({ is_chinese }) =>
    `填写原系统所用的时区，${is_chinese ? "很可能是 Asia/Shanghai" : "例如 Europe/Stockholm 或 America/New_York"}`,
  draft_empty: ({ found }) =>
    `视为空白的值。${found.length === 0 ? "此导出文件中的空白单元格就是空的。" : `此导出文件中有：${countsOf(found)}。`}`,
  draft_perhaps_empty: ({ doubtful }) => `以下值也可能表示空白，目前原样保留：${countsOf(doubtful)}。`,
  draft_encoded: ({ counts }) => {
    const told = counts.map(({ name, cells }) => `${name} ${number(cells)} 个（例如 ${SUCH_AS[name]}）`).join("、");
    return `有些单元格含有程序编码后的字符：${told}。去掉 # 即可还原。`;
  },
  draft_where: "不导入的行。请去掉适用条件前的 #。",
  draft_where_counts: ({ column, values, has_more }) => {
    const shown = values.map(({ text, count }) => `${text} ${number(count)}`);
    return `${column}：${[...shown, ...(has_more ? ["…"] : [])].join("、")}。`;
  },
  draft_rows_why: ({ rows, why }) => `${number(rows)} 行${meaningOf(why)}`,
  draft_rows_empty: ({ rows }) => `${number(rows)} 行没有值`,
  draft_unused: "未使用的列（不保存，也不发送）：",
  draft_column_twice: "表头中出现两次；如需使用，请改其中一个标题",
  draft_column_in_some: ({ exports, all }) => `${all} 个导出文件中只有 ${exports} 个有此列`,
  draft_column_empty: "每一行都为空",
  draft_column_emails: "邮箱",
  draft_column_times: "日期",

  draft_layout: "导出文件的格式。未写的设置按文件自动检测，check 会显示结果。",
  draft_layout_differs: ({ setting, exports }) => {
    const shown = exports.map(({ name, value }) => `${name} 为 ${value === "\t" ? "制表符" : (value ?? "无")}`);
    return `${setting} 不一致：${shown.join("，")}。`;
  },
  draft_not_certain: ({ why }, say) => `不确定：${say(why).message}`,
  draft_not_rows: ({ name, not_rows }) => {
    const { preamble, blank, delimiter_only, header, total, footer } = not_rows;
    const kinds = [
      ...(preamble > 0 ? [`表头之上 ${number(preamble)} 行`] : []),
      ...(blank > 0 ? [`空白行 ${number(blank)} 行`] : []),
      ...(delimiter_only > 0 ? [`只有分隔符的行 ${number(delimiter_only)} 行`] : []),
      ...(header > 0 ? [`重复的表头 ${number(header)} 行`] : []),
      ...(total > 0 ? [`末尾的合计行 ${number(total)} 行`] : []),
      ...(footer > 0 ? [`末尾的说明 ${number(footer)} 行`] : []),
    ];
    return `${name === undefined ? "" : `${name} 中`}不是数据的行：${kinds.join("，")}。`;
  },

  draft_field: ({ meaning, reason }, say) => `${meaningOf(meaning)}：${say(reason).message}。`,
  draft_alternatives: ({ titles }) => `也可能是：${titles.join("、")}。`,
  draft_by_name: ({ columns }) => (columns === 1 ? "按列名识别" : "按列名识别，取第一个非空的值"),
  draft_by_doubtful_name: ({ by, meant }, say) => `${say(by).message}，但列名也可能指${MEANT[meant]}`,
  draft_by_values: ({ column }) => `列名未能识别，但“${column}”中的值与之相符`,
  draft_no_column: ({ times }) => `没有对应的列${times.length === 0 ? "" : `；含有日期的列：${times.join("、")}`}`,
  draft_name_column: "填写列名",
  draft_name_column_of: ({ field }) => `填写 ${field} 所在的列`,
  draft_choices: ({ choices }) =>
    `${Object.entries(choices)
      .map(([value, meaning]) => `${value} ${label(meaning)}`)
      .join("，")}。`,
  draft_constant: "所有行都相同：",
  draft_values_known: ({ by, is_sure, known, values }, say) =>
    `${say(by).message}${is_sure ? "" : "，不确定"}；${number(values)} 个值中已识别 ${number(known)} 个`,
  draft_rows: ({ rows }) => `${number(rows)} 行`,
  draft_other_values: "填写其他所有值的含义；或删除这一行，并在上面逐个列出",
  draft_list: "列表；如有更多项，请照此再加一行",
  draft_by_titles: "按列名识别",
  draft_also_takes: ({ fields }) => `还可以填写：${fields.join("、")}。`,
  draft_name_inner: ({ meaning }) => `填写列名，或 { value: … }，${meaningOf(meaning)}`,
  draft_parent: ({ by, target }, say) => `${say(by).message}；这是原系统的 ID，可在 ${target} 导入的账本中查到`,
  draft_name_ledger: ({ target }) => `填写 ${target} 导入的账本文件`,
  draft_person: ({ columns }) =>
    `没有对应的列；将按每个人向飞书查询（${columns
      .map(({ title, filled }) => `${title} 有 ${filled} 已填写`)
      .join("，")}）`,
  draft_ledger: ({ column }) => `也可以按“${column}”在候选人导入的账本中查找：{ column: …, lookup: { ledger: … } }。`,
  draft_lookup:
    "也可以在同时含有两种 ID 的另一个 CSV 中查找：{ column: …, lookup: { file: talents.csv, key: …, value: … } }。",
  draft_join: "请在导出文件中加入这一列，或向飞书查询：{ resolve: { email: …, mobile: … } }。",
  draft_email_columns: ({ columns }) => `含有邮箱的列：${columns.join("、")}。这些是候选人的邮箱吗？`,

  draft_key_by_name: ({ different }) => `按列名识别；${differentOf(different)}`,
  draft_key_by_doubtful_name: ({ different }) => `按列名识别，但列名也可能指其他 ID；${differentOf(different)}`,
  draft_key_of_parts: ({ different }) => `没有对应的列；由这几列合成；${differentOf(different)}`,
  draft_key_incomplete: ({ rows }) => `${number(rows)} 行缺少其中的值，无法发送，见 where。`,
  draft_key_of_person: ({ different }) => `没有单独的列；此文件中每个人只出现一次；${differentOf(different)}`,
  draft_add_job: '如果同一个人可能投递两次，请加上职位：{ template: "{人}-{职位}" }。',
  draft_key_by_content: ({ different }) => `列名未能识别，但只有这一列的 ID 不重复；${differentOf(different)}`,
  draft_key_repeats: ({ columns }) =>
    columns.map(({ title, different }) => `“${title}”中有重复（${differentOf(different)}）`).join("；"),
  draft_key_ways: '请填写每一行都不同、且不会改变的一列，或由几列合成：{ template: "{A}-{B}" }。',
  draft_name_key: "填写能够识别每一行的一列或几列",
  draft_ids_damaged: ({ ids }) => `其中 ${number(ids)} 个似乎已被电子表格软件改坏，check 会列出。`,
  draft_key_gaps: ({ rows }) => `有 ${number(rows)} 行为空，无法发送。`,
  draft_id_by_name: ({ share }) => `按列名识别；${share} 的值形式相符`,
  draft_id_by_form: ({ share }) => `列名未能识别，但 ${share} 的值形式相符`,

  draft_times_read: ({ samples }) => samples.map(({ text, read }) => `${text} 读作 ${read}`).join("；"),
  draft_times_of_all: "写法由这几列一起判断。",
  draft_times_differ: "写法不完全相同，check 和 run 会按整列判断。",
  draft_times_unfit: ({ cells }) => `${number(cells)} 个单元格无效，check 会列出。`,
  draft_reading: ({ setting, text, read }) => `${setting} 把 ${text} 读作 ${read}`,
  draft_day_or_month: "每个单元格都可能是日在前，也可能是月在前。请选择：",
  draft_take_one: "无法区分日和月：请采用上面的一行",
  draft_exchanged: ({ converted, text }) =>
    `似乎有电子表格软件交换了日和月：类似 ${converted} 的单元格中，日都不超过 12；` +
    `类似 ${text} 的单元格中，日都超过 12。请选择：`,
  draft_export_again: "请重新导出，且不要用电子表格软件打开；或采用上面的一行",
  draft_two_digit_years: "如果 24 表示 2024、99 表示 1999，请填 true",
  draft_times_mixed: ({ proofs }) =>
    `日期有几种互相矛盾的写法：${proofs
      .map(({ line, text, format }) => `第 ${line} 行的 ${text} 不符合 ${format}`)
      .join("；")}。`,
  draft_split: "请按日期写法拆分导出文件，或修正单元格，然后填写格式",
  draft_short_years: "年份只有两位数字。",
  draft_numbers: "其中的数字不一定是日期。",
  draft_no_time: "其中没有可识别的日期。",
  draft_name_format: "填写日期格式（docs/mapping.md），或删除整个字段",
};
