import type { Step } from "./plan.js";

/**
 * The `run` that does for one step what this line of `migrate` does for all. The step's ledger keeps it, so that what
 * is advised for that ledger later works by itself.
 */
export function stepLine(step: Step, plan: string, [, ...words]: readonly string[]): string[] {
  const at = words.lastIndexOf(plan);
  const flags = words.filter((word, index) => index !== at && word !== "--");
  const own = ["run", ...flags, "-m", step.mapping, "-l", step.ledger];
  if (step.exports.some((path) => path.startsWith("-"))) return [...own, "--", ...step.exports];
  return ["run", ...step.exports, ...own.slice(1)];
}
