import type { Status } from "../../model/status.js";
import type { RowTexts } from "../catalogue.js";
import { statuses } from "./statuses.js";

const NEW_FILE = "请用 hire-import failures 重新生成文件，不要改动 _row 列。";

const WHERE = {
  not_listed: "不在列出的值中",
  ruled_out: "属于排除的值",
  empty: "为空",
  filled: "不为空",
} as const;

const PARENT_TO_DO: Readonly<Record<Status, string>> = {
  pending: "请先完成那次导入",
  sending: "请先完成那次导入",
  failed: "请再次执行那次导入，程序会重新发送该行",
  in_doubt: "请再次执行那次导入，或用 `resolve` 作出决定",
  invalid: "请修正那次导入中的该行",
  rejected: "请修正那次导入中的该行，或用 `retry` 重新发送",
  skipped: "那一行已跳过：请在映射文件中用 `where` 也排除这一行，或导入那一行",
  done: "请在那边用 `resolve` 填写它的 ID",
};

/** What a row is beside other rows, and by somebody's decision. */
export const rows: RowTexts = {
  outside_where: ({ column, why }) => ({
    message: `被 \`where\` 条件排除：“${column}”${WHERE[why]}`,
    hint: "如果符合预期，则无需处理；否则请修改映射文件的 `where`。",
  }),
  repeat: { message: "与另一行完全重复", hint: "无需处理：两行按一行计。" },
  key_conflict: { message: "主键重复，但内容不一致", hint: "请只保留其中一行，或为每行填写不同的主键。" },
  rounded_key_conflict: {
    message: "主键重复且疑似被四舍五入，内容不一致：它们原来的 ID 可能不同",
    hint: "请重新导出，不要用电子表格另存；或为每行填写不同的主键。",
  },
  gone_from_export: { message: "导出文件中已没有这条记录", hint: "无需处理：导出文件已更正。" },
  rekeyed: { message: "按现在的映射，这条记录成为另一行", hint: "无需处理：记录已归入另一行。" },
  parent_unknown: ({ ledger }) => ({
    message: `${ledger} 中没有这个主键对应的行`,
    hint: "请修正该单元格，或把该行加入那次导入；也可以在映射文件中用 `where` 排除这类行。",
  }),
  parent_alike: ({ ledger }) => ({
    message: `${ledger} 中没有这个主键，但有一个只差大小写或前导零的主键`,
    hint: "主键按原样比较。请把单元格改成与那份导出文件一致；前导零可能被电子表格去掉了。",
  }),
  parent_not_done: ({ ledger, status }) => ({
    message: `这一行依赖的记录尚未导入飞书：在 ${ledger} 中的状态为“${statuses[status]}”`,
    hint: `${PARENT_TO_DO[status]}。然后再执行同一命令，程序会重新查找。`,
  }),
  parent_gone: ({ ledger }) => ({
    message: `这一行依赖的记录在 ${ledger} 中已变化或不存在`,
    hint: "请重新导入该导出文件，程序会重新查找该记录。这一行没有按旧记录发送。",
  }),

  still_raw: { message: "尚未修正：内容仍只在 _raw 列中", hint: "请把 _raw 列中的内容填到各自的列。" },
  cell_damaged: {
    message: "失败文件生成后，该单元格被电子表格损坏",
    hint: "请在文本编辑器中，或在设为“文本”格式的列中，重新输入完整内容。",
  },
  row_mark_damaged: { message: "_row 单元格已损坏", hint: NEW_FILE },
  row_mark_foreign: { message: "_row 单元格属于另一个账本", hint: NEW_FILE },
  row_mark_unknown: { message: "账本中没有这个 _row 对应的行", hint: NEW_FILE },
  row_mark_twice: { message: "同一个 _row 在文件中出现了多次", hint: "请只保留其中一行。" },

  left_out: { message: "已决定不导入", hint: "如需导入：hire-import resolve KEY --send" },
  undone: {
    message: "已通过 undo 删除",
    hint: "主键释放后（发送 24 小时后），可用 hire-import resolve KEY --send 重新发送。",
  },
};
