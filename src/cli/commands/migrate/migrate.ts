import { existsSync } from "node:fs";
import { firstOf } from "../../../app/exit-code.js";
import { CANNOT_VERIFY } from "../../../app/verify.js";
import { asMachineError } from "../../../ledger/file/machine-errors.js";
import type { VerificationCounts } from "../../../ledger/rows/verifications.js";
import { EXIT, type Exit } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { type Counts, noCounts, STATUSES } from "../../../model/status.js";
import { padded, widthOf } from "../../../model/width.js";
import { type CommandResult, errorFacts, tellStop } from "../../command-result.js";
import type { SendingFlags } from "../../flags.js";
import { commandLine, placeFlags, sameLine } from "../../next.js";
import type { Output } from "../../output.js";
import { placeName } from "../../place.js";
import type { StepTexts } from "../../texts/en/steps.js";
import { run } from "../run/run.js";
import { verify } from "../verify/verify.js";
import { type Plan, readPlan, type Step } from "./plan.js";
import { refuseRenamedSteps } from "./renamed-step.js";
import { shareSandbox } from "./share-sandbox.js";
import { stepLine } from "./step-line.js";
import { type Conclusion, type PagePaths, placeOfPages, writePages } from "./write-pages.js";

export interface MigrateFlags extends SendingFlags {
  readonly verify?: boolean;
}

/** What a call has come to for a step. */
interface Told {
  readonly step: Step;
  /** Undefined: it was not its turn. */
  readonly result: CommandResult | undefined;
}

/** After these the next step may begin, and takes the rows whose parents are done. */
const GOES_ON: ReadonlySet<Exit> = new Set([EXIT.ok, EXIT.some_rows_failed, EXIT.in_doubt, EXIT.unfinished]);

/** `migrate PLAN`: each step as `run` would do it, in order, by one line that also resumes. */
export async function migrate(
  path: string,
  flags: MigrateFlags,
  output: Output,
  argv: readonly string[],
): Promise<CommandResult> {
  const plan = readPlan(path);
  const pages = placeOfPages(plan);
  if (flags.verify !== true) refuseRenamedSteps(plan, placeName(flags));
  if (flags.sandbox === true) shareSandbox(plan);
  const told: Told[] = [];
  let stopped = false;
  for (const [index, step] of plan.steps.entries()) {
    if (stopped || (flags.verify === true && !existsSync(step.ledger))) {
      told.push({ step, result: undefined });
      continue;
    }
    const title = output.texts.steps.title(index + 1, plan.steps.length, step.name);
    output.note(title);
    const line = flags.verify === true ? argv : stepLine(step, path, argv);
    const result = await take(step, flags, output, line);
    told.push({ step, result });
    tellStep(output, title, result);
    stopped = !GOES_ON.has(result.exit);
  }
  return resultOf(plan, told, await reported(plan, pages, flags, output), flags, argv);
}

/** The page of all steps. */
interface Reported {
  readonly page: string;
  /** Undefined where it could not be written. */
  readonly says: Conclusion | undefined;
}

/** The import is what it is, also where its page cannot be written: that is told, and the exit says so. */
async function reported(plan: Plan, pages: PagePaths, flags: MigrateFlags, output: Output): Promise<Reported> {
  try {
    return { page: pages.page, says: await writePages(plan, pages, flags, output.texts) };
  } catch (error) {
    const stop = asMachineError(error);
    if (!(stop instanceof ExitError)) throw error;
    tellStop(output, stop);
    return { page: pages.page, says: undefined };
  }
}

/** What ends a step before it has a result is its result: the steps before it are told all the same. */
async function take(step: Step, flags: MigrateFlags, output: Output, argv: readonly string[]): Promise<CommandResult> {
  const own = { ...flags, mapping: step.mapping, ledger: step.ledger };
  try {
    if (flags.verify !== true) return await run(step.exports, own, output, argv);
    const result = await verify(own, output, argv);
    return result.stop?.kind === CANNOT_VERIFY ? unverifiable(result.stop) : result;
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    return { exit: error.exit, facts: {}, stop: error, print: () => undefined };
  }
}

/** What Feishu never shows again keeps no other step from being read back. */
function unverifiable(stop: ExitError): CommandResult {
  const facts = { not_verified: stop.message };
  return { exit: EXIT.ok, facts, print: (output) => output.result(output.texts.tell(stop).message) };
}

function tellStep(output: Output, title: string, { print, stop }: CommandResult): void {
  if (!output.json) {
    // A terminal has it already, above what the step has told.
    if (output.quiet || !output.is_one_terminal) output.result(output.paint.bold(title));
    print(output);
    output.result("");
  }
  if (stop !== undefined) tellStop(output, stop);
}

function resultOf(
  plan: Plan,
  told: readonly Told[],
  { page, says }: Reported,
  flags: MigrateFlags,
  argv: readonly string[],
): CommandResult {
  const exits = told.map(({ result }) => result?.exit ?? EXIT.unfinished);
  if (says === undefined) exits.push(EXIT.machine);
  const exit = firstOf(...exits);
  const steps = told.map(({ step, result }) => ({
    name: step.name,
    mapping: step.mapping,
    ledger: step.ledger,
    exit: result?.exit ?? null,
    ...result?.facts,
    ...(result?.stop === undefined ? {} : { error: errorFacts(result.stop) }),
  }));
  return {
    exit,
    facts: {
      plan: plan.path,
      rows: sum(countsOf(told)),
      counts: countsOf(told),
      steps,
      ...(says === undefined ? {} : { report: page, signed_off: says.verdict.tone === "good" }),
    },
    next: nextOf({ plan, told, exit, says, flags, argv }),
    print: (output) => {
      const width = Math.max(...told.map(({ step }) => widthOf(step.name)));
      for (const each of told)
        output.result(`  ${padded(each.step.name, width)}  ${wordsOf(each, output.texts.steps)}`);
      if (says === undefined) return;
      output.result(output.texts.history.written(page));
      output.result(`  ${says.verdict.title}`);
    },
  };
}

const sum = (counts: Counts): number => STATUSES.reduce((all, status) => all + counts[status], 0);

/** Of `verify` there are none. */
function countsOf(told: readonly Told[]): Counts {
  const all = noCounts();
  for (const { result } of told) {
    const counts = result?.facts.counts as Partial<Counts> | undefined;
    for (const status of STATUSES) all[status] += counts?.[status] ?? 0;
  }
  return all;
}

function wordsOf({ result }: Told, t: StepTexts): string {
  if (result === undefined) return t.not_begun;
  if (result.facts.not_verified !== undefined) return t.not_verifiable;
  const { verified } = result.facts as { verified?: VerificationCounts };
  if (verified !== undefined) return t.verified(verified);
  const { counts, rows, done } = result.facts as { counts?: Counts; rows?: number; done?: number };
  if (result.stop !== undefined && counts === undefined) return t.stopped;
  if (counts === undefined || rows === undefined) return t.read_back(done);
  const { done: imported = 0, skipped = 0, pending = 0, in_doubt = 0, invalid = 0, rejected = 0, failed = 0 } = counts;
  return t.sent({ rows, imported, skipped, pending, in_doubt, attention: invalid + rejected + failed });
}

interface Come {
  readonly plan: Plan;
  readonly told: readonly Told[];
  readonly exit: Exit;
  readonly says: Conclusion | undefined;
  readonly flags: MigrateFlags;
  readonly argv: readonly string[];
}

/** What is first in the way, then the look back; nothing where the page of all steps says that all is well. */
function nextOf({ plan, told, exit, says, flags, argv }: Come): string | undefined {
  const stuck = told.find(({ result }) => result !== undefined && result.exit !== EXIT.ok);
  if (exit === EXIT.some_rows_failed || exit === EXIT.in_doubt || exit === EXIT.usage) return stuck?.result?.next;
  if (exit !== EXIT.ok) return sameLine(argv);
  if (says === undefined) return commandLine(["migrate", ...placeFlags(flags), "--verify"], [plan.path]);
  const [first] = says.todos;
  return (flags.verify === true ? first : (says.todos.find(({ by }) => by === "verify") ?? first))?.command;
}
