import { ROW_COLUMN } from "../../csv/file/failures-file.js";
import type { Ledger } from "../../ledger/open.js";
import { type ExportProfile, NO_PROFILE } from "../../mapping/index.js";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { saying } from "../../texts/saying.js";
import type { OpenedExport } from "./exports.js";
import { referredRow } from "./row-reference.js";

/**
 * What is known of the exports that the rows of a failures file come from. `now`: the facts of an export of this call,
 * by its path. Throws an ExitError where it holds rows of exports that write a time in different ways.
 */
export async function originProfile(
  ledger: Ledger,
  opened: OpenedExport,
  now: (path: string) => ExportProfile | undefined,
): Promise<ExportProfile> {
  const sources = ledger.sources.all();
  const known = Array.from(await originsOf(ledger, opened), (id) => {
    const source = sources.find((each) => each.id === id);
    const facts = source?.facts ?? null;
    const stored = facts === null ? NO_PROFILE : (JSON.parse(facts) as ExportProfile);
    return { path: source?.path ?? "", facts: now(source?.path ?? "") ?? stored };
  });
  for (const [index, one] of known.entries()) {
    for (const other of known.slice(index + 1)) refuseDifferent(opened.name, one, other);
  }
  return known.map(({ facts }) => facts).reduce(together, NO_PROFILE);
}

async function originsOf(ledger: Ledger, { file }: OpenedExport): Promise<Set<number>> {
  const index = file.header.names.indexOf(ROW_COLUMN);
  const ledger_id = ledger.setup.get()?.ledger_id ?? "";
  const origins = new Set<number>();
  for await (const records of file.records()) {
    for (const { cells } of records) {
      const row_id = referredRow(cells?.[index] ?? "", ledger_id);
      const origin_id = row_id === undefined ? undefined : ledger.staging.byId(row_id)?.origin_id;
      if (origin_id !== undefined) origins.add(origin_id);
    }
  }
  return origins;
}

interface Origin {
  readonly path: string;
  readonly facts: ExportProfile;
}

function refuseDifferent(name: string, one: Origin, other: Origin): void {
  for (const [field, { formats }] of Object.entries(one.facts.times)) {
    const theirs = other.facts.times[field]?.formats ?? formats;
    if (formats.length === 0 || theirs.length === 0 || String(formats) === String(theirs)) continue;
    const ways = { one: { path: one.path, formats }, other: { path: other.path, formats: theirs } };
    throw new ExitError({
      exit: EXIT.usage,
      kind: "mixed_time",
      ...saying("origins_differ", { name, field, ...ways }),
    });
  }
}

/** Of an id nothing is certain that is not so in both. */
function together(one: ExportProfile, other: ExportProfile): ExportProfile {
  const ids = { ...one.ids, ...other.ids };
  for (const title of Object.keys(one.ids)) if (title in other.ids) delete ids[title];
  const filled = Object.entries(other.times).filter(([field, { cells }]) => cells > 0 || !(field in one.times));
  return { times: { ...one.times, ...Object.fromEntries(filled) }, ids };
}
