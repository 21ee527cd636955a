#!/usr/bin/env node
// `npm start`: the main job, whole, with no account: the example export into the embedded sandbox.
// Each time in a fresh folder. Further flags are passed on: npm start -- --rate 10
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { PROGRAM, ROOT } from "./setup.mjs";

const folder = mkdtempSync(join(tmpdir(), "hire-import-"));
const ledger = join(folder, "hire-import.db");
const say = (text) => process.stderr.write(`${text}\n`);

// As the program tells the reader's language: --lang, HIRE_IMPORT_LANG, else the locale.
const { HIRE_IMPORT_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
const typed = /--lang[= ](\w+)/.exec(process.argv.slice(2).join(" "))?.[1] ?? HIRE_IMPORT_LANG;
const is_chinese = /^zh/i.test(typed ?? [LC_ALL, LC_MESSAGES, LANG].find((each) => each) ?? "");

const IN_ENGLISH = {
  before: `A rehearsal: 300 invented applications (fixtures/moka/export.csv) go into a simulated Feishu Hire on this
machine. No account is used and nothing is sent to the network. It takes about 20 seconds; Ctrl-C stops it.
The ledger is ${ledger}
`,
  after: `
That was the rehearsal; 13 of its rows are wrong on purpose. In this checkout, type npx hire-import for hire-import.
Look at it:       npx hire-import report -l ${ledger} -o rehearsal.html
Your own export:  npx hire-import init export.csv, and so on as in README.md`,
  failed: (exit) => `\nThe rehearsal ended with exit ${exit}; npx hire-import help exit-codes says what that means.`,
};
const IN_CHINESE = {
  before: `演练：把 300 条虚构的投递（fixtures/moka/export.csv）导入本机上模拟的飞书招聘。
不使用任何账号，也不会向网络发送数据。约需 20 秒，按 Ctrl-C 停止。
账本：${ledger}
`,
  after: `
演练结束；其中 13 行是特意写错的。在本目录中，请用 npx hire-import 代替 hire-import。
查看报告：  npx hire-import report -l ${ledger} -o rehearsal.html
导入自己的文件：  npx hire-import init export.csv，其余步骤见 README.zh-CN.md`,
  failed: (exit) => `\n演练以退出码 ${exit} 结束，其含义见 npx hire-import help exit-codes。`,
};
const texts = is_chinese ? IN_CHINESE : IN_ENGLISH;

say(texts.before);

const import_args = ["-m", "fixtures/moka/mapping.yaml", "-l", ledger, "--sandbox"];
const args = [PROGRAM, "run", "fixtures/moka/export.csv", ...import_args, ...process.argv.slice(2)];
// The example must never meet a real tenant, whatever this shell is set up for.
const { HIRE_IMPORT_BASE_URL, FEISHU_BASE_URL, FEISHU_APP_ID, FEISHU_APP_SECRET, ...env } = process.env;
const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: "inherit" });

// A Ctrl-C reaches the child from the terminal; we stay until it has written its summary.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));

child.on("exit", (code, signal) => {
  const exit = code ?? 128 + (constants.signals[signal] ?? 0);
  // The example holds rows that must fail: 1 (finished, some rows need correcting) is its good end.
  process.exitCode = exit === 1 ? 0 : exit;
  say(exit > 1 ? texts.failed(exit) : texts.after);
});
