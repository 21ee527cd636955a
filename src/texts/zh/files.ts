import type { BadFile } from "../../model/reason.js";
import type { Sentence } from "../catalogue.js";

const CORRECT = "请修正该单元格，或在映射文件中用 `where` 排除这类行。";

/** What is wrong with a file that a cell names. */
export const badFile: Readonly<Record<BadFile, Sentence>> = {
  absolute: { message: "路径是绝对路径；程序只在导出文件所在的文件夹中查找", hint: CORRECT },
  address: { message: "这是网址，不是文件", hint: "请先把文件下载到导出文件所在的文件夹。" },
  outside: { message: "路径超出了导出文件所在的文件夹", hint: "请把文件放到导出文件所在的文件夹中。" },
  none: { message: "导出文件所在的文件夹中没有这个文件", hint: "请把文件放进去，再执行同一命令。" },
  misnamed: {
    message: "没有这个文件，但文件夹中有解压时文件名变成乱码的文件",
    hint: "请按文件名的编码重新解压，例如 `unzip -O gbk`，再执行同一命令。",
  },
  several: { message: "可能对应多个文件：文件名的写法不同", hint: "请重命名其中一个。" },
  folder: { message: "这是文件夹，不是文件", hint: CORRECT },
  special: { message: "不是普通文件", hint: CORRECT },
  empty: { message: "文件是空的", hint: "请重新导出该文件，再执行同一命令。" },
  too_large: { message: "文件超过飞书允许的大小（300 MB）", hint: CORRECT },
  unreadable: { message: "文件无法读取", hint: "请检查文件权限，再执行同一命令。" },
  changing: { message: "读取时文件发生了变化", hint: "请等写入结束，再执行同一命令。" },
  pipe: { message: "导出内容来自管道，没有对应的文件夹", hint: "请直接指定导出文件。" },
};
