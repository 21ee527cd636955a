import { closeSync, existsSync, mkdirSync, openSync, readSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { asMachineError } from "../../../ledger/file/machine-errors.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { saying } from "../../../texts/saying.js";
import { systemClock } from "../../clock.js";
import { commandLine, type PlaceFlags, placeFlags } from "../../next.js";
import type { Texts } from "../../texts/texts.js";
import { VERSION } from "../../version.js";
import { writeWhole } from "../../write-file.js";
import { plainAssets, readAssets } from "../report/assets.js";
import { GENERATOR } from "../report/document.js";
import { pageOf } from "../report/page.js";
import type { Todo } from "../report/todo.js";
import type { Verdict } from "../report/verdict.js";
import { historyPage, todosOfAll, verdictOfAll } from "./history-page.js";
import type { Plan } from "./plan.js";
import { reportOfStep, type StepReport } from "./step-page.js";

/** A page says within so many bytes what has written it. */
const BEGINNING = 4_096;

/** The page of all steps, and where those of the steps stand: beside the plan, and named after it. */
export interface PagePaths {
  readonly page: string;
  readonly folder: string;
}

/** What the page of all steps says. */
export interface Conclusion {
  readonly verdict: Verdict;
  readonly todos: readonly Todo[];
}

/** Throws an ExitError (exit 2) where something else stands at their place. */
export function placeOfPages({ path }: Plan): PagePaths {
  const { name } = parse(path);
  const paths = { page: join(dirname(path), `${name}.html`), folder: `${name}-steps` };
  if (existsSync(paths.page) && !beginningOf(paths.page).includes(GENERATOR)) throw notOurs(paths.page);
  return paths;
}

/** Writes them as the ledgers stand. Throws an ExitError (exit 11) where the machine refuses. */
export async function writePages(plan: Plan, paths: PagePaths, flags: PlaceFlags, texts: Texts): Promise<Conclusion> {
  const steps = plan.steps.map((step) => reportOfStep(step, texts));
  const linkOf = (step: string) => `${encodeURIComponent(paths.folder)}/${encodeURIComponent(step)}.html`;
  const place = placeFlags(flags);
  const whole = {
    plan: plan.path,
    steps,
    go_on: commandLine(["migrate", ...place], [plan.path]),
    verify: commandLine(["migrate", ...place, "--verify"], [plan.path]),
    version: VERSION,
    made_at_ms: systemClock.now_ms(),
  };
  await writeSteps(steps, join(dirname(plan.path), paths.folder), texts);
  await writeWhole(paths.page, (write) => write(historyPage(whole, linkOf, plainAssets(), texts)));
  return { verdict: verdictOfAll(steps, texts), todos: todosOfAll(whole, texts) };
}

async function writeSteps(steps: readonly StepReport[], folder: string, { report: t }: Texts): Promise<void> {
  const assets = readAssets();
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw asMachineError(error);
  }
  for (const { step, facts, todos } of steps) {
    if (facts === undefined) continue;
    await writeWhole(join(folder, `${step.name}.html`), (write) => write(pageOf(facts, todos, assets, t)));
  }
}

function beginningOf(path: string): string {
  const fd = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(BEGINNING);
    return bytes.toString("utf8", 0, readSync(fd, bytes));
  } finally {
    closeSync(fd);
  }
}

function notOurs(path: string): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "would_overwrite",
    ...saying("page_not_ours", { path }),
  });
}
