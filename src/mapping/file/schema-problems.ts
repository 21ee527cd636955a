import type { z } from "zod";
import type { FieldDefinition } from "../../model/payload.js";
import { saying } from "../../texts/saying.js";
import { suggested } from "../cells/did-you-mean.js";
import type { MappingFile, Path } from "../mapping-file.js";
import { keysAt } from "./schema.js";

type Issue = z.core.$ZodIssue;

/** Notes each issue of the schema with the file, as a sentence at its place. */
export function noteIssues(
  issues: readonly Issue[],
  file: MappingFile,
  above: Path = [],
  shape?: FieldDefinition,
): void {
  for (const issue of issues) {
    const path = [...above, ...(issue.path as (string | number)[])];
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys)
        file.problem([...path, key], saying("unknown_key", { close: suggested(key, keysAt(path, shape)) }));
      continue;
    }
    const branch = issue.code === "invalid_union" ? branchMeant(issue.errors) : undefined;
    if (branch !== undefined) noteIssues(branch, file, path, shape);
    else
      file.problem(
        path,
        isMissing(file.content, path) ? saying("is_missing") : saying("rule", { rule: issue.message }),
      );
  }
}

/** Of the branches of a union, the one whose type fits, so that its issues lie deeper. */
function branchMeant(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) =>
    issues.every(({ path, code }) => path.length > 0 || !(code === "invalid_type" || code === "invalid_union")),
  );
}

function isMissing(content: unknown, path: Path): boolean {
  let at = content;
  for (const step of path) {
    if (at === null || typeof at !== "object") return false;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at === undefined;
}
