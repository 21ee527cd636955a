import { resolve } from "node:path";
import { type OpenExport, openExport } from "../csv/open-export.js";
import { noRows } from "../csv/stops.js";
import { bindMapping, type Mapping, type RowMapper } from "../mapping/index.js";

/** An export that can be read, with its columns found. */
export interface OpenedExport {
  /** Absolute. */
  readonly path: string;
  readonly file: OpenExport;
  readonly mapper: RowMapper;
}

/** Opens all exports and finds the mapping's columns in each, before any row is read. A path given twice is one. */
export async function openExports(mapping: Mapping, paths: readonly string[]): Promise<OpenedExport[]> {
  const { quote, ...csv } = mapping.csv;
  const dialect = { ...csv, ...(quote === undefined ? {} : { quote: quote === "" ? null : quote }) };
  const exports: OpenedExport[] = [];
  for (const path of new Set(paths.map((each) => resolve(each)))) {
    const file = await openExport(path, dialect);
    const mapper = bindMapping(mapping, file.header, path);
    if (await isEmpty(file)) throw noRows(path);
    exports.push({ path, file, mapper });
  }
  return exports;
}

async function isEmpty(file: OpenExport): Promise<boolean> {
  for await (const _ of file.records()) return false;
  return true;
}
