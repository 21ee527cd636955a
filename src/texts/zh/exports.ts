import type { ExportTexts } from "../en/exports.js";
import { delimiter } from "./delimiters.js";

const AS_UTF8 = "请以 CSV UTF-8 格式重新导出。";
const HEADER_LINE = "请修正映射文件中的 csv: header_line。";
const IN_CSV = "请修正映射文件的 csv: 部分。";

/** What ends the command because of an export as a whole. */
export const exports: ExportTexts = {
  export_not_found: ({ path }) => ({ message: `找不到文件：${path}`, hint: "请检查导出文件的路径。" }),
  export_is_folder: ({ path }) => ({ message: `${path} 是文件夹，不是文件`, hint: "请指定其中的 CSV 文件。" }),
  export_unreadable: ({ path, code, is_forbidden }) => ({
    message: `无法读取 ${path}（${code}）`,
    hint: is_forbidden ? "请为当前用户授予读取权限。" : "请检查文件所在的磁盘或共享目录。",
  }),
  export_not_regular: ({ path }) => ({
    message: `${path} 不是普通文件；导出文件需要读取多次`,
    hint: "请先保存为文件，再指定该文件。",
  }),
  export_gzip_damaged: ({ path }) => ({
    message: `${path} 是 gzip 压缩文件，但已损坏或不完整`,
    hint: "请重新复制或下载；也可以自行解压，查看完好的部分。",
  }),
  export_other_mark: ({ path, found, named }) => ({
    message: `${path} 开头的字节顺序标记表示 ${found} 编码，而映射文件中 encoding 为 ${named}`,
    hint: `请改为 ${found}，或删除 csv: encoding。`,
  }),
  export_unknown_encoding: ({ path, likely }) => ({
    message: `无法识别 ${path} 的编码：${
      likely === undefined ? "不是 UTF-8，用其他编码也读不出文字" : `可能是 ${likely}，本程序不支持`
    }`,
    hint:
      likely === undefined
        ? "请以 CSV UTF-8 格式重新导出，或在映射文件的 csv: encoding 中填写编码（shift_jis、koi8-r 等）。"
        : AS_UTF8,
  }),
  export_false_mark: ({ path, mark }) => ({
    message: `${path} 开头的字节顺序标记表示 ${mark} 编码，但后面的内容是另一种编码`,
    hint: AS_UTF8,
  }),
  export_misread: ({ path, line, sample, meant, setting }) => ({
    message:
      `无法确定 ${path} 的编码：文字在保存之前似乎已被错误解码。第 ${line} 行读作“${sample}”，` +
      (meant === undefined ? "原来的文字已丢失" : `${meant.was} 被当作 ${meant.read_as} 读取，原文应为“${meant.text}”`),
    hint: `${AS_UTF8}如果内容本来就是这样，请在映射文件中加上：${setting}`,
  }),
  export_uncertain_encoding: ({ path, readings, settings }) => {
    const shown = readings.flatMap(({ value, samples }) =>
      samples.length === 0 ? [] : [`按 ${value} 读作“${samples.join("、")}”`],
    );
    return {
      message: `无法确定 ${path} 的编码，可能是 ${[readings[0]?.value, ...shown].join("；")}`,
      hint:
        `请把文字正确的一种写进映射文件：${settings.join(" 或 ")}。` +
        "如果都不正确，请填写其他编码，或以 CSV UTF-8 格式重新导出。",
    };
  },
  export_empty: ({ path }) => ({ message: `${path} 是空文件`, hint: "请重新导出。" }),
  export_no_header: ({ path }) => ({ message: `${path} 没有表头：所有行都是空白`, hint: "请重新导出。" }),
  export_no_titles: ({ path, line }) => ({
    message: `${path} 没有表头：第 ${line} 行应为列标题，却是邮箱或手机号`,
    hint: "请在数据上方加上一行列标题。",
  }),
  export_header_beyond: ({ path, header_line, lines }) => ({
    message: `${path} 只有 ${lines} 行，而表头应在第 ${header_line} 行`,
    hint: HEADER_LINE,
  }),
  export_header_blank: ({ path, header_line }) => ({
    message: `${path} 的第 ${header_line} 行应为表头，却是空白行`,
    hint: HEADER_LINE,
  }),
  export_header_unreadable: ({ path, line, why }, say) => ({
    message: `无法读取 ${path} 的表头（第 ${line} 行）：${say(why).message}`,
    hint: say(why).hint,
  }),
  export_quoted_lines: ({ path, width, command }) => ({
    message: `${path} 的每一行都整行加了引号：一个单元格中有 ${width} 列，其中的引号都写成了两个`,
    hint: command === undefined ? "请重新导出，整行不要加引号。" : `请重新导出，或去掉引号：${command}`,
  }),
  export_two_delimiters: ({ path, header_line, header, records, command }) => ({
    message: `${path} 的表头（第 ${header_line} 行）用${delimiter(header)}分隔，数据用${delimiter(records)}分隔`,
    hint: `请重新导出，或把表头也改用${delimiter(records)}分隔${command === undefined ? "。" : `：${command}`}`,
  }),
  export_two_encodings: ({ path, first, second, line, command }) => ({
    message:
      `${path} 前面的编码是${first === undefined ? "一种编码" : ` ${first}`}，` +
      `从第 ${line} 行起是另一种编码${second === undefined ? "" : `：${second}`}`,
    hint: `请重新导出为一个文件${command === undefined ? "。" : `，或统一转为 UTF-8：${command}`}`,
  }),
  export_wrong_delimiter: ({ path, named, found }) => ({
    message: `${path} 用${delimiter(found)}分隔，而映射文件中填的是${delimiter(named)}`,
    hint: `请在映射文件中设置 csv: delimiter: ${JSON.stringify(found)}，或删除该项。`,
  }),
  export_changed: ({ path }) => ({
    message: `读取时 ${path} 发生了变化，最后几行可能不完整`,
    hint: "请等写入该文件的程序结束，再执行同一命令。",
  }),
  export_no_rows: ({ path }) => ({
    message: `${path} 的表头下面没有数据`,
    hint: "请重新导出，或修正映射文件中的 csv: header_line。",
  }),
  unknown_encoding_name: ({ name }) => ({
    message: `未知的编码 ${JSON.stringify(name)}`,
    hint: "请在映射文件的 csv: encoding 中填写 utf-8、gb18030、big5、utf-16le、windows-1252 等编码。",
  }),
  bad_quote: ({ quote }) => ({ message: `引号字符 ${JSON.stringify(quote)} 不是一个可见的 ASCII 字符`, hint: IN_CSV }),
  bad_delimiter: (params) => ({ message: `${JSON.stringify(params.delimiter)} 不能用作分隔符`, hint: IN_CSV }),
  bad_escape: ({ by }) => ({
    message: `转义字符 ${JSON.stringify(by)} 既不是引号字符，也不是反斜杠`,
    hint: IN_CSV,
  }),
  bad_header_line: ({ header_line }) => ({ message: `表头行 ${header_line} 不是有效的行号；第一行为 1`, hint: IN_CSV }),
};
