import type { Ledger } from "../../ledger/open.js";
import type { Mapping, Resolved } from "../../mapping/index.js";
import { isBad } from "../../model/record.js";
import { because } from "../../texts/because.js";
import type { Brake } from "../calls/brake.js";
import type { ReadRow } from "../talents/apply.js";
import type { TalentResolver } from "../talents/resolve.js";
import { MendedRecords, type RecordUpserter } from "./mended.js";
import type { ProfiledExport } from "./profile-exports.js";
import { findOriginals } from "./restore.js";

export interface CollectPeopleOptions {
  readonly ledger: Ledger;
  readonly mapping: Mapping;
  readonly exports: readonly ProfiledExport[];
  readonly resolver: TalentResolver;
  readonly brake: Brake;
}

const NOWHERE: RecordUpserter = {
  upsertMended: () => undefined,
  upsertAlone: () => undefined,
};
const NO_PLACE = { source_id: 0, record_hash: Buffer.alloc(0), pass: 0, now_ms: 0 };
const NOT_PLACED: Resolved = { kind: "excluded", failure: because("excluded", { id: "gone_from_export" }) };

/**
 * Act zero: reads exports for the people whose talents are wanted, and asks Feishu for them. Until everybody was asked
 * for, or the brake was pulled.
 */
export async function collectPeople(options: CollectPeopleOptions): Promise<void> {
  const { exports, resolver, brake } = options;
  for (const opened of exports) {
    // Of what is staged whole already everybody is known.
    if (opened.reused_id === undefined && !brake.pulled) await readPeople(options, opened);
  }
  await resolver.end();
}

async function readPeople(
  { ledger, mapping, resolver, brake }: CollectPeopleOptions,
  opened: ProfiledExport,
): Promise<void> {
  const { file } = opened;
  // What this mapper counts is counted again when the rows are staged.
  const mapper = opened.bind({ facts: opened.facts });
  const read: ReadRow = (cells, line) => {
    const mapped = mapper.map(cells, line);
    if (mapped.kind === "unresolved") resolver.add(mapped.wanted.person);
    return NOT_PLACED;
  };
  // What a spreadsheet has made of a mail or a number is put back before anybody is asked for.
  const restorer = file.is_failures_file ? await findOriginals(ledger, mapping, opened) : undefined;
  const mended = restorer && new MendedRecords({ ledger, opened, upserter: NOWHERE, restorer, read });
  for await (const records of file.records()) {
    ledger.transaction(() => {
      for (const record of records) {
        if (mended !== undefined) mended.place({ ...NO_PLACE, line: record.line }, record);
        else if (!isBad(record)) read(record.cells, record.line);
      }
    });
    await resolver.room();
    if (brake.pulled) return;
  }
}
