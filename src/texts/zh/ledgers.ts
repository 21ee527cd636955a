import type { Status } from "../../model/status.js";
import type { LedgerTexts } from "../en/ledgers.js";
import { label } from "./labels.js";
import { statuses } from "./statuses.js";

const putBack = (path: string, copy: string | undefined, is_replaced: boolean): string => {
  if (copy === undefined) return "请原样恢复账本；切勿使用较旧的副本，否则其中的行会被重复发送";
  const first = is_replaced ? `请移走现在位于 ${path} 的文件，再执行 ` : "请执行 ";
  return `全部内容已保存到 ${copy}：${first}mv ${copy} ${path}，然后执行同一命令`;
};

const NAME_LEDGER = "请用 --ledger FILE 指定账本文件。";
const WHOSE = { target: "导入对象", place: "飞书环境", app: "应用" } as const;

/** What ends the command because of a ledger. */
export const ledgers: LedgerTexts = {
  ledger_missing: ({ path }) => ({
    message: `没有账本 ${path}`,
    hint: "请先执行 hire-import run，或用 --ledger FILE 指定账本。",
  }),
  ledger_without_rows: ({ name }) => ({ message: `${name} 中还没有任何行`, hint: "请先执行：hire-import run EXPORT" }),
  ledger_in_use: ({ path }) => ({ message: `另一个导入正在使用 ${path}`, hint: `hire-import status -l ${path}` }),
  ledger_open_elsewhere: ({ path }) => ({
    message: `另一个程序正打开着 ${path}，而锁文件已不是原来的那个`,
    hint: "请等待另一个导入结束，并关闭正在读取账本的程序（status --watch、results、数据库工具），再执行同一命令。",
  }),
  ledger_file_empty: ({ path }) => ({
    message: `${path} 是空文件，而账本不会是空的`,
    hint: "如果它原来是账本，请从备份恢复；如果要新建账本，请删除该文件。",
  }),
  ledger_gone: ({ path, attempts, is_rescued }) => ({
    message: `账本 ${path} 不见了${attempts > 0 ? `，它已发送过 ${attempts} 次请求` : ""}`,
    hint:
      `${is_rescued ? `请执行 mv ${path}.rescued ${path}` : "请恢复账本"}：没有它，每一行都会被重新发送。` +
      `如果确实要从头开始，请同时删除 ${path}.lock 和 ${path}-wal。`,
  }),
  ledger_name_odd: ({ name }) => ({
    message: `${JSON.stringify(name)} 不能用作账本的文件名`,
    hint: "请用 --ledger FILE 指定文件，文件名首尾不要有空格，也不要有控制字符。",
  }),
  ledger_name_reserved: ({ name }) => ({
    message: `${name} 不能用作账本的文件名：这个名称留给账本旁边的文件`,
    hint: "请用 --ledger FILE 指定账本本身，或换一个名称。",
  }),
  ledger_is_folder: ({ path }) => ({ message: `${path} 是文件夹，不是账本`, hint: NAME_LEDGER }),
  ledger_not_regular: ({ path }) => ({ message: `${path} 不是普通文件`, hint: NAME_LEDGER }),
  ledger_has_links: ({ path, links }) => ({
    message: `${path} 有 ${links} 个文件名（硬链接）：两个导入可能通过不同的文件名同时使用它`,
    hint: "请只保留一个：先复制文件（cp），删除其他文件名，再把副本改为这个名称。",
  }),
  ledger_older_copy: ({ path, held, attempts }) => ({
    message: `${path} 记录了 ${held} 次请求，实际已发送 ${attempts} 次：它是较旧的副本，或其 -wal 文件被删除或损坏`,
    hint:
      "请恢复最新的账本及其 -wal 文件；如果没有，" +
      `请删除 ${path}.lock 再执行同一命令：此后发送过的内容会被重新发送。`,
  }),
  ledger_log_missing: ({ path, log, before, is_there, lost }) => ({
    message: `${path} 缺少最新的记录：上次使用它的导入没有正常结束，而 ${log} 不存在`,
    hint:
      `${is_there ? `请移动过来：mv ${before} ${log}` : `请把 ${log} 放回它旁边`}，再执行同一命令。` +
      "使用容器时请挂载账本所在的文件夹，而不是只挂载账本文件。" +
      `如果它已无法找回，请新建空文件 ${lost}：此后发送过的内容会被重新发送。`,
  }),
  ledger_copied: ({ path, home }) => ({
    message: `${path} 是账本 ${home} 的副本，而原账本还在：两个账本会发送相同的行`,
    hint: `请使用 --ledger ${home}；如果要使用副本，请先移走原账本。`,
  }),
  ledger_not_ours: ({ path }) => ({ message: `${path} 是数据库，但不是 hire-import 的账本`, hint: NAME_LEDGER }),
  ledger_newer: ({ path, version, known }) => ({
    message: `${path} 由更新版本的 hire-import 写入（账本版本 ${version}，本程序支持到 ${known}）`,
    hint: "请更新 hire-import，再执行同一命令。",
  }),
  ledger_not_begun: ({ path, is_empty }) => ({
    message: is_empty ? `${path} 是空文件，还不是账本` : `${path} 是旧版本 hire-import 的账本`,
    hint: "请先执行 hire-import run EXPORT，账本会随之更新。",
  }),
  ledger_log_deleted: ({ is_whole, path, copy, is_replaced }) => ({
    message: `导入期间 ${path}-wal（账本最新的记录）被删除`,
    hint: is_whole ? "数据没有丢失，已写入账本：请执行同一命令。" : `${putBack(path, copy, is_replaced)}。`,
  }),
  ledger_taken_away: ({ is_whole, path, copy, is_replaced }) => ({
    message: `导入期间账本 ${path} 被删除、移动或替换`,
    hint: `${putBack(path, copy, is_replaced)}。${
      is_whole ? "如果账本只是被移动（单独或随文件夹），它在新位置是完整的：请用 --ledger 指定。" : ""
    }`,
  }),
  ledger_overwritten: ({ path }) => ({
    message: `导入期间另一个程序覆盖或截断了账本 ${path}`,
    hint: "请恢复最新的备份；下次执行时会说明有多少次请求没有记录，并且不会继续。",
  }),
  ledger_of_other: ({ path, what, theirs, ours }) => ({
    message: `${path} 属于另一个${WHOSE[what]}（${theirs}），而本次是 ${ours}`,
    hint: "请为每个导入对象和飞书环境使用单独的账本（--ledger FILE）。",
  }),
  ledger_of_other_key: ({ path, theirs, ours }) => ({
    message: `账本的主键由其他列组成：${path} 中为 ${theirs}，映射文件中为 ${ours}`,
    hint: "请在映射文件中恢复原来的主键列。改用新的主键，每一行都会被重新导入。",
  }),
  ledger_with_quoted_keys: ({ path, key }) => ({
    message: `${path} 中有些行的 ID 带引号发送（${key}），而本版本会去掉引号`,
    hint: "请用 hire-import 0.2.0 完成这个账本。去掉引号后，这些行都会被重新导入。",
  }),
  no_such_key: ({ key }) => ({
    message: `账本中没有主键为 ${key} 的行`,
    hint: "请从导出文件中复制主键，或从失败文件中复制该行的 _row 单元格；也可以使用 --line。",
  }),
  no_such_key_to_retry: ({ key }) => ({
    message: `账本中没有主键为 ${key} 的行`,
    hint: "主键区分大小写。也可以按行号查找：hire-import explain --line 52",
  }),
  no_such_line: ({ line }) => ({
    message: `没有从第 ${line} 行开始的记录`,
    hint: "行号按文件计算：表头也算一行；跨多行的记录以它的第一行为准。",
  }),
  not_retriable: ({ key, status }) => ({
    message: `${key} 的状态为“${statuses[status]}”，不会发送：${NOT_SENT_AGAIN[status] ?? ""}`,
    hint: "请选择状态为 failed、rejected、in_doubt 或 pending 的行。",
  }),
  statuses_not_retriable: ({ word }) => ({
    message:
      word in NOT_SENT_AGAIN
        ? `状态为“${statuses[word as Status]}”的行不会重新发送：${NOT_SENT_AGAIN[word as Status]}`
        : `--only ${word}：未知的状态`,
    hint: "--only 可以是 failed、rejected 和 in_doubt。",
  }),
  not_sent_before: ({ key, when }) => ({
    message: `${key} 在 ${when} 之前不能发送：飞书仍记得它的主键，或请求仍可能生效`,
    hint: "到时 run 会发送它。",
  }),
  row_not_undone: ({ key, status }) => ({
    message: `${key} 的状态为“${statuses[status]}”：${NOT_UNDONE[status] ?? "它不是由这个账本导入飞书的"}`,
    hint: "请选择已导入（done）的行。",
  }),
  target_not_deletable: ({ title, why }) => ({
    message: `${label(title)}无法删除：${label(why)}`,
    hint: "请在飞书招聘中撤销。",
  }),
  target_not_updatable: ({ title, why }) => ({
    message: `${label(title)}无法更新：${label(why)}`,
    hint: "请不带 --update-changed 执行 run。",
  }),
  target_not_readable: ({ title, why }) => ({
    message: `${label(title)}无法读取核对：${label(why)}`,
    hint: "发送的内容见 hire-import report。",
  }),
  target_without_remote: ({ title, why }) => ({
    message: `${label(title)}无法读取核对：${label(why)}`,
    hint: "请去掉 --remote。",
  }),
  remote_not_read: ({ why }, say) => ({
    message: `无法读取飞书中的记录：${say(why).message}`,
    hint: "请稍后再试，或去掉 --remote。",
  }),
  parent_ledger_missing: ({ mapping, line, path }) => ({
    message: `${mapping} 第 ${line} 行：没有账本 ${path}`,
    hint: "路径以映射文件所在的文件夹为准；请先执行生成该账本的导入。",
  }),
  parent_ledger_refused: ({ mapping, line, why }, say) => ({
    message: `${mapping} 第 ${line} 行：${say(why).message}`,
    hint: say(why).hint,
  }),
  parent_is_no_ledger: ({ mapping, line, name, why }, say) => ({
    message: `${mapping} 第 ${line} 行：${name}：${say(why).message}`,
    hint: "这里应为查找 ID 所用的那次导入的账本：请修正名称，或从备份恢复。",
  }),
  parent_of_other_place: ({ path, what, theirs, ours }) => ({
    message: `用来查找 ID 的账本 ${path} 属于另一个${WHOSE[what]}：${theirs}；本次为 ${ours}`,
    hint: "请先在这里用单独的账本导入那些行，并在映射文件的 lookup 中指定该账本。",
  }),
  parent_of_other_target: ({ place, theirs, ours }) => ({
    message: `${place} 中是 ${theirs} 的行，而该字段需要 ${ours} 的行`,
    hint: `请指定 ${ours} 导入的账本。`,
  }),
  parent_without_ids: ({ place, target, why }) => ({
    message: `${place} 中是 ${target} 的行，它们在飞书中没有 ID：${label(why)}`,
    hint: "请指定有 ID 的导入的账本。",
  }),
  failures_file_of_other: ({ path, named, ours }) => ({
    message: `${path} 由另一个账本生成（${named}；当前账本为 ${ours}）`,
    hint: "请用 --ledger FILE 指定那个账本，或用 hire-import failures 重新生成文件。",
  }),
};

const NOT_SENT_AGAIN: Readonly<Partial<Record<Status, string>>> = {
  done: "已经导入",
  skipped: "已跳过",
  invalid: "请先修正内容（hire-import failures）",
};

const NOT_UNDONE: Readonly<Partial<Record<Status, string>>> = {
  in_doubt: "请先再次执行导入，确认飞书中是否有这条记录",
  skipped: "没有发送过，或记录已删除（hire-import explain KEY）",
};
