import { existsSync } from "node:fs";
import type { AppEvent } from "../../../app/context.js";
import { examine, targetToAsk } from "../../../app/doctor.js";
import { exitOfFindings } from "../../../app/exit-code.js";
import type { Finding } from "../../../engine/checks/preflight.js";
import { openExports } from "../../../engine/staging/exports.js";
import { loadMapping, type Mapping } from "../../../mapping/index.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { TARGETS } from "../../../targets/index.js";
import { saying } from "../../../texts/saying.js";
import { SILENT, withCommandContext } from "../../command-context.js";
import type { CommandResult } from "../../command-result.js";
import { findingFacts, printFindings } from "../../findings.js";
import { type AskingFlags, readLimitsOf } from "../../flags.js";
import { commandLine, DEFAULT_MAPPING, ledgerFlag, mappingFlag, placeFlags } from "../../next.js";
import { atPlaceToRead } from "../../on-ledger.js";
import type { Output } from "../../output.js";
import { choosePlace } from "../../place.js";
import { spoolStdin } from "../../spool.js";

/** Somebody waits for it and wants to know now: an import is more patient. */
const FIRST_CONTACT_MS = 5_000;

/** `doctor [EXPORT…]`: whether Feishu will let an import in, found out without changing anything there. */
export async function doctor(
  paths: readonly string[],
  flags: AskingFlags,
  output: Output,
  argv: readonly string[],
): Promise<CommandResult> {
  // Without credentials nothing needs to be read.
  choosePlace({ ...flags, reads_only: true });
  const { texts } = output;
  const mapping = mappingOf(flags, paths);
  const target = targetToAsk(mapping);
  if (mapping === undefined) {
    output.note(texts.afterwards.no_mapping(flags.mapping, texts.label(target.title)));
  }
  const exports = mapping === undefined ? [] : await openExports(mapping, paths, await spoolStdin(paths));
  const limits = { ...readLimitsOf(flags), first_contact_ms: FIRST_CONTACT_MS };
  const { findings, exit, place } = await atPlaceToRead(flags, async (place) => {
    const result = await withCommandContext(output, SILENT, (app) =>
      examine({ place, mapping, exports, limits }, { ...app, observe: (event) => tellWait(output, event) }),
    );
    return { ...result, place };
  });
  return {
    exit,
    facts: { target: target.name, place: place.name, app_id: place.app_id, findings: findingFacts(findings) },
    next: nextOf(findings, mapping, paths, flags, argv),
    print: (out) => {
      out.result(texts.afterwards.place(place.name, place.app_id, texts.label(target.title)));
      printFindings(out, findings);
    },
  };
}

function tellWait(output: Output, { event }: AppEvent): void {
  if (event === "outage_began") output.note(output.texts.afterwards.no_answer_yet(FIRST_CONTACT_MS / 1000));
}

/** A mapping that nobody named need not be there, as long as no export is to be read by it. */
function mappingOf(flags: AskingFlags, paths: readonly string[]): Mapping | undefined {
  if (flags.mapping === DEFAULT_MAPPING && !existsSync(flags.mapping)) {
    if (paths.length === 0) return undefined;
    throw new ExitError({
      exit: EXIT.usage,
      kind: "no_such_file",
      ...saying("no_mapping_for_export", { mapping: flags.mapping, path: paths[0] as string }),
    });
  }
  return loadMapping(flags.mapping, TARGETS);
}

function nextOf(
  findings: readonly Finding[],
  mapping: Mapping | undefined,
  paths: readonly string[],
  flags: AskingFlags,
  argv: readonly string[],
): string {
  const check = ["check", ...mappingFlag(flags.mapping), ...ledgerFlag(flags.ledger), ...placeFlags(flags)];
  // It tells the lines, too.
  if (findings.some(({ absent = [] }) => absent.length > 0)) return commandLine([...check, "--online"], paths);
  if (exitOfFindings(findings) !== EXIT.ok) return commandLine(argv);
  if (mapping === undefined) return commandLine(["init", "--help"]);
  return paths.length === 0 ? commandLine(["check", "--help"]) : commandLine(check, paths);
}
