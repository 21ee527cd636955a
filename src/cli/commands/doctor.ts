import { existsSync } from "node:fs";
import { type Finding, preflight } from "../../engine/checks/preflight.js";
import { askReferences } from "../../engine/checks/references.js";
import { type Sample, sampleOf } from "../../engine/checks/sample.js";
import { openExports } from "../../engine/staging/exports.js";
import { loadMapping, type Mapping } from "../../mapping/index.js";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { TARGETS, targetOf } from "../../targets/index.js";
import type { Reference, Target } from "../../targets/target.js";
import { exitOfAccess, exitOfFindings, findingFacts, printFindings } from "../findings.js";
import type { AskingFlags } from "../flags.js";
import { commandLine, DEFAULT_MAPPING, ledgerFlag, mappingFlag, placeFlags } from "../next.js";
import { probesOf, referenceOf } from "../../app/online-checks.js";
import type { Output } from "../output.js";
import { choosePlace } from "../place.js";
import { reading } from "../../app/read-client.js";
import type { CommandResult } from "../result.js";
import { spoolStdin } from "../spool.js";

/** Somebody waits for it and wants to know now: an import is more patient. */
const FIRST_CONTACT_MS = 5_000;
const REFERENCES_ASKED = 20;

/** `doctor [EXPORT…]`: whether Feishu will let an import in, found out without changing anything there. */
export async function doctor(
  paths: readonly string[],
  flags: AskingFlags,
  output: Output,
  argv: readonly string[],
): Promise<CommandResult> {
  // Without credentials nothing needs to be read.
  choosePlace({ ...flags, reads_only: true });
  const mapping = mappingOf(flags, paths);
  const target = mapping === undefined ? (TARGETS[0] as Target) : targetOf(mapping.target);
  if (mapping === undefined) {
    output.note(`there is no ${flags.mapping} here: asked is what ${target.title} need`);
  }
  const reference = referenceOf(target, mapping);
  const sample = await sampled(reference, mapping, paths);
  const observe = (event: { readonly event: string }) => {
    if (event.event === "outage_began") output.note(`no answer yet; asking again for ${FIRST_CONTACT_MS / 1000} s`);
  };
  const patience = { first_contact_ms: FIRST_CONTACT_MS, observe };
  const { findings, place, app_id } = await reading(
    flags,
    target.codes,
    async (door) => {
      const findings = await preflight(door, probesOf(target, mapping));
      const { name, app_id } = door.place;
      // Whoever is not let in has that to see to first.
      const is_over = reference === undefined || sample === undefined || exitOfAccess(findings) !== EXIT.ok;
      const referred = is_over ? [] : [await askReferences(door, reference, sample)];
      return { findings: [...findings, ...referred], place: name, app_id };
    },
    patience,
  );
  const exit = exitOfFindings(findings);
  return {
    exit,
    facts: { target: target.name, place, app_id, findings: findingFacts(findings) },
    next: nextOf(findings, mapping, paths, flags, argv),
    print: (out) => {
      out.result(`${place} as ${app_id}, for ${target.title}`);
      printFindings(out, findings);
    },
  };
}

/** A mapping that nobody named need not be there, as long as no export is to be read by it. */
function mappingOf(flags: AskingFlags, paths: readonly string[]): Mapping | undefined {
  if (flags.mapping === DEFAULT_MAPPING && !existsSync(flags.mapping)) {
    if (paths.length === 0) return undefined;
    throw new ExitError({
      exit: EXIT.usage,
      kind: "no_such_file",
      message: `there is no ${flags.mapping} to read ${paths[0]} by`,
      hint: `name the mapping with -m FILE, or leave the export out`,
    });
  }
  return loadMapping(flags.mapping, TARGETS);
}

async function sampled(
  reference: Reference | undefined,
  mapping: Mapping | undefined,
  paths: readonly string[],
): Promise<Sample | undefined> {
  if (mapping === undefined || paths.length === 0) return undefined;
  const exports = await openExports(mapping, paths, await spoolStdin(paths));
  return reference === undefined ? undefined : sampleOf(mapping, exports, reference.field, REFERENCES_ASKED);
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
