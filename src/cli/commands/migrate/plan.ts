import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { z } from "zod";
import { ledgerLookups, loadMapping, type Mapping, suggested } from "../../../mapping/index.js";
import { MappingFile, type Path } from "../../../mapping/mapping-file.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { TARGETS } from "../../../targets/index.js";
import type { PartToTell } from "../../../texts/catalogue.js";
import { saying } from "../../../texts/saying.js";

/** One import of a history. Paths are as the shell that calls would write them. */
export interface Step {
  readonly name: string;
  readonly mapping: string;
  readonly exports: readonly string[];
  /** Beside the plan, unless it says otherwise. */
  readonly ledger: string;
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
  if (!existsSync(path)) throw noPlan(path);
  const file = new MappingFile(path);
  const parsed = plan.safeParse(file.content);
  if (!parsed.success) for (const issue of parsed.error.issues) noteIssue(file, issue);
  file.stopOnProblems();
  const given = (parsed.data as z.output<typeof plan>).steps;
  const at = (name: string) => relative(".", resolve(dirname(path), name));
  const steps = given.map(({ name, mapping, exports, ledger }) => {
    return { name, mapping: at(mapping), exports: exports.map(at), ledger: at(ledger ?? `${name}.db`) };
  });
  const mappings = steps.map((each, index) => mappingOf(file, each, index));
  for (const [index, each] of steps.entries()) {
    checkOnce(file, steps, each, index);
    checkOrder(file, steps, mappings[index], index);
  }
  file.stopOnProblems();
  return { path, steps };
}

function noteIssue(file: MappingFile, issue: z.core.$ZodIssue): void {
  const path = issue.path as Path;
  if (issue.code !== "unrecognized_keys") {
    return file.problem(path, missing(file.content, path) ?? saying("rule", { rule: issue.message }));
  }
  const known = path.length === 0 ? KEYS.plan : KEYS.step;
  for (const key of issue.keys) file.problem([...path, key], saying("unknown_key", { close: suggested(key, known) }));
}

function missing(content: unknown, path: Path): PartToTell | undefined {
  let at = content;
  for (const part of path) at = (at as Record<string | number, unknown> | undefined)?.[part];
  return at === undefined ? saying("is_missing") : undefined;
}

/** What is wrong with a mapping is told by its own lines. */
function mappingOf(file: MappingFile, { mapping, exports }: Step, index: number): Mapping | undefined {
  for (const [nth, path] of exports.entries()) {
    if (!existsSync(path)) file.problem(["steps", index, "exports", nth], saying("plan_no_file", { path }));
  }
  try {
    return loadMapping(mapping, TARGETS);
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    file.problem(["steps", index, "mapping"], error);
    return undefined;
  }
}

/** Two steps with one ledger would be one import of two kinds of rows. */
function checkOnce(file: MappingFile, steps: readonly Step[], { name, ledger }: Step, index: number): void {
  const before = steps.slice(0, index);
  if (before.some((each) => each.name === name)) file.problem(["steps", index, "name"], saying("step_twice", { name }));
  else if (before.some((each) => resolve(each.ledger) === resolve(ledger))) {
    file.problem(["steps", index, "ledger"], saying("step_ledger_twice", { ledger }));
  }
}

/** A step whose rows hang on those of a later one would find none of them. */
function checkOrder(file: MappingFile, steps: readonly Step[], mapping: Mapping | undefined, index: number): void {
  if (mapping === undefined) return;
  for (const { shape, lookup } of ledgerLookups(mapping)) {
    const parent = steps.findIndex(({ ledger }) => resolve(ledger) === resolve(lookup.path));
    if (parent >= 0 && parent < index) continue;
    const what = { field: shape.name, ledger: lookup.name };
    if (parent >= 0) {
      file.problem(["steps", index], saying("step_too_early", { ...what, step: steps[parent]?.name ?? "" }));
    } else if (!existsSync(lookup.path)) {
      const ledgers = steps.map(({ ledger }) => ledger);
      const close = suggested(relative(".", lookup.path), ledgers);
      file.problem(["steps", index], saying("step_missing", { ...what, close }));
    }
  }
}

function noPlan(path: string): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "no_such_file",
    ...saying("plan_missing", { path }),
  });
}
