import type { MachineTexts, RefusedTexts } from "../en/machine.js";

const FREE_SPACE = "请腾出空间，再执行同一命令；数据没有丢失。";
const PERMISSIONS = "请检查文件及其文件夹的权限。";
const FOLDER = "请检查路径：所在的文件夹是否存在？";

const refused: RefusedTexts = {
  disk_full: { what: "磁盘已满", hint: FREE_SPACE },
  quota_full: { what: "磁盘配额已用完", hint: FREE_SPACE },
  ledger_read_only: { what: "账本无法写入", hint: PERMISSIONS },
  ledger_not_opened: {
    what: "账本无法打开",
    hint: "请检查账本所在的文件夹是否存在、可写，以及可打开的文件数（ulimit -n）。",
  },
  ledger_forbidden: { what: "没有账本的权限", hint: PERMISSIONS },
  ledger_damaged: { what: "账本已损坏", hint: "请从备份恢复；没有账本时不要重新开始。" },
  not_a_database: { what: "该文件不是账本，或已损坏", hint: "请用 --ledger FILE 指定账本。" },
  ledger_busy: { what: "另一个程序占用着账本", hint: "请关闭它，再执行同一命令。" },
  disk_error: { what: "磁盘读写失败", hint: "请检查磁盘，再执行同一命令。" },
  file_too_large: { what: "文件已达到大小上限", hint: "请提高上限（ulimit -f），或换一个磁盘。" },
  forbidden: { what: "没有权限", hint: PERMISSIONS },
  read_only: { what: "文件系统为只读", hint: "请选择可写的文件夹。" },
  not_found: { what: "文件或文件夹不存在", hint: FOLDER },
  not_a_folder: { what: "路径中有一部分不是文件夹", hint: FOLDER },
  is_a_folder: { what: "这是文件夹，不是文件", hint: "请指定其中的文件。" },
  too_many_files: { what: "打开的文件过多", hint: "请提高可打开的文件数（ulimit -n）。" },
};

const at = (path: string | undefined): string => (path === undefined ? "" : `：${path}`);
const line = (params: { line: number; name: string }): string => `.env 第 ${params.line} 行（${params.name}）`;

/** What ends the command because of this machine or its settings. */
export const machine: MachineTexts = {
  machine_refused: ({ what, path }) => ({
    message: `本机错误：${refused[what].what}${at(path)}`,
    hint: refused[what].hint,
  }),
  file_unusable: ({ code, path }) => ({
    message: `本机错误：文件无法使用（${code}）${at(path)}`,
    hint: "请指定其他文件。",
  }),
  env_not_text: {
    message: ".env 不是 UTF-8 文本",
    hint: "请另存为 UTF-8；或删除它，改为设置环境变量。",
  },
  env_no_assignment: (params) => ({
    message: `${line(params)}不是“名称=值”的形式`,
    hint: `请写成 ${params.name.toUpperCase()}=…`,
  }),
  env_open_quotes: (params) => ({ message: `${line(params)}的引号没有成对`, hint: "请在这一行补上右引号。" }),
  env_cut_off: (params) => ({ message: `${line(params)}：# 之后的内容会被截掉`, hint: "请给整个值加上引号。" }),
  env_of_other: { message: ".env 属于其他用户", hint: "请在自己的文件夹中执行，或改为设置环境变量。" },
  env_open_to_others: { message: "其他用户可以读取 .env，而其中有凭证或设置", hint: "chmod 600 .env" },
  env_unreadable: ({ code }) => ({ message: `.env 无法读取（${code ?? "没有权限"}）`, hint: "请检查：ls -l .env" }),
  env_dead_link: ".env 是无效的链接",
  env_is_folder: ".env 是文件夹：不会从中读取内容",
  env_not_regular: ".env 不是文本文件：不会读取",
};
