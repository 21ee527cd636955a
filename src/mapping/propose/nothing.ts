import { DEFAULT_EMPTY } from "../text.js";

/** What exports write for nothing, in lower case. A word of a language that could mean something is not among them. */
const SPELLINGS = new Set([
  ...DEFAULT_EMPTY.map((spelling) => spelling.toLowerCase()),
  ...["--", "---", "–", "—", "——", "/", "\\", "\\n", "n.a.", "na", "nil", "none", "none specified", "not available"],
  ...["not specified", "not provided", "unspecified", "undefined", "(null)", "(none)", "(empty)", "(blank)", "#null!"],
  ...["暂无", "空", "未填", "未填写"],
]);

/** Whether a trimmed cell says that there is nothing. */
export function isNothing(trimmed: string): boolean {
  return trimmed === "" || (trimmed.length <= 16 && SPELLINGS.has(trimmed.toLowerCase()));
}
