import type { TargetSchema } from "../../model/payload.js";
import { matchTitles } from "../columns/title.js";
import { requiredFields } from "../file/json-schema.js";

/**
 * Of the first target and those of which the titles have all that they require: the one most of whose fields the titles
 * have. An export of applications may name the candidate, too, and one of candidates no job.
 */
export function likeliestTarget<Target extends TargetSchema>(
  titles: readonly string[],
  targets: readonly Target[],
): Target {
  const columns = titles.map((title) => ({ title }));
  const has = (target: Target, name: string): boolean => {
    const { titles: groups = [], legacy_titles = [] } = target.hints?.fields[name] ?? {};
    return matchTitles(columns, [...groups.flat(), ...legacy_titles]).length > 0;
  };
  const matched = (target: Target) => target.fields.filter(({ name }) => has(target, name)).length;
  const [first, ...others] = targets as readonly [Target, ...Target[]];
  const complete = others.filter((target) => requiredFields(target).every((name) => has(target, name)));
  return [first, ...complete].reduce((best, target) => (matched(target) > matched(best) ? target : best));
}
