import type { TargetSchema } from "../../model/payload.js";
import { matchTitles } from "../columns/title.js";
import { requiredFields } from "../file/json-schema.js";

/** The first of the targets, unless the titles have all that another one requires, and not all that it does. */
export function likeliestTarget<Target extends TargetSchema>(
  titles: readonly string[],
  targets: readonly Target[],
): Target {
  const columns = titles.map((title) => ({ title }));
  const complete = targets.find((target) =>
    requiredFields(target).every((name) => {
      const groups = target.hints?.fields[name]?.titles ?? [];
      return matchTitles(columns, groups.flat()).length > 0;
    }),
  );
  return complete ?? (targets[0] as Target);
}
