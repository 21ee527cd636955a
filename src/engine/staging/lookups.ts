import { existsSync } from "node:fs";
import { openExport } from "../../csv/export/open-export.js";
import { hashFile } from "../../csv/file/hash.js";
import { LOOKUP_ENCODING } from "../../csv/file/stops.js";
import type { ReadingWarning } from "../../csv/records/reading-notes.js";
import {
  fileLookups,
  type Lookup,
  LookupReader,
  type Lookups,
  ledgerLookups,
  type Mapping,
} from "../../mapping/index.js";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { isBad } from "../../model/record.js";
import { saying } from "../../texts/saying.js";
import { openParent, type ParentLedger } from "./parents.js";
import { refuseGuess } from "./refuse-guess.js";

/** The files and ledgers that a mapping looks ids up in. */
export interface OpenedLookups {
  readonly by_field: Lookups;
  /** Those of them that are ledgers. */
  readonly parents: readonly ParentLedger[];
  /** Of the bytes of each file, and of what the rows of each ledger came to; empty without any. */
  readonly sha256: string;
  /** What somebody should look at in each file, by its name. */
  readonly warnings: ReadonlyMap<string, readonly ReadingWarning[]>;
}

/**
 * Reads the mapping's lookup files, finding out how each is written as with an export, and ledgers. They are kept in
 * memory. Throws an ExitError for one that cannot be read, or a file that has not the columns.
 */
export async function openLookups(mapping: Mapping): Promise<OpenedLookups> {
  const by_field = new Map<string, Lookup>();
  const hashes: string[] = [];
  const warnings = new Map<string, readonly ReadingWarning[]>();
  for (const field of fileLookups(mapping)) {
    const { path, name, key, value, encoding } = field.lookup;
    if (!existsSync(path)) throw noSuchFile(mapping.path, key.line, path);
    const file = await openExport(path, { encoding }, { name, known_columns: [key.name, value.name] });
    refuseGuess(file, name, LOOKUP_ENCODING);
    const reader = new LookupReader(mapping, field, file.header);
    for await (const records of file.records()) {
      for (const record of records) if (!isBad(record)) reader.profile(record.cells);
    }
    const entries = reader.entries();
    for await (const records of file.records()) {
      for (const record of records) {
        if (isBad(record)) entries.refuse(record.line, record.failure);
        else entries.add(record.line, reader.cellsOf(record.cells));
      }
    }
    by_field.set(field.shape.name, entries);
    warnings.set(name, file.notes.warnings());
    hashes.push((await hashFile(path)).sha256);
  }
  const parents = ledgerLookups(mapping).map((field) => {
    const parent = openParent(mapping, field);
    by_field.set(field.shape.name, parent);
    hashes.push(parent.sha256);
    return parent;
  });
  return { by_field, parents, sha256: hashes.join(" "), warnings };
}

function noSuchFile(mapping_path: string, line: number, path: string): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "no_such_file",
    ...saying("lookup_file_missing", { mapping: mapping_path, line, path }),
  });
}
