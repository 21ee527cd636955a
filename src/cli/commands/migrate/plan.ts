import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { z } from "zod";
import { ledgerPath } from "../../../ledger/file/file-name.js";
import { ledgerLookups, loadMapping, type Mapping, suggested } from "../../../mapping/index.js";
import { MappingFile, type Path } from "../../../mapping/mapping-file.js";
import { ExitError } from "../../../model/exit-error.js";
import { TARGETS } from "../../../targets/index.js";
import { saying } from "../../../texts/saying.js";

/** One import of a history. Paths are as the shell that calls would write them. */
export interface Step {
  readonly name: string;
  readonly mapping: string;
  readonly exports: readonly string[];
  /** Beside the plan, unless it says otherwise. */
  readonly ledger: string;
  readonly target: string;
}

export interface Plan {
  readonly path: string;
  readonly steps: readonly Step[];
}

const text = z.string({ error: "must be a text" }).min(1, "has no value");
const step = z.strictObject(
  {
    name: text.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, "must be a name without spaces: its ledger is called so"),
    mapping: text,
    exports: z.union([text.transform((path) => [path]), z.array(text).min(1, "names no file")], {
      error: "must be a file, or a list of files",
    }),
    ledger: text.optional(),
  },
  { error: "must be a map of name, mapping, exports and ledger" },
);
const plan = z.strictObject({ steps: z.array(step, { error: "must be a list of steps" }).min(1, "has no step") });

const KEYS = { plan: Object.keys(plan.shape), step: Object.keys(step.shape) };

/**
 * Reads a plan, and all of its mappings. Throws one ExitError (exit 2) that names the line of everything that is wrong,
 * before any export is read.
 */
export function readPlan(path: string): Plan {
  const file = new MappingFile(path, "plan");
  const parsed = plan.safeParse(file.content);
  if (!parsed.success) for (const issue of parsed.error.issues) noteIssue(file, issue);
  file.stopOnProblems();
  const given = (parsed.data as z.output<typeof plan>).steps;
  const at = (name: string) => relative(".", resolve(dirname(path), name));
  const named = given.map(({ name, mapping, exports, ledger }) => {
    return { name, mapping: at(mapping), exports: exports.map(at), ledger: at(ledger ?? `${name}.db`) };
  });
  const mappings = named.map((each, index) => mappingOf(file, each, index));
  const steps = named.map((each, index) => ({ ...each, target: mappings[index]?.target.name ?? "" }));
  const checked = { file, steps, mappings, ledgers: ledgersOf(file, { path, steps }) };
  for (const [index, each] of steps.entries()) {
    checkOnce(checked, each, index);
    const mapping = mappings[index];
    if (mapping !== undefined) checkOrder(checked, mapping, index);
  }
  file.stopOnProblems();
  return { path, steps };
}

function noteIssue(file: MappingFile, issue: z.core.$ZodIssue): void {
  const path = issue.path as Path;
  if (issue.code !== "unrecognized_keys") {
    return file.problem(
      path,
      isMissing(file.content, path) ? saying("is_missing") : saying("rule", { rule: issue.message }),
    );
  }
  const known = path.length === 0 ? KEYS.plan : KEYS.step;
  for (const key of issue.keys) file.problem([...path, key], saying("unknown_key", { close: suggested(key, known) }));
}

function isMissing(content: unknown, path: Path): boolean {
  let at = content;
  for (const part of path) at = (at as Record<string | number, unknown> | undefined)?.[part];
  return at === undefined;
}

/** What is wrong with a mapping is told by its own lines. */
function mappingOf(file: MappingFile, { mapping, exports }: Omit<Step, "target">, index: number): Mapping | undefined {
  for (const [nth, path] of exports.entries()) {
    if (existsSync(path)) continue;
    file.problem(["steps", index, "exports", nth], saying("plan_no_file", { path, is_pattern: /[*?[{]/.test(path) }));
  }
  try {
    return loadMapping(mapping, TARGETS);
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    file.problem(["steps", index, "mapping"], error);
    return undefined;
  }
}

/** The one path of each step's ledger, whatever it is written as; undefined where it can be none. */
function ledgersOf(file: MappingFile, plan: Plan): (string | undefined)[] {
  const inputs = plan.steps.flatMap(({ mapping, exports }) => [mapping, ...exports]);
  const read = new Set([plan.path, ...inputs].map((path) => resolve(path)));
  return plan.steps.map(({ ledger }, index) => {
    const place = ["steps", index, "ledger"];
    const folder = dirname(ledger);
    if (read.has(resolve(ledger))) file.problem(place, saying("step_ledger_is_input", { ledger }));
    else if (!existsSync(folder)) file.problem(place, saying("step_ledger_nowhere", { ledger, folder }));
    try {
      return ledgerPath(ledger);
    } catch (error) {
      if (!(error instanceof ExitError)) throw error;
      file.problem(place, error);
      return undefined;
    }
  });
}

interface Checked {
  readonly file: MappingFile;
  readonly steps: readonly Step[];
  readonly mappings: readonly (Mapping | undefined)[];
  /** See `ledgersOf`. */
  readonly ledgers: readonly (string | undefined)[];
}

/** Two steps with one ledger would be one import of two kinds of rows. */
function checkOnce({ file, steps, ledgers }: Checked, { name, ledger }: Step, index: number): void {
  const before = steps.slice(0, index);
  if (before.some((each) => each.name === name)) {
    file.problem(["steps", index, "name"], saying("step_twice", { name }));
    return;
  }
  const same = before.find((_, nth) => ledgers[nth] !== undefined && ledgers[nth] === ledgers[index]);
  if (same !== undefined)
    file.problem(["steps", index, "ledger"], saying("step_ledger_twice", { ledger, step: same.name }));
}

/** A step whose rows hang on those of a later one would find none of them. */
function checkOrder({ file, steps, mappings, ledgers }: Checked, mapping: Mapping, index: number): void {
  const place = ["steps", index];
  for (const { shape, lookup } of ledgerLookups(mapping)) {
    const parent = ledgers.indexOf(ledgerPath(lookup.path));
    const said = { field: shape.name, ledger: lookup.name };
    const step = steps[parent];
    if (step === undefined) {
      if (existsSync(lookup.path)) continue;
      const known = steps.map(({ ledger }) => ledger);
      file.problem(place, saying("step_missing", { ...said, close: suggested(relative(".", lookup.path), known) }));
    } else if (parent === index) {
      file.problem(place, saying("step_needs_itself", said));
    } else if (parent > index) {
      const back = ledgerLookups(mappings[parent] ?? mapping).some(
        (each) => ledgerPath(each.lookup.path) === ledgers[index],
      );
      const id = back ? "steps_need_each_other" : "step_too_early";
      file.problem(place, saying(id, { ...said, step: step.name }));
    }
  }
}
