import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ledgerPath } from "../../../ledger/file/file-name.js";
import { type Ledger, readLedger } from "../../../ledger/open.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { saying } from "../../../texts/saying.js";
import type { Plan } from "./plan.js";

/**
 * A step's name is its ledger's, so under another name it would send every row again. Throws an ExitError (exit 2)
 * where a ledger beside the plan that is no step's has sent rows of an export to the same place, and its step has none.
 */
export function refuseRenamedSteps({ path, steps }: Plan, place: string): void {
  const fresh = steps.filter(({ ledger }) => !existsSync(ledger));
  if (fresh.length === 0) return;
  const own = new Set(steps.map(({ ledger }) => ledgerPath(ledger)));
  for (const ledger of ledgersIn(dirname(path)).filter((each) => !own.has(ledgerPath(each)))) {
    const sent = sentBy(ledger, place);
    if (sent === undefined) continue;
    for (const { name, target, exports } of fresh) {
      const known = exports.find((each) => sent.target === target && sent.exports.has(resolve(each)));
      if (known !== undefined) throw renamed(name, known, relative(dirname(path), ledger));
    }
  }
}

interface Sent {
  readonly target: string;
  /** Absolute. */
  readonly exports: ReadonlySet<string>;
}

function ledgersIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".db"));
  return names.map((name) => join(folder, name));
}

/** Undefined where it is no ledger, or nothing of it was sent to that place. */
function sentBy(path: string, place: string): Sent | undefined {
  let ledger: Ledger;
  try {
    ledger = readLedger(path);
  } catch {
    return undefined;
  }
  try {
    const setup = ledger.setup.get();
    if (setup?.place !== place || !ledger.setup.wasSent()) return undefined;
    return { target: setup.target, exports: new Set(ledger.sources.all().map((source) => source.path)) };
  } finally {
    ledger.close();
  }
}

function renamed(step: string, known: string, ledger: string): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "step_renamed",
    ...saying("step_renamed", { step, export: known, ledger }),
  });
}
