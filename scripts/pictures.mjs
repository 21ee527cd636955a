// `npm run pictures`: the pictures of README, from the real program, with the English example export.
// Needs util-linux's `script` for a terminal, and Chromium (CHROMIUM_PATH, or /usr/bin/chromium).
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { PROGRAM, ROOT } from "./setup.mjs";
import { terminalPicture } from "./terminal-picture.mjs";

const PICTURES = join(ROOT, "docs", "pictures");
const COLUMNS = 100;

const folder = mkdtempSync(join(tmpdir(), "hire-import-pictures-"));
for (const name of ["export.csv", "mapping.yaml"])
  copyFileSync(join(ROOT, "fixtures", "greenhouse", name), join(folder, name));

/** What a person sees of a call in a terminal, without what moves. */
function seen(command, { is_shown = () => true } = {}) {
  const words = command.split(" ").slice(1);
  const line = `stty cols ${COLUMNS}; '${process.execPath}' '${PROGRAM}' ${words.join(" ")} --quiet`;
  const { stdout } = spawnSync("script", ["-qec", line, "/dev/null"], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      TERM: "xterm-256color",
      LANG: "C.UTF-8",
      HIRE_IMPORT_SANDBOX: "1",
      TZ: "Asia/Shanghai",
    },
  });
  const lines = stdout.replaceAll("\r", "").trimEnd().split("\n");
  return [`\u001b[1m$ ${command}\u001b[22m`, ...lines.filter((_, index) => is_shown(index, lines.length))];
}

try {
  mkdirSync(PICTURES, { recursive: true });
  const lines = [
    ...seen("hire-import check export.csv", { is_shown: (index) => index < 13 }),
    "…",
    "",
    ...seen("hire-import run export.csv", { is_shown: (index, all) => index < 6 || index >= all - 6 }),
  ];
  writeFileSync(join(PICTURES, "run.svg"), terminalPicture(lines, COLUMNS));

  seen("hire-import verify");
  seen("hire-import report -o report.html");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  const page = await browser.newPage({ viewport: { width: 880, height: 940 }, colorScheme: "light" });
  await page.goto(pathToFileURL(join(folder, "report.html")).href);
  await page.screenshot({ path: join(PICTURES, "report.png") });
  await browser.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
