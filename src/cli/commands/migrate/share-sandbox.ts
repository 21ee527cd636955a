import { lstatSync, symlinkSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { saying } from "../../../texts/saying.js";
import type { Plan } from "./plan.js";

/**
 * All steps send to one sandbox, whose records stand beside the plan: what one step creates another names. A ledger's
 * own file leads there, so that `verify`, `explain` and `undo` of one step see them, too.
 */
export function shareSandbox({ path, steps }: Plan): void {
  const shared = resolve(`${path}.sandbox`);
  for (const { ledger } of steps) {
    const own = resolve(`${ledger}.sandbox`);
    const there = lstatSync(own, { throwIfNoEntry: false });
    if (there?.isSymbolicLink() === true) continue;
    if (there !== undefined) throw ownRecords(own);
    symlinkSync(relative(dirname(own), shared) || basename(shared), own);
  }
}

function ownRecords(path: string): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "other_sandbox",
    ...saying("sandbox_of_one_step", { path }),
  });
}
