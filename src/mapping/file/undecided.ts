import type { FieldDefinition, TargetSchema } from "../../model/payload.js";
import { UNDECIDED } from "../../model/undecided.js";
import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
import { keyPath, type LineProblem, MappingFile, type Path, stopOnProblems } from "../mapping-file.js";

/** A column has hardly more values than that to fill in; whoever mends the mapping wants to see all of them. */
const SHOWN_MAX = 200;

/** Something in a mapping that a person has yet to decide. */
export interface Undecided extends LineProblem {
  /** `fields.delivery_type.values.LinkedIn` */
  readonly key: string;
  /** What to do. */
  readonly hint: string;
}

const MARK = new RegExp(`^${UNDECIDED}(?![\\p{L}\\p{N}_])[\\s:,.-]*(.*)$`, "su");

/** What of a mapping is yet to be decided. In quotes, the word is a text like any other. */
function undecidedIn(file: MappingFile, targets: readonly TargetSchema[]): Undecided[] {
  const { target: name } = file.content as { target?: unknown };
  const target = targets.find((each) => each.name === name);
  const all = file.plainValues().flatMap(({ path, text, line }) => {
    const said = MARK.exec(text)?.[1];
    if (said === undefined) return [];
    const advice: PartToTell = said === "" ? usualAdvice(path, target) : { message: said };
    const hint = advice.message;
    const key = keyPath(path);
    return [{ key, line, hint, advice }];
  });
  // What to do is said once for neighbours that are alike.
  return all.map(({ key, line, hint, advice }, index) => {
    const is_said = hint === all[index - 1]?.hint;
    const why = saying("undecided", { key, advice: is_said ? undefined : advice });
    return { key, line, hint, place: "", why };
  });
}

/** The same of a mapping that is not written yet: `path` is where it will be. */
export function undecidedInText(path: string, text: string, targets: readonly TargetSchema[]): Undecided[] {
  return undecidedIn(new MappingFile(path, "mapping", text), targets);
}

/** Throws one ExitError (exit 2) that names everything that is not decided yet. */
export function stopOnUndecided(file: MappingFile, targets: readonly TargetSchema[]): void {
  stopOnProblems(file.path, undecidedIn(file, targets), { kind: "undecided_mapping", shown_max: SHOWN_MAX });
}

function usualAdvice(path: Path, target: TargetSchema | undefined): PartToTell {
  const [place, name, ...within] = path;
  const top = place === "fields" ? target?.fields.find((each) => each.name === name) : undefined;
  const [field, setting] = top === undefined ? [undefined, within[0]] : fieldAt(top, within);
  const choices = field?.choices ?? {};
  const is_choice = setting === "values" || setting === "otherwise" || setting === "value";
  if (Object.keys(choices).length === 0 || !is_choice) return saying("undecided_any");
  return saying("undecided_choice", { choices, may_delete: setting === "values" });
}

/** The field within lists and objects that a path leads to, and the next step from there. */
function fieldAt(shape: FieldDefinition, path: Path): [FieldDefinition, Path[number] | undefined] {
  const [step, ...rest] = path;
  if (shape.item !== undefined) return fieldAt(shape.item, typeof step === "number" ? rest : path);
  const inner = shape.fields?.find(({ name }) => name === step);
  return inner === undefined ? [shape, step] : fieldAt(inner, rest);
}
