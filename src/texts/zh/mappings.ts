import type { MappingTexts, YamlKind } from "../en/mappings.js";
import { label } from "./labels.js";
import { suggested } from "./suggested.js";

const CREATE: Readonly<Record<YamlKind, string>> = {
  mapping: "请用 hire-import init EXPORT 生成，或用 --mapping FILE 指定。",
  plan: "请写一个：步骤的列表，每步包含 name、mapping 和 exports；见 docs/whole-history.md。",
};
const CORRECT: Readonly<Record<YamlKind, string>> = {
  mapping: "请修正映射文件，再执行同一命令。",
  plan: "请修正计划文件，再执行同一命令。",
};
const NAMES: Readonly<Record<YamlKind, string>> = { mapping: "映射文件", plan: "计划文件" };
const HOLDS: Readonly<Record<YamlKind, string>> = { mapping: "target 和 fields", plan: "steps" };

function oneOf(zones: readonly string[]): string {
  return zones.length === 0 ? "；请使用 Asia/Shanghai 这样的名称" : `；是否为 ${zones.join(" 或 ")}？`;
}

const KINDS: Readonly<Record<string, string>> = { time: "日期", id: "ID" };

/** What a place in the mapping must be. */
const RULES: Readonly<Record<string, string>> = {
  "must be a single value": "应为单个值",
  "has no value": "没有值",
  "must be true or false": "应为 true 或 false",
  "must be a list": "应为列表",
  "must be one character": "应为一个字符",
  "must be a line number: 1, 2, …": "应为行号：1、2 …",
  "must be a list of columns": "应为列的列表",
  "must name at least one column": "至少要有一列",
  "must be a map of the export's values and what they mean": "应为导出文件中的值及其含义",
  "must name at least one format": "至少要有一个格式",
  "must be a format, or a list of formats": "应为一个格式，或格式的列表",
  "must be a time, e.g. 09:30": "应为时间，例如 09:30",
  "must be a list of ids, or all": "应为 ID 的列表，或 all",
  "must be the text between two values": "应为两个值之间的文字",
  "must be a list of conditions": "应为条件的列表",
  "must be a map: the target's fields, and where they come from": "应为字段及其来源",
  "must be a map with target and fields": "应包含 target 和 fields",
  'must be one character, e.g. ";" or "\\t"': '应为一个字符，例如 ";" 或 "\\t"',
  "must be one character, or empty for none": "应为一个字符，没有则留空",
  'must be the quote itself (it is doubled), or "\\\\"': '应为引号本身（表示重复引号），或 "\\\\"',
  "must be a column, or a map with column, columns, template or value":
    "应为列名，或包含 column、columns、template、value 之一的键值",
  "must be a map with column and one of in, not_in, empty": "应包含 column，以及 in、not_in、empty 之一",
  "must be a text": "应为文字",
  "must be a name without spaces: its ledger is called so": "应为不含空格的名称：账本文件以此命名",
  "names no file": "没有列出文件",
  "must be a file, or a list of files": "应为一个文件，或文件的列表",
  "must be a map of name, mapping, exports and ledger": "应包含 name、mapping、exports，可有 ledger",
  "must be a list of steps": "应为步骤的列表",
  "has no step": "没有步骤",
};

/** Of a place that takes some names: they follow a beginning that is always the same. */
function ruleOfNames(rule: string): string {
  const [, beginning, names] = /^must be (one of|a map with any of|a map of|a map with) (.*)$/.exec(rule) ?? [];
  if (names === undefined) return rule;
  const listed = names.split(/, (?:and |or of )?| and /).join("、");
  return beginning === "one of" || beginning === "a map with any of" ? `应为 ${listed} 之一` : `应包含 ${listed}`;
}

/** What is wrong with a mapping. */
export const mappings: MappingTexts = {
  mapping_problems: ({ path, file, problems, more }, say) => ({
    message: [
      ...problems.map(({ line, place, why }) => {
        const { message } = say(why);
        return `${path} 第 ${line} 行：${place === "" ? message : `${place}：${message}`}`;
      }),
      ...(more > 0 ? [`… 另有 ${more} 处`] : []),
    ].join("\n"),
    hint: CORRECT[file],
  }),
  mapping_no_map: ({ path, file, is_empty }) => ({
    message: `${path} ${is_empty ? "是空的" : `不是${NAMES[file]}`}：应为包含 ${HOLDS[file]} 的 YAML`,
    hint: CORRECT[file],
  }),
  mapping_bad_yaml: ({ path, file, why }) => ({ message: `${path}：不是有效的 YAML：${why}`, hint: CORRECT[file] }),
  mapping_too_large: ({ path, file }) => ({ message: `${path} 超过 1 MiB，不是${NAMES[file]}`, hint: CREATE[file] }),
  mapping_missing: ({ path, file }) => ({ message: `找不到${NAMES[file]} ${path}`, hint: CREATE[file] }),
  mapping_is_folder: ({ path, file }) => ({ message: `${path} 是文件夹，不是${NAMES[file]}`, hint: CREATE[file] }),
  mapping_unreadable: ({ path, why }) => `无法读取 ${path}：${why}`,
  mapping_not_text: ({ path, file }) => ({
    message: `${path} 不是 UTF-8 文本`,
    hint: `请把${NAMES[file]}另存为 UTF-8。`,
  }),
  bad_yaml: ({ why }) => `不是有效的 YAML：${why}`,
  duplicate_key: "重复的键",
  is_missing: "缺少该项",
  has_no_value: "没有值",
  rule: ({ rule }) => RULES[rule] ?? ruleOfNames(rule),
  unknown_key: ({ close }) => `未知的键${suggested(close)}`,
  no_such_target: ({ target, close }) => `未知的导入对象 ${target}${suggested(close)}`,
  no_such_field: ({ target, close }) => `${target} 没有这个字段${suggested(close)}`,
  field_missing: ({ field, requirer }) =>
    `缺少字段 ${field}：${requirer === undefined ? "它是每一行的主键" : `${requirer} 需要它`}`,
  no_such_column: ({ export: name, column, line, close }) =>
    `${name} 的表头（第 ${line} 行）中没有“${column}”列${suggested(close)}`,
  column_twice: ({ export: name, column, numbers, is_unseen }) =>
    `${name} 中有多个“${column}”列（第 ${numbers.join("、")} 列${is_unseen ? "，看起来完全相同" : ""}），请改为不同的标题`,
  no_column_found: ({ export: name, columns, line, titles }) =>
    `映射文件中的 ${columns} 列都不在 ${name} 的表头中（第 ${line} 行${titles === undefined ? "" : `：${titles}`}）。` +
    "请检查 csv 下的 delimiter、header_line 和 encoding 是否正确",
  undecided: ({ key, advice }, say) => `${key} 尚未填写${advice === undefined ? "" : `：${say(advice).message}`}`,
  undecided_any: "请填写，或删除这一行",
  undecided_choice: ({ choices, may_delete }) => {
    const listed = Object.entries(choices).map(([number, meaning]) => `${number} ${label(meaning)}`);
    return `请填写其中一个数字（${listed.join("，")}）${may_delete ? "；或删除这一行并设置 `otherwise`" : ""}`;
  },
  needs_source: "需要 column、columns、template、value 中的一个",
  several_sources: ({ given }) => `同时有 ${given.join(" 和 ")}，只能有一个`,
  condition_needs: "需要 in、not_in、empty 中的一个",
  one_key_for_all: "所有行的主键都相同；请从某一列取值",
  means_nothing: ({ kind, field }) => `${field} 不是${KINDS[kind] ?? kind}字段，此项在这里不起作用`,
  means_nothing_beside: ({ setting }) => `与 ${setting} 同时使用时不起作用`,
  means_nothing_without: ({ setting }) => `没有 ${setting} 时不起作用`,
  value_refused_here: ({ value, why }, say) => `${value}：${say(why).message}`,
  zone_of_posix: ({ text, hours, is_behind, zones }) =>
    `${text} 不是地区的时区名称：它比 UTC ${is_behind ? "晚" : "早"} ${hours} 小时，与字面相反${oneOf(zones)}`,
  zone_is_offset: ({ text, zones }) => `${text} 是时差，不是时区名称，不包含夏令时${oneOf(zones)}`,
  zone_is_abbreviation: ({ text, zones }) =>
    `${text} 是缩写，不是时区名称${zones.length > 1 ? "，且有几个时区都这样缩写" : ""}${oneOf(zones)}`,
  zone_unknown: ({ text, close }) => `${text} 不是 IANA 数据库中的时区${suggested(close)}`,
  no_lookup_of_key: ({ field }) => `${field} 是每一行的主键，不能随另一个文件改变`,
  not_resolvable: ({ field }) => `${field} 不能向飞书查询`,
  names_none_of: ({ names }) => `需要 ${names.join("、")} 中的至少一个`,
  no_split_of_key: "主键不能取单元格的一部分：两行可能相同",
  no_split_of_time: "日期使用 format，不能拆分",
  split_needs_columns: "只能用于来自列的值",
  no_values_of_time: "日期使用 format，不能使用 values",
  value_twice: ({ meaning }) => `上面已对应 ${meaning}：大小写、全角半角和空格不作区分`,
  template_names_none: "{} 中没有列名",
  template_no_column: "没有列；请写成 {列名}",
  template_brace: "花括号没有成对；列请写成 {列名}，花括号本身请写成 {{ 或 }}",
  template_side_by_side: "两列之间没有字符，两行的主键可能相同；请在中间加一个字符",
  format_without_zone: ({ format }) => `${format} 不含时差，映射文件中必须设置时区，例如 timezone: Asia/Shanghai`,
};
