import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { csvText, rows } from "../cli/exports.js";
import { folder, hire } from "../cli/program.js";
import { type Answer, type Created, say, scriptedFeishu } from "../cli/scripted.js";

/** Names and values that a page must show as text. */
export const HOSTILE = {
  file: "<img src=x onerror=alert(1)>.csv",
  column: "<u>stage</u>",
  cell: "</script><script>alert(2)</script>",
  answer: "<svg onload=alert(3)>",
} as const;

export interface Desk {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Throttles, lost answers, refusals, an outage: the first request of some rows meets them. What makes the outage is
 * cut at once when all of it is there, so that no answer comes in between.
 */
function answers(): (created: Created) => Answer {
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  return ({ external_id, nth }) => {
    const n = Number(external_id.slice(2));
    if (n === 3) return say(400, 1002102, "no such talent");
    if (n === 5) return say(400, 4711, HOSTILE.answer);
    if (nth > 1) return "ok";
    if (n === 2) return { how: "cut", acts: true };
    if (n === 7 || n === 8) return say(429, 99991400, "slow down", { "x-ogw-ratelimit-reset": "1" });
    if (n <= 20 || n > 35) return "ok";
    if (n === 35) begin();
    return { how: "cut", until: begun };
  };
}

/** An import with everything that a report tells, in two runs, of a file whose every word is an attack. */
export async function hostileDesk(): Promise<Desk> {
  const cwd = folder("file");
  const all = rows(40, (n) => (n === 4 ? { stage: HOSTILE.cell } : {}));
  const text = csvText([...all, ...all.slice(9, 10)]).replace("job,stage", `job,${HOSTILE.column}`);
  mkdirSync(join(cwd, "legacy"));
  const file = join("legacy", HOSTILE.file);
  writeFileSync(join(cwd, file), text);
  const fields = {
    external_id: "id",
    talent_id: "talent",
    delivery_type: { column: HOSTILE.column, values: { Interview: "2" } },
  };
  writeFileSync(join(cwd, "mapping.yaml"), JSON.stringify({ target: "external-application", fields }));
  const feishu = await scriptedFeishu(answers(), { scope: "file" });
  const { env } = feishu;
  await hire(["run", file, "--limit", "8"], { cwd, env });
  await hire(["run", file], { cwd, env });
  return { cwd, env };
}

/** The page of the ledger in a folder. */
export async function pageIn(cwd: string): Promise<string> {
  const { exit, stderr } = await hire(["report", "-o", "report.html"], { cwd });
  if (exit !== 0) throw new Error(stderr);
  return readFileSync(join(cwd, "report.html"), "utf8");
}

const NAMES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What a reader sees of a piece of the page. */
export function shown(markup: string): string {
  const text = markup.replace(/<[^>]*>/g, "").replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => NAMES[name] ?? "");
  return text.replace(/\s+/g, " ").trim();
}

/** The cells of the table with this caption, row by row; its head and foot are rows as well. */
export function tableOf(page: string, caption: string): string[][] {
  const start = page.indexOf(`<caption>${caption}</caption>`);
  if (start < 0) throw new Error(`the page has no table ${caption}`);
  const table = page.slice(start, page.indexOf("</table>", start));
  return Array.from(table.matchAll(/<tr>(.*?)<\/tr>/gs), ([, row]) =>
    Array.from((row as string).matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs), ([, cell]) => shown(cell as string)),
  );
}

/** The page without what its scripts and styles say. */
export function markupOf(page: string): string {
  return page.replace(/(<(script|style)[^>]*>).*?(<\/\2>)/gs, "$1$3");
}

/** The page's one sentence. */
export function sentenceOf(page: string): string {
  return shown(/<p class="sentence">(.*?)<\/p>/s.exec(page)?.[1] ?? "");
}

/** The numbers that the plot is drawn from. */
export function plotOf(page: string): { rates: (number | null)[]; throttled: number[]; outages: number[][] } {
  return JSON.parse(/<script type="application\/json" id="pace-data">(.*?)<\/script>/s.exec(page)?.[1] ?? "null");
}

/** How the page looks upon the whole: `good`, `open` or `bad`. */
export function toneOf(page: string): string | undefined {
  return /<section class="verdict (\w+)"/.exec(page)?.[1];
}
