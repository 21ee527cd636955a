import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "vitest";
import { csvText, rows, UNKNOWN_TALENT, workplace } from "./exports.js";
import { expectGolden } from "./golden.js";
import { hire, ROOT } from "./program.js";
import { sandboxHere } from "./sandbox.js";

const GOLDEN = join(ROOT, "test", "cli", "golden", "session");

/** What differs from one day, machine and port to the next. */
const PASSING: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, "<time>"],
  [/\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?: UTC[+\d:-]*)?/g, "<time>"],
  [/127\.0\.0\.1:\d+/g, "127.0.0.1:<port>"],
  [/"(seconds|[a-z_]*_ms)":\s*\d+(?:\.\d+)?/g, '"$1": 0'],
  [/\b(?:under a second|\d+(?:\.\d+)? (?:ms|s|seconds?))(?=[ ,;.)"]|$)/gm, "<duration>"],
  [/"(log_id|ledger_id|sha256)":\s*"[^"]*"/g, '"$1":"…"'],
  [/\blog id \S+/g, "log id …"],
];

function lasting(text: string, folder: string): string {
  return PASSING.reduce((kept, [pattern, put]) => kept.replace(pattern, put), text.replaceAll(folder, "<folder>"));
}

/** One call as text and, on a ledger that is as it was, as JSON: what each of them prints. */
interface Step {
  readonly name: string;
  readonly args: readonly string[];
  /** Done before it. */
  readonly first?: (cwd: string) => void;
}

const correct = (cwd: string) => {
  const failed = readFileSync(join(cwd, "failed.csv"), "utf8");
  writeFileSync(join(cwd, "failed.csv"), failed.replaceAll(UNKNOWN_TALENT, "6930815272790114324"));
};

/** The story of an import, with one row that Feishu refuses, one that the mapping cannot read, and a repeat. */
const STEPS: readonly Step[] = [
  { name: "01-doctor", args: ["doctor", "export.csv"] },
  { name: "02-init", args: ["init", "export.csv", "-m", "proposed.yaml"] },
  { name: "03-check", args: ["check", "export.csv"] },
  { name: "04-check-online", args: ["check", "export.csv", "--online"] },
  { name: "05-run-limit", args: ["run", "export.csv", "--limit", "2"] },
  { name: "06-status-unfinished", args: ["status"] },
  { name: "07-run", args: ["run", "export.csv"] },
  { name: "08-status", args: ["status"] },
  { name: "09-explain-done", args: ["explain", "A-1"] },
  { name: "10-explain-rejected", args: ["explain", "A-3"] },
  { name: "11-explain-remote", args: ["explain", "A-1", "--remote"] },
  { name: "12-retry-nothing", args: ["retry"] },
  { name: "13-retry-rejected", args: ["retry", "--only", "rejected"] },
  { name: "14-failures", args: ["failures", "-o", "failed.csv"] },
  { name: "15-run-corrected", args: ["run", "failed.csv"], first: correct },
  { name: "16-resolve", args: ["resolve", "A-5", "--skip", "--reason", "a test"] },
  { name: "17-verify", args: ["verify"] },
  { name: "18-results", args: ["results", "-o", "results.csv"] },
  { name: "19-report", args: ["report", "-o", "report.html"] },
  { name: "20-undo-unconfirmed", args: ["undo"] },
  { name: "21-undo-one", args: ["undo", "--key", "A-1", "--confirm", "1"] },
  { name: "22-channels", args: ["channels"] },
  { name: "23-unknown-key", args: ["explain", "NOPE"] },
  { name: "24-no-such-export", args: ["check", "nowhere.csv"] },
];

/** Stands in two rows of five: refused by Feishu, and without a talent. */
const EXPORT = rows(6, (n) => (n === 3 ? { talent: UNKNOWN_TALENT } : n === 5 ? { talent: "" } : {}));

it.each([
  ["text", []],
  ["json", ["--json"]],
] as const)("what every command prints as %s is what it was", async (form, flags) => {
  const feishu = await sandboxHere();
  const cwd = workplace(EXPORT);
  writeFileSync(join(cwd, "export.csv"), csvText([...EXPORT, EXPORT[0] as (typeof EXPORT)[number]]));
  const printed: Record<string, string> = {};
  for (const { name, args, first } of STEPS) {
    first?.(cwd);
    const { exit, stdout, stderr } = await hire([...args, ...flags], { cwd, env: { ...feishu.env, TZ: "UTC" } });
    const out = form === "json" ? `${JSON.stringify(JSON.parse(stdout), null, 1)}\n` : stdout;
    printed[name] = lasting(`$ hire-import ${args.join(" ")}\n${out}--- stderr\n${stderr}--- exit ${exit}\n`, cwd);
  }
  for (const [name, text] of Object.entries(printed)) expectGolden(join(GOLDEN, form, `${name}.txt`), text);
});
