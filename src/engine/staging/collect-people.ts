import type { Ledger } from "../../ledger/open.js";
import type { Mapping, Resolved } from "../../mapping/index.js";
import { isBad } from "../../model/record.js";
import type { Brake } from "../calls/brake.js";
import type { ReadRow } from "../talents/apply.js";
import type { TalentAsker } from "../talents/resolve.js";
import { MendedRecords, type RecordPlacer } from "./mended.js";
import type { SurveyedExport } from "./profile-exports.js";
import { findOriginals } from "./restore.js";

export interface AskPeopleOptions {
  readonly ledger: Ledger;
  readonly mapping: Mapping;
  readonly exports: readonly SurveyedExport[];
  readonly asker: TalentAsker;
  readonly brake: Brake;
}

const NOWHERE: RecordPlacer = {
  placeMended: () => undefined,
  placeAlone: () => undefined,
};
const NO_PLACE = { source_id: 0, record_hash: Buffer.alloc(0), pass: 0, now_ms: 0 };
const NOT_PLACED: Resolved = { kind: "excluded", failure: { kind: "excluded", message: "", hint: "" } };

/**
 * Act zero: reads exports for the people whose talents are wanted, and asks Feishu for them. Until everybody was asked
 * for, or the brake was pulled.
 */
export async function askForPeople(options: AskPeopleOptions): Promise<void> {
  const { exports, asker, brake } = options;
  for (const opened of exports) {
    // Of what is staged whole already everybody is known.
    if (opened.reused_id === undefined && !brake.pulled) await readPeople(options, opened);
  }
  await asker.end();
}

async function readPeople({ ledger, mapping, asker, brake }: AskPeopleOptions, opened: SurveyedExport): Promise<void> {
  const { file } = opened;
  // What this mapper counts is counted again when the rows are staged.
  const mapper = opened.bind({ facts: opened.facts });
  const read: ReadRow = (cells, line) => {
    const mapped = mapper.map(cells, line);
    if (mapped.kind === "unresolved") asker.add(mapped.wanted.person);
    return NOT_PLACED;
  };
  // What a spreadsheet has made of a mail or a number is put back before anybody is asked for.
  const restorer = file.is_failures_file ? await findOriginals(ledger, mapping, opened) : undefined;
  const mended = restorer && new MendedRecords({ ledger, opened, placer: NOWHERE, restorer, read });
  for await (const records of file.records()) {
    ledger.transaction(() => {
      for (const record of records) {
        if (mended !== undefined) mended.place({ ...NO_PLACE, line: record.line }, record);
        else if (!isBad(record)) read(record.cells, record.line);
      }
    });
    await asker.room();
    if (brake.pulled) return;
  }
}
