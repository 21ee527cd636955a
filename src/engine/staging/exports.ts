import { resolve } from "node:path";
import { type OpenExport, openExport } from "../../csv/export/open-export.js";
import type { Dialect } from "../../csv/file/dialect.js";
import { EXPORT_ENCODING, noRows } from "../../csv/file/stops.js";
import { type BindOptions, bindMapping, columnsOf, type Mapping, type RowMapper } from "../../mapping/index.js";
import { STDIN } from "../../model/record.js";
import { exportFiles, foldersOf } from "./export-files.js";
import { type OpenedLookups, openLookups } from "./lookups.js";
import { refuseGuess } from "./refuse-guess.js";

/** An export that can be read, with its columns found. */
export interface OpenedExport {
  /** What the ledger knows it by: its absolute path, or `-` for stdin. */
  readonly path: string;
  /** What people call it, in messages. */
  readonly name: string;
  readonly file: OpenExport;
  /** Knows nothing of the export's columns as a whole until `profileExports` has looked at them. */
  readonly mapper: RowMapper;
  /** A mapper that knows more. */
  readonly bind: (options: BindOptions) => RowMapper;
  /** The same for all exports of a call. */
  readonly lookups: OpenedLookups;
}

/**
 * Opens all exports and finds the mapping's columns in each, before any row is read. A path given twice is one.
 * Each is written in its own way, as far as the mapping does not say it. `stdin_path`: where the bytes of `-` lie.
 */
export async function openExports(
  mapping: Mapping,
  paths: readonly string[],
  stdin_path?: string,
): Promise<OpenedExport[]> {
  const dialect = dialectOf(mapping);
  const known_columns = columnsOf(mapping);
  const lookups = await openLookups(mapping);
  const exports: OpenedExport[] = [];
  for (const path of new Set(paths.map((each) => (each === STDIN ? STDIN : resolve(each))))) {
    const name = path === STDIN ? "stdin" : path;
    const place = path === STDIN && stdin_path !== undefined ? stdin_path : path;
    const file = await openExport(place, dialect, { name, known_columns });
    refuseGuess(file, name, EXPORT_ENCODING);
    const files = exportFiles(foldersOf([path]));
    const bind = (options: BindOptions): RowMapper =>
      bindMapping(mapping, file.header, name, { lookups: lookups.by_field, files, ...options });
    const mapper = bind({});
    if (await isEmpty(file)) throw noRows(name);
    exports.push({ path, name, file, mapper, bind, lookups });
  }
  return exports;
}

/** The mapping writes no quote as an empty text. */
function dialectOf({ csv: { quote, ...csv } }: Mapping): Dialect {
  return { ...csv, ...(quote === undefined ? {} : { quote: quote === "" ? null : quote }) };
}

async function isEmpty(file: OpenExport): Promise<boolean> {
  for await (const _ of file.records()) return false;
  return true;
}
