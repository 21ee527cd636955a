import { formatLine, type WarningTexts } from "../en/warnings.js";
import { label } from "./labels.js";

const LOOK = "请检查映射文件中的列、日期格式和时区是否正确。";

/** What is doubtful about rows that can be sent all the same, and why a run stops for many of them. */
export const warnings: WarningTexts = {
  header_moved: {
    message: "中间出现另一个表头，列的顺序不同，以下按它读取",
    hint: "请检查它下面的行是否正确。",
  },
  perhaps_rows: {
    message: "一个单元格中的几行可能是记录，但被当作一个单元格的文字读取",
    hint: "请查看该行。如果有记录被并入，请删除单元格开头的引号。",
  },
  perhaps_text: {
    message: "上一条记录有多余的引号，这一条可能是它最后一个单元格中的文字",
    hint: "请查看该行，并修正上一条记录的引号。",
  },
  perhaps_shifted: {
    message: "有单元格像旁边一列的内容，这条记录可能错位",
    hint: "请查看该行。含有分隔符的单元格需要加引号。",
  },
  broken_unused: {
    message: "映射文件没有用到的列中有无法解码的内容",
    hint: "如果其他列正确，则无需处理。",
  },
  uneven_records: {
    message: "无法从这条记录或其他记录确定单元格与列对应，这条记录可能错位",
    hint: "请检查含有分隔符的单元格是否加了引号，或重新导出，使每条记录的列数一致。",
  },
  odd_characters: ({ column, characters }) => ({
    message: `列 ${column}：有少见的字符（${characters.join(" ")}），文字可能曾被错误解码`,
    hint: "请与原系统核对该单元格。如有不同，请重新导出为 UTF-8 编码的 CSV。",
  }),
  application_ended_first: { message: "投递的终止时间（modify_time）早于创建时间（create_time）", hint: LOOK },
  interview_ended_first: { message: "面试的结束时间（end_time）早于开始时间（begin_time）", hint: LOOK },
  time_in_future: { message: "时间在将来", hint: LOOK },
  unknown_channel: {
    message: "本企业的招聘官网中没有这个渠道",
    hint: "可用 hire-import channels 列出渠道；如果是第三方渠道，可忽略此提示。",
  },
  closed_job: {
    message: "招聘广告对应的职位已关闭，飞书会拒绝发布（1002609）",
    hint: "请先在飞书招聘中开启职位，或不导入该行。",
  },
  unknown_talent: {
    message: "飞书招聘中没有这个人才，飞书会拒绝该行（1002102）",
    hint: "请先创建人才，或修正 talent_id。",
  },
  list_not_read: ({ why }, say) => ({ message: `无法读取列表：${say(why).message}`, hint: say(why).hint }),
  still_running: ({ words, more, no_end, meaning, has_where, condition }) => ({
    message: `${words.join("、")}${more ? " 等" : ""}${no_end ? "，且没有终止时间" : ""}。${label(meaning)}`,
    hint: `如不导入，请在映射文件的${has_where ? " `where:` 下" : "开头添加 `where:`，并在其下"}加上：  - ${condition}`,
  }),
  odd_ids: ({ samples, more, usual }) => ({
    message: `${samples.join("、")}${more ? " 等" : ""}：与其他 ID（如 ${usual}）不同`,
    hint: "请查看这些行：可能是其他标题、第二个表格或备注。可以用 `where` 排除。",
  }),
  perhaps_exchanged: ({ export: name, formats }) => ({
    message: `电子表格可能颠倒了日不大于 12 的日期的月和日（${name}）`,
    hint: `请检查日期是否正确；如果颠倒了，${
      formats.length === 0 ? "请重新导出，不要用电子表格另存" : `请在映射文件中设置 ${formatLine(formats)}`
    }。`,
  }),
  formats_differ: ({ ways }) => ({
    message: `各导出文件的日期格式不同（${ways
      .map(({ exports, formats }) => `${exports.join("、")}：${formats}`)
      .join("；")}）`,
    hint: "程序按各自的格式读取，请确认是否正确。",
  }),
  lookup_no_key: "没有 ID",
  lookup_bad_key: ({ column, why }, say) => `“${column}”列：${say(why).message}`,
  also_on: ({ others }) =>
    `另见${others.map(({ line, path }) => `${path === undefined ? "" : ` ${path} `}第 ${line} 行`).join("、")}`,
  same_refusal: ({ rows, why, likely }, say) => ({
    message: `前 ${rows} 行都因同一原因被拒绝：${say(why).message}`,
    hint: `${label(likely)}如需继续：--max-errors off`,
  }),
  max_errors: ({ errors, rows, limit }) => ({
    message: `本次执行的 ${rows} 行中有 ${errors} 行被拒绝或未成功（--max-errors ${limit}）`,
    hint: "请先修正这些行，或用更大的 --max-errors 继续。",
  }),
};
