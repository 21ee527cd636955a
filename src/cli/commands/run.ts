import { resolve } from "node:path";
import { openExports } from "../../engine/exports.js";
import { unfinished } from "../../engine/select.js";
import { stage } from "../../engine/stage.js";
import { asMachineStop } from "../../ledger/machine-errors.js";
import { loadMapping } from "../../mapping/index.js";
import { TARGETS, targetOf } from "../../targets/index.js";
import { Stop } from "../../words/stop.js";
import { systemClock } from "../clock.js";
import { refuseRate } from "../connect.js";
import { askConsent } from "../consent.js";
import { notRowsFacts } from "../facts.js";
import type { SendingFlags } from "../flags.js";
import type { Output } from "../output.js";
import { choosePlace, type FeishuPlace } from "../place.js";
import { readingFacts, readingLines } from "../readings.js";
import type { CommandResult } from "../result.js";
import { sendRows } from "../send-rows.js";
import { bindPlace, openSession, setUp } from "../session.js";
import { spoolStdin } from "../spool.js";
import { VERSION } from "../version.js";
import { doWork } from "../work.js";
import { stoppedResult, workResult } from "../work-result.js";
import { refuseOverwrite } from "../write-file.js";

/** `run EXPORT…`: stages all rows in the ledger, then sends what is not done. */
export async function run(
  paths: readonly string[],
  flags: SendingFlags,
  output: Output,
  argv: readonly string[],
): Promise<CommandResult> {
  const mapping = loadMapping(flags.mapping, TARGETS);
  const target = targetOf(mapping.target);
  const exports = await openExports(mapping, paths, await spoolStdin(paths));
  for (const line of readingLines(exports, true)) output.note(line);
  const absolute = exports.map(({ path }) => path);
  const { logFile, verbose } = flags;
  refuseOverwrite("--log-file", logFile, { ...flags, exports: absolute });
  const openPlace = choosePlace(flags);
  const session = openSession(resolve(flags.ledger));
  const { ledger } = session;
  let opened: FeishuPlace | undefined;
  try {
    const setup = setUp(ledger, mapping, absolute, systemClock.now_ms());
    const place = await openPlace();
    opened = place;
    refuseRate(target, flags.rate, place.base_url);
    bindPlace(ledger, place);
    let not_rows = {};
    const result = await doWork({ command: "run", argv, ledger, output, log_file: logFile, verbose }, async (work) => {
      const staged = await stage({
        ...work,
        mapping,
        exports,
        pass: work.run_id,
        version: VERSION,
        reuse: true,
        clock: systemClock,
      });
      not_rows = notRowsFacts(staged.not_rows);
      if (work.brake.pulled) return;
      const rows = () => unfinished(ledger.queue, systemClock);
      await askConsent({ target, rows: rows(), limit: flags.limit, yes: flags.yes, output, brake: work.brake });
      if (!work.brake.pulled) await sendRows(work, place, target, rows(), flags);
    });
    return workResult({
      result,
      ledger,
      flags,
      target: setup.target,
      argv,
      more: { not_rows, exports: readingFacts(exports) },
    });
  } catch (error) {
    const stop = asMachineStop(error);
    if (!(stop instanceof Stop)) throw error;
    return stoppedResult(stop, ledger, flags);
  } finally {
    await opened?.close();
    session.close();
  }
}
