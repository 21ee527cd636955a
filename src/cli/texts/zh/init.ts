import { UNDECIDED } from "../../../model/undecided.js";
import { number } from "../../numbers.js";
import type { InitTexts } from "../en/init.js";

/** What `init` tells of the mapping that it has written. */
export const init: InitTexts = {
  size: (rows, columns) => `${number(rows)} 行，${number(columns)} 列`,
  after_look: (mapping) => `查看 ${mapping} 之后`,
  after_todos: (mapping, todos) => `填写 ${mapping} 中的 ${number(todos)} 处 ${UNDECIDED} 之后`,
  look_at_it: "请确认：",
  to_decide: "待填写：",
  written: (mapping) => `已写入 ${mapping}`,
  todos: (mapping, todos) => `${mapping} 中有 ${number(todos)} 处 ${UNDECIDED}。请在 check 或 run 之前替换：`,
};
