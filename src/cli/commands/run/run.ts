import { runImport } from "../../../app/run.js";
import { updatable } from "../../../app/update.js";
import { openExports } from "../../../engine/staging/exports.js";
import { loadMapping } from "../../../mapping/index.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { TARGETS, targetOf } from "../../../targets/index.js";
import { saying } from "../../../texts/saying.js";
import { withCommandContext } from "../../command-context.js";
import type { CommandResult } from "../../command-result.js";
import { limitsOf, type SendingFlags } from "../../flags.js";
import { atPlace, onLedger } from "../../on-ledger.js";
import type { Output } from "../../output.js";
import { choosePlace } from "../../place.js";
import { readingLines } from "../../readings.js";
import { spoolStdin } from "../../spool.js";
import { refuseOverwrite } from "../../write-file.js";
import { importResult } from "./result.js";

export interface RunFlags extends SendingFlags {
  readonly updateChanged?: boolean;
  readonly confirm?: number;
}

/** `run EXPORT…`: stages all rows in the ledger, then sends what is not done. */
export async function run(
  paths: readonly string[],
  flags: RunFlags,
  output: Output,
  argv: readonly string[],
): Promise<CommandResult> {
  const mapping = loadMapping(flags.mapping, TARGETS);
  refuseCorrection(flags, targetOf(mapping.target));
  const exports = await openExports(mapping, paths, await spoolStdin(paths));
  for (const line of readingLines(exports, output.texts, true)) output.note(line);
  refuseOverwrite("--log-file", flags.logFile, { ...flags, exports: exports.map(({ path }) => path) });
  const openPlace = choosePlace(flags);
  return onLedger(flags.ledger, (ledger) =>
    atPlace(openPlace, async (place) => {
      const request = { ledger, mapping, exports, place, limits: limitsOf(flags), argv };
      const result = await withCommandContext(output, flags, (app) =>
        runImport({ ...request, update_changed: flags.updateChanged === true }, app),
      );
      return importResult(result, ledger, flags, argv);
    }),
  );
}

function refuseCorrection({ updateChanged, confirm }: RunFlags, target: ReturnType<typeof targetOf>): void {
  if (updateChanged === true) updatable(target);
  else if (confirm !== undefined) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "cannot_update",
      ...saying("confirm_alone"),
    });
  }
}
