import type { RunRowsOptions } from "../../src/engine/run-rows.js";
import type { Ledger } from "../../src/ledger/open.js";

/** The program with something wrong with it, by wrapping what it is given. */
export interface Mutant {
  ledger(ledger: Ledger): Ledger;
  run(options: RunRowsOptions): RunRowsOptions;
}

/** The program as it is. */
export const FAITHFUL: Mutant = { ledger: (ledger) => ledger, run: (options) => options };
