import { unfinished } from "../../engine/sending/select.js";
import { openExports } from "../../engine/staging/exports.js";
import { profileExports } from "../../engine/staging/profile-exports.js";
import { stage } from "../../engine/staging/stage.js";
import type { ResolvedTalents } from "../../engine/talents/resolve.js";
import { ledgerPath } from "../../ledger/file-name.js";
import { asMachineError } from "../../ledger/machine-errors.js";
import { loadMapping } from "../../mapping/index.js";
import { ExitError } from "../../model/exit-error.js";
import { TARGETS, targetOf } from "../../targets/index.js";
import { askedLines, askTalents, forgetGoneTalents, talentsFacts } from "../../app/resolve-talents.js";
import { systemClock } from "../clock.js";
import { refuseRate } from "../../app/feishu.js";
import { askConsent } from "../consent.js";
import { NOTHING_READ, runContents, warningLines } from "../contents.js";
import type { SendingFlags } from "../flags.js";
import type { Output } from "../output.js";
import { choosePlace, type FeishuPlace } from "../place.js";
import { type ReadExport, readingFacts, readingLines } from "../readings.js";
import { restoredFacts, restoredLines } from "../restored.js";
import type { CommandResult } from "../result.js";
import { sendQueued } from "../../app/limits.js";
import { bindPlace, openSession, setUp } from "../../app/session.js";
import { spoolStdin } from "../spool.js";
import { differentFormats, timeLines } from "../time-readings.js";
import { Correction, type CorrectionFlags } from "../../app/update.js";
import { VERSION } from "../version.js";
import { doWork } from "../../app/run-context.js";
import { stoppedResult, workResult } from "../work-result.js";
import { refuseOverwrite } from "../write-file.js";

export type RunFlags = SendingFlags & CorrectionFlags;

/**
 * `run EXPORT…`: stages all rows in the ledger, then sends what is not done. What is done and has changed comes last:
 * doubts grow old, and are settled by what Feishu holds before anything there is changed.
 */
export async function run(
  paths: readonly string[],
  flags: RunFlags,
  output: Output,
  argv: readonly string[],
): Promise<CommandResult> {
  const mapping = loadMapping(flags.mapping, TARGETS);
  const target = targetOf(mapping.target);
  const correction = new Correction(target, flags, output);
  const exports = await openExports(mapping, paths, await spoolStdin(paths));
  for (const line of readingLines(exports, true)) output.note(line);
  const absolute = exports.map(({ path }) => path);
  const { logFile: log_file, verbose } = flags;
  refuseOverwrite("--log-file", log_file, { ...flags, exports: absolute });
  const openPlace = choosePlace(flags);
  const session = openSession(ledgerPath(flags.ledger));
  const { ledger } = session;
  let opened: FeishuPlace | undefined;
  try {
    const setup = setUp(ledger, mapping, absolute, systemClock.now_ms());
    const place = await openPlace();
    opened = place;
    refuseRate(target, flags.rate, place.base_url);
    bindPlace(ledger, place);
    let read: readonly ReadExport[] = exports;
    let contents = NOTHING_READ;
    let talents: ResolvedTalents | undefined;
    let restored: ReturnType<typeof restoredFacts> = [];
    const call = { command: "run", argv, exports: absolute, ledger, output, log_file, verbose };
    const result = await doWork(call, async (work) => {
      const options = { ...work, mapping, version: VERSION, reuse: true, clock: systemClock, pass: work.run_id };
      forgetGoneTalents(ledger, mapping, target);
      const profiled = await profileExports({ ...options, exports });
      read = profiled;
      for (const line of timeLines(profiled)) output.note(line);
      for (const { field, message } of differentFormats(profiled)) output.note(`${field}: ${message}`);
      const { asked, staging_brake } = await askTalents({ work, place, mapping, exports: profiled, flags });
      for (const line of askedLines(asked)) output.note(line);
      talents = asked;
      const staged = await stage({ ...options, exports: profiled, brake: staging_brake });
      contents = runContents(staged.contents, exports[0]?.lookups);
      // Before anything is sent.
      for (const line of warningLines(contents.facts.warnings)) output.note(line);
      restored = restoredFacts(staged.restored);
      for (const line of restoredLines(staged.restored)) output.note(line);
      if (work.brake.pulled) return;
      await correction.plan(work, place);
      const rows = () => unfinished(ledger.queue, systemClock);
      await askConsent({ target, rows: rows(), limit: flags.limit, yes: flags.yes, output, brake: work.brake });
      if (!work.brake.pulled) await sendQueued(work, place, target, rows(), flags);
      return correction.send(work, place);
    });
    return workResult({
      result,
      ledger,
      flags,
      target: setup.target,
      argv,
      more: {
        ...contents.facts,
        restored,
        exports: readingFacts(read),
        ...talentsFacts(talents),
        ...correction.facts(),
      },
      lines: [...contents.lines, ...correction.lines()],
      next: correction.next(result, flags.ledger, argv),
    });
  } catch (error) {
    const stop = asMachineError(error);
    if (!(stop instanceof ExitError)) throw error;
    return stoppedResult(stop, ledger, flags);
  } finally {
    await opened?.close();
    session.close();
  }
}
