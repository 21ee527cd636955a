import { resolve } from "node:path";
import { type OpenExport, openExport } from "../../csv/export/open-export.js";
import { noRows, noTitles } from "../../csv/file/stops.js";
import { isPersonal, looksLikeTotal, TableProfile } from "../../mapping/index.js";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { TargetSchema } from "../../model/payload.js";
import { isBad, STDIN } from "../../model/record.js";
import { saying } from "../../texts/saying.js";
import type { Observer } from "../events.js";
import { type Contents, LastLines } from "./not-rows.js";

/** An export that was read to its end for what its columns hold. */
export interface DraftedExport {
  /** Its absolute path, or `-` for stdin. */
  readonly path: string;
  readonly file: OpenExport;
  readonly rows: number;
  readonly contents: Contents;
}

export interface DraftProfileOptions {
  /** Where the bytes of `-` lie. */
  readonly stdin_path?: string | undefined;
  /** For readings of times that carry no offset. */
  readonly timezone?: string | undefined;
  readonly observe: Observer;
}

export interface DraftProfile {
  readonly target: TargetSchema;
  readonly table: TableProfile;
  readonly exports: readonly DraftedExport[];
}

/**
 * Reads exports of which nothing is known yet, as a stream, and sees what each column holds. `chooseTarget`: by the
 * titles of the first. Throws an ExitError for what is no CSV, for an export without header or rows, and for one of our
 * own failures files.
 */
export async function profileForDraft(
  chooseTarget: (titles: readonly string[]) => TargetSchema,
  paths: readonly string[],
  { stdin_path, timezone, observe }: DraftProfileOptions,
): Promise<DraftProfile> {
  let target: TargetSchema | undefined;
  let table: TableProfile | undefined;
  const exports: DraftedExport[] = [];
  for (const path of new Set(paths.map((each) => (each === STDIN ? STDIN : resolve(each))))) {
    const name = path === STDIN ? "stdin" : path;
    const file = await openExport(path === STDIN && stdin_path !== undefined ? stdin_path : path, {}, { name });
    if (file.is_failures_file) throw failuresFile(name);
    if (file.header.names.some(isPersonal)) throw noTitles(name, file.header.line);
    target ??= chooseTarget(file.header.names);
    table ??= new TableProfile(target.hints, timezone);
    const rows_before = table.rows;
    const last = await profileOne(path, file, table, observe);
    const rows = table.rows - rows_before;
    if (rows === 0) throw noRows(name);
    exports.push({ path, file, rows, contents: last.contents() });
  }
  if (target === undefined || table === undefined) throw new Error("there is no export to look at");
  return { target, table, exports };
}

async function profileOne(path: string, file: OpenExport, table: TableProfile, observe: Observer): Promise<LastLines> {
  table.beginExport(file.header.names);
  const last = new LastLines({ looksLikeTotal }, file);
  for await (const batch of file.records()) {
    for (const record of batch.flatMap((each) => last.sift(each))) {
      if (isBad(record)) table.addUnreadable();
      else table.add(record.cells, record.line);
    }
    observe({ event: "profiling", path, records: file.records_read });
  }
  return last;
}

function failuresFile(name: string): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "failures_file",
    ...saying("is_failures_file", { name }),
  });
}
