import type { RecordTexts } from "../catalogue.js";
import { delimiter } from "./delimiters.js";

const NOTHING_QUOTED = '如果整个文件都不使用引号，请在映射文件的 csv 下设置 quote: ""。';

/** Why a record cannot be read. */
export const records: RecordTexts = {
  quote_inside_cell: {
    message: "引号格式错误：未加引号的单元格中出现了引号",
    hint: `请给整个单元格加上引号，并把其中的每个引号写成两个。${NOTHING_QUOTED}`,
  },
  text_after_quote: {
    message: "引号格式错误：右引号后还有内容",
    hint: '请把引号内的每个引号写成两个。如果整个文件用 \\" 表示引号，请在 csv 下设置 escape: "\\\\"。',
  },
  quote_not_closed: {
    message: "引号格式错误：单元格的左引号没有对应的右引号",
    hint: `请在单元格末尾补上引号，并把其中的引号写成两个。${NOTHING_QUOTED}`,
  },
  swallows_rows: {
    message: "引号格式错误：一个多余的引号把下面几行并进了同一个单元格",
    hint: `请删除这个引号，或补上对应的右引号。${NOTHING_QUOTED}`,
  },
  part_of_cell: {
    message: "这一行不像一条记录，可能是上面那条无法读取的记录中的文字",
    hint: "请先修正上一条记录的引号；属于它的文字会随之归位。",
  },
  title_line: {
    message: "这一行像列标题，与其他行不同",
    hint: "请从导出文件中删除这一行，再执行同一命令。如果它就是表头，请设置 csv: header_line。",
  },
  below_other_header: ({ line }) => ({
    message: `这条记录位于另一个表头（第 ${line} 行）之下，列与前面不同`,
    hint: "请把该表头以下的内容另存为一个文件，并为它单独准备映射文件。",
  }),
  record_too_long: {
    message: "这条记录超过 1 MiB",
    hint: "请检查换行符和分隔符是否与映射文件一致。",
  },
  undecodable_bytes: ({ encoding }) => ({
    message: `记录中有不符合 ${encoding} 编码的内容`,
    hint: "请在映射文件的 csv: encoding 中填写正确的编码，或修正该记录。",
  }),
  too_many_cells: ({ expected }) => ({
    message: `列数不符：应为 ${expected} 列，实际更多`,
    hint: "请给含有分隔符的单元格加上引号。",
  }),
  too_few_cells: ({ expected }) => ({
    message: `列数不符：应为 ${expected} 列，实际更少`,
    hint: "请补齐到与表头相同的列数。如果它不是一条记录，请从导出文件中删除后重新执行。",
  }),
  shifted_cells: {
    message: "各列内容错位：单元格不像本列，而像旁边的列",
    hint: "请给含有分隔符的单元格加上引号，或补上缺少的单元格。",
  },
  quoted_as_a_whole: {
    message: "整行被当作一个带引号的单元格",
    hint: "请去掉整行两端的引号，并把行内成对的引号改为一个。",
  },
  other_delimiter: ({ found, named }) => ({
    message: `这条记录用${delimiter(found)}分隔，表头用${delimiter(named)}分隔`,
    hint: "请把使用另一种分隔符的行连同表头另存为一个文件。",
  }),
};
