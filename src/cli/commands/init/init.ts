import { existsSync } from "node:fs";
import { basename } from "node:path";
import { type DraftedExport, profileForDraft } from "../../../engine/staging/draft-profile.js";
import {
  draftMapping,
  draftText,
  type ExportLayout,
  likeliestTarget,
  suggested,
  undecidedInText,
  zoneProblem,
} from "../../../mapping/index.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import type { TargetSchema } from "../../../model/payload.js";
import { STDIN } from "../../../model/record.js";
import { TARGETS, targetNamed } from "../../../targets/index.js";
import type { Sentence } from "../../../texts/catalogue.js";
import { saying } from "../../../texts/saying.js";
import type { CommandResult } from "../../command-result.js";
import { contentsFacts } from "../../contents.js";
import type { CommonFlags } from "../../flags.js";
import { commandLine, ledgerFlag, mappingFlag } from "../../next.js";
import type { Output } from "../../output.js";
import { createProgress } from "../../progress.js";
import { readingFacts, readingLines } from "../../readings.js";
import { spoolStdin } from "../../spool.js";
import { writeWhole } from "../../write-file.js";
import { proposalFacts, proposalLines, undecidedLines } from "./result.js";

/** For `-m`: the mapping goes to stdout. */
const STDOUT = "-";

export interface InitFlags extends CommonFlags {
  readonly target?: string;
  readonly timezone?: string;
}

/** `init EXPORT…`: looks at exports and writes a mapping for them, with comments, for a person to complete. */
export async function init(paths: readonly string[], flags: InitFlags, output: Output): Promise<CommandResult> {
  const { init: t } = output.texts;
  const to_stdout = flags.mapping === STDOUT;
  refuseFlags(flags);
  const { target, table, exports } = await look(paths, flags, output);
  const proposal = draftMapping(target, table, exports.map(layoutOf), { timezone: flags.timezone });
  const text = draftText(proposal, (remark) => output.texts.tell(remark).message);
  const undecided = undecidedInText(flags.mapping, text, TARGETS);
  const in_english = draftText(proposal, ({ message }) => message);
  const hints = undecidedInText(flags.mapping, in_english, TARGETS).map(({ hint }) => hint);
  if (!to_stdout) await writeNew(flags.mapping, text);
  const lines = [
    ...readingLines(exports, output.texts),
    t.size(table.rows, table.columns.length),
    "",
    ...proposalLines(proposal, output.texts),
    ...(to_stdout ? [] : [t.written(flags.mapping), ...undecidedLines(flags.mapping, undecided, output.texts)]),
  ];
  return {
    exit: EXIT.ok,
    facts: {
      target: target.name,
      mapping: flags.mapping,
      rows: table.rows,
      unreadable: table.unreadable,
      ...proposalFacts(proposal),
      undecided: undecided.map(({ line, key }, index) => ({ line, key, hint: hints[index] })),
      ...contentsFacts(new Map(exports.map(({ path, contents }) => [path, contents]))),
      exports: readingFacts(exports),
    },
    ...(to_stdout
      ? {}
      : {
          next: commandLine(["check", ...mappingFlag(flags.mapping), ...ledgerFlag(flags.ledger)], paths),
          before_next:
            undecided.length === 0 ? t.after_look(flags.mapping) : t.after_todos(flags.mapping, undecided.length),
        }),
    print: (out) => {
      if (to_stdout) for (const line of lines) out.note(line);
      if (to_stdout) out.result(text.trimEnd());
      else for (const line of lines) out.text(line);
    },
  };
}

async function look(paths: readonly string[], flags: InitFlags, output: Output) {
  const named = flags.target === undefined ? undefined : targetNamed(flags.target);
  const choose = (titles: readonly string[]): TargetSchema => named ?? likeliestTarget(titles, TARGETS);
  const progress = createProgress(output);
  try {
    const { timezone } = flags;
    const options = { stdin_path: await spoolStdin(paths), timezone, observe: progress.observe };
    return await profileForDraft(choose, paths, options);
  } finally {
    progress.close();
  }
}

function layoutOf({ path, file, contents }: DraftedExport): ExportLayout {
  const { header, dialect, detected } = file;
  const { preamble, blank, delimiter_only, header: headers, total, footer } = contents.not_rows;
  return {
    name: path === STDIN ? "stdin" : basename(path),
    settings: { ...dialect, header_line: header.line },
    findings: detected,
    not_rows: {
      preamble: preamble.count,
      blank: blank.count,
      delimiter_only: delimiter_only.count,
      header: headers.count,
      total: total.count,
      footer: footer.count,
    },
  };
}

/** Before a file of gigabytes is read. */
function refuseFlags({ mapping, target, timezone, json }: InitFlags): void {
  if (mapping === STDOUT && json === true) throw usage(saying("json_and_mapping"));
  if (mapping !== STDOUT && existsSync(mapping)) throw thereAlready(mapping);
  if (target !== undefined && targetNamed(target) === undefined) {
    const names = TARGETS.map(({ name }) => name);
    throw usage(saying("unknown_target", { target, close: suggested(target, names), names }));
  }
  const zone_problem = timezone === undefined ? undefined : zoneProblem(timezone);
  if (zone_problem !== undefined) throw usage(saying("unknown_zone", { why: zone_problem }));
}

/** It holds values of columns, so its owner alone may read it. */
async function writeNew(path: string, text: string): Promise<void> {
  await writeWhole(path, (write) => {
    write(text);
    if (existsSync(path)) throw thereAlready(path);
  });
}

function thereAlready(path: string): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "would_overwrite",
    ...saying("mapping_exists", { path }),
  });
}

function usage(told: Sentence): ExitError {
  return new ExitError({ exit: EXIT.usage, kind: "bad_flag", ...told });
}
