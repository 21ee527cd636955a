import { basename, extname } from "node:path";
import { csvLine, UTF8_BOM } from "../../../csv/file/write.js";
import { type SourceChange, sourceChange } from "../../../engine/staging/as-staged.js";
import { FailuresReader, type TellFailure } from "../../../engine/staging/failures-export.js";
import type { Ledger } from "../../../ledger/open.js";
import type { Source } from "../../../ledger/runs/sources.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import type { Sentence } from "../../../texts/catalogue.js";
import { saying } from "../../../texts/saying.js";
import { Collected } from "../../collected.js";
import { type CommandResult, tellStop } from "../../command-result.js";
import type { CommonFlags } from "../../flags.js";
import { commandLine, ledgerFlag, runFlags } from "../../next.js";
import { openToRead } from "../../open-to-read.js";
import type { Output } from "../../output.js";
import { asText } from "../../problems-file.js";
import { writeResult } from "../../streams.js";
import { ownWords, type Texts } from "../../texts/texts.js";
import { refuseOverwrite, writeWhole } from "../../write-file.js";

export interface FailuresFlags extends CommonFlags {
  readonly output?: string;
}

interface Written {
  readonly file: string;
  readonly export: string;
  readonly rows: number;
  /** Rows whose record no longer stands in the export. */
  readonly missing: number;
}

/** `failures`: writes the rows to mend, one file for each export. */
export async function failures(flags: FailuresFlags, output: Output): Promise<CommandResult> {
  const ledger = openToRead(flags.ledger);
  try {
    const sources = ledger.sources.all().filter(({ id }) => ledger.summary.hasFailing(id));
    if (sources.length === 0) return nothingToMend(flags);
    const to = flags.output === "-" ? undefined : flags.output;
    if (to === undefined) return await toStdout(ledger, sources, flags, output);
    const files = sources.map((_source, index) => numbered(to, index));
    const kept = { ...flags, exports: ledger.sources.all().map(({ path }) => path) };
    for (const file of files) refuseOverwrite("-o", file, kept);
    const tell = tellIn(output.texts);
    const written: Written[] = [];
    let lost: ExitError | undefined;
    for (const [index, source] of sources.entries()) {
      const gone = await whyGone(source);
      if (gone === undefined) written.push(await writeOne(ledger, source, files[index] as string, tell));
      else {
        lost ??= gone;
        if (lost !== gone) tellStop(output, gone);
      }
    }
    return result(written, flags, runFlags(ledger, flags), lost);
  } finally {
    ledger.close();
  }
}

/** `again`: the flags of the run that the files are for. */
function result(
  written: readonly Written[],
  flags: FailuresFlags,
  again: readonly string[],
  stop: ExitError | undefined,
): CommandResult {
  const mended = written.map(({ file }) => file);
  return {
    exit: stop === undefined ? EXIT.ok : stop.exit,
    facts: { ledger: flags.ledger, files: written, rows: written.reduce((sum, { rows }) => sum + rows, 0) },
    stop,
    next: mended.length === 0 ? undefined : commandLine(["run", ...again], mended),
    print: (out) => {
      const say = out.texts.contents;
      for (const { file, rows, missing, export: from } of written) {
        out.result(say.written(rows, basename(from), file));
        if (missing > 0) out.result(`  ${say.not_written(missing, from)}`);
      }
      if (mended.length > 0) out.result(say.how_to_correct);
    },
  };
}

function nothingToMend(flags: FailuresFlags): CommandResult {
  return {
    exit: EXIT.ok,
    facts: { ledger: flags.ledger, files: [], rows: 0 },
    next: commandLine(["status", ...ledgerFlag(flags.ledger)]),
    print: (out) => out.result(out.texts.contents.nothing_to_correct),
  };
}

async function toStdout(
  ledger: Ledger,
  sources: readonly Source[],
  flags: FailuresFlags,
  output: Output,
): Promise<CommandResult> {
  const [source, another] = sources as [Source, ...Source[]];
  if (another !== undefined || output.json) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "needs_output_file",
      ...(another === undefined
        ? saying("json_needs_file", { example: "hire-import failures -o failed.csv" })
        : saying("exports_need_files", { exports: sources.length })),
    });
  }
  if (process.stdout.isTTY === true) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "needs_output_file",
      ...saying("not_on_terminal"),
    });
  }
  const gone = await whyGone(source);
  if (gone !== undefined) throw gone;
  const all = new Collected();
  await writeRows(ledger, source, (text) => all.write(text), tellIn(output.texts));
  await writeResult(all.read());
  return { exit: EXIT.ok, facts: { ledger: flags.ledger }, print: () => undefined };
}

async function writeOne(ledger: Ledger, source: Source, path: string, tell: TellFailure): Promise<Written> {
  const { rows, missing } = await writeWhole(path, (write) => writeRows(ledger, source, write, tell));
  return { file: path, export: source.path, rows, missing };
}

/** In the language of whoever corrects the rows. */
function tellIn(texts: Texts): TellFailure {
  const { say, about, quoted, between } = texts;
  return {
    // Who corrects the cell looks for its column.
    reason: (failure) => {
      const { field, column = field } = failure;
      const value = ownWords(failure, texts);
      const said = `${say(failure).message}${value === "" ? "" : quoted(value)}`;
      return column === undefined ? said : about(column, said);
    },
    hint: (failure) => say(failure).hint,
    between,
  };
}

async function writeRows(ledger: Ledger, source: Source, write: (text: string) => void, tell: TellFailure) {
  const reader = await FailuresReader.open(ledger, source, tell);
  write(UTF8_BOM + csvLine([...reader.our_columns, ...reader.header, ...reader.raw_columns]));
  for await (const { ours, cells, raw } of reader.rows()) {
    write(csvLine([...ours.map(asText), ...cells, ...raw]));
  }
  return { rows: reader.written, missing: reader.missing };
}

/** failed.csv, failed-2.csv, … */
function numbered(path: string, index: number): string {
  if (index === 0) return path;
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}-${index + 1}${extension}`;
}

const GONE: Readonly<Record<SourceChange, (path: string) => Sentence>> = {
  stdin: () => saying("export_from_stdin"),
  gone: (path) => saying("export_gone", { path }),
  changed: (path) => saying("export_changed_since", { path }),
};

/** Why the export cannot be read again as it was, if so. */
async function whyGone(source: Source): Promise<ExitError | undefined> {
  const why = await sourceChange(source);
  if (why === undefined) return undefined;
  const kind = why === "changed" ? "export_changed" : "export_gone";
  return new ExitError({ exit: EXIT.usage, kind, ...GONE[why](source.path) });
}
