/** What the parser of the command line says, and how it is said in Chinese. */
const SENTENCES: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^unknown option '(.*)'/, "未知的选项 $1"],
  [/^unknown command '(.*)'/, "未知的命令 $1"],
  [/^missing required argument '(.*)'/, "缺少参数 <$1>"],
  [/^option '(.*)' argument missing/, "选项 $1 缺少取值"],
  [/^option '(.*)' argument '(.*)' is invalid\. /, "选项 $1 的取值 $2 无效。"],
  [/^option '(.*)' value '(.*)' from env '(.*)' is invalid\. /, "环境变量 $3（选项 $1）的取值 $2 无效。"],
  [/^command-argument value '(.*)' is invalid for argument '(.*)'\. /, "参数 $2 的取值 $1 无效。"],
  [/^too many arguments.*$/m, "参数过多"],
  [/\(Did you mean (?:one of )?(.*)\?\)/, "（是否为 $1？）"],
  [/Allowed choices are (.*)\.$/m, "可以是：$1。"],
  [/It is a duration like 30s, 15m, 8h or 1h30m\./, "应为时长，例如 30s、15m、8h 或 1h30m。"],
  [/It is a whole number, 1 or more\./, "应为 1 或更大的整数。"],
  [/It is a number above 0\./, "应为大于 0 的数。"],
  [/It is a number of rows like 20, a share like 5%, or off\./, "应为行数（如 20）、比例（如 5%）或 off。"],
];

/** Leads a help, which is English. `page`: the path of the Chinese one. */
export const helpIsEnglish = (page: string): string => `命令和选项的说明为英文。中文说明：${page}`;

/** `text`: as the parser prints it, behind `error: `. */
export function usageInChinese(text: string): string {
  const told = SENTENCES.reduce(
    (words, [english, chinese]) => words.replace(english, chinese),
    text.replace(/^error: /, ""),
  );
  return `错误：${told}`;
}
