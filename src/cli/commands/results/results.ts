import { extname } from "node:path";
import { isLocked } from "../../../ledger/file/lock.js";
import type { Ledger } from "../../../ledger/open.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import type { Status } from "../../../model/status.js";
import type { Sentence } from "../../../texts/catalogue.js";
import { saying } from "../../../texts/saying.js";
import { Collected } from "../../collected.js";
import type { CommandResult } from "../../command-result.js";
import { copyFacts } from "../../facts.js";
import type { CommonFlags } from "../../flags.js";
import { commandLine, ledgerFlag } from "../../next.js";
import { openToRead } from "../../open-to-read.js";
import type { Output } from "../../output.js";
import { writeResult } from "../../streams.js";
import { printCopies } from "../../summary.js";
import { refuseOverwrite, writeWhole } from "../../write-file.js";
import { mapLines, type ResultsFormat, resultLines } from "./file.js";

/** What is written at once. */
const CHUNK_CHARS = 65_536;

export interface ResultsFlags extends CommonFlags {
  readonly output?: string;
  readonly format?: "csv" | "ndjson";
  readonly forSpreadsheet?: boolean;
  readonly status?: readonly Status[];
  readonly map?: boolean;
}

/** `results`: what became of every row, or the map from keys to Feishu's ids. */
export async function results(flags: ResultsFlags, output: Output): Promise<CommandResult> {
  const file = flags.output === "-" ? undefined : flags.output;
  if (file === undefined && output.json) throw cannotShareStdout();
  const format = formatOf(file, flags);
  const { afterwards: t } = output.texts;
  const ledger = openToRead(flags.ledger);
  try {
    refuseOverwrite("-o", file, { ...flags, exports: ledger.sources.all().map(({ path }) => path) });
    if (isLocked(ledger.path)) output.note(t.import_running);
    for (const { path } of ledger.given_exports.unread()) {
      output.note(t.not_all_rows(path));
    }
    const tally = { rows: 0 };
    const chunks = inChunks(linesOf(ledger, flags, format, tally));
    if (file === undefined) {
      const all = new Collected();
      for (const chunk of chunks) all.write(chunk);
      await writeResult(all.read());
      return { exit: EXIT.ok, facts: {}, print: () => undefined };
    }
    await writeWhole(file, (write) => {
      for (const chunk of chunks) write(chunk);
    });
    return told({ rows: tally.rows, file, format, flags, ledger });
  } finally {
    ledger.close();
  }
}

interface Tally {
  rows: number;
}

function linesOf(ledger: Ledger, flags: ResultsFlags, format: ResultsFormat, tally: Tally): Iterable<string> {
  return flags.map === true
    ? mapLines(counting(ledger.results.map(), tally), format)
    : resultLines(counting(ledger.results.each(flags.status), tally), format);
}

function* counting<T>(rows: Iterable<T>, tally: Tally): Generator<T, void> {
  for (const row of rows) {
    tally.rows += 1;
    yield row;
  }
}

/** By the flag, else by the file's name; nothing is guessed where neither says it. */
function formatOf(file: string | undefined, { format, forSpreadsheet, map, status }: ResultsFlags): ResultsFormat {
  const usage = (told: Sentence) => new ExitError({ exit: EXIT.usage, kind: "usage", ...told });
  if (map === true && status !== undefined) {
    throw usage(saying("map_with_status"));
  }
  const named = { ".csv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson" } as const;
  const found = format ?? (file === undefined ? "csv" : named[extname(file).toLowerCase() as keyof typeof named]);
  if (found === undefined) {
    throw usage(saying("unknown_format", { file: String(file) }));
  }
  if (forSpreadsheet !== true) return found;
  if (found !== "csv") throw usage(saying("spreadsheet_is_csv"));
  return "spreadsheet";
}

function cannotShareStdout(): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "needs_output_file",
    ...saying("json_needs_file", { example: "hire-import results -o results.ndjson --json" }),
  });
}

function* inChunks(lines: Iterable<string>): Generator<string, void> {
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

interface Written {
  readonly rows: number;
  readonly file: string;
  readonly format: ResultsFormat;
  readonly flags: ResultsFlags;
  readonly ledger: Ledger;
}

function told({ rows, file, format, flags, ledger }: Written): CommandResult {
  const { map } = flags;
  const copies = copyFacts(ledger);
  return {
    exit: EXIT.ok,
    facts: { ledger: flags.ledger, file, format: format === "ndjson" ? format : "csv", rows, ...copies },
    next: commandLine(["report", ...ledgerFlag(flags.ledger), "-o", "report.html"]),
    print: (output) => {
      const { afterwards: t } = output.texts;
      output.result(t.written(map === true ? t.keys(rows) : t.rows(rows), file));
      printCopies(output, copies);
      if (format !== "csv") return;
      output.result(`  ${t.for_excel}`);
    },
  };
}
