import type { OpenedExport } from "../engine/staging/exports.js";
import { referredRow } from "../engine/staging/row-reference.js";
import { ledgerPath } from "../ledger/file/file-name.js";
import { takeLock } from "../ledger/file/lock.js";
import { type Ledger, openLedger } from "../ledger/open.js";
import type { ParentIds } from "../ledger/parent-ids.js";
import type { RowDetail } from "../ledger/rows/row-details.js";
import type { Setup } from "../ledger/runs/setup.js";
import { QUOTE_MARKS } from "../mapping/cells/quote-marks.js";
import type { Mapping } from "../mapping/index.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { cutShort } from "../model/text.js";
import { targetNamed } from "../targets/index.js";
import type { Target } from "../targets/target.js";
import { saying } from "../texts/saying.js";
import type { FeishuPlace } from "./feishu.js";

/**
 * Lets `act` work on the ledger of this name, which this process alone writes meanwhile; makes it where there is none.
 * Throws an ExitError: exit 8 where another run holds it, 11 where the machine or the file refuses.
 */
export async function withLedger<T>(name: string, act: (ledger: Ledger) => Promise<T>): Promise<T> {
  const path = ledgerPath(name);
  const lock = takeLock(path);
  try {
    const ledger = openLedger(path, lock);
    try {
      return await act(ledger);
    } finally {
      ledger.close();
    }
  } finally {
    lock.release();
  }
}

/** The target of a ledger's rows. Throws an ExitError (exit 2) where it has no row yet. `name`: for the message. */
export function targetOfLedger(ledger: Ledger, name: string): Target {
  const target = targetNamed(ledger.setup.get()?.target ?? "");
  if (target !== undefined) return target;
  throw new ExitError({
    exit: EXIT.usage,
    kind: "empty_ledger",
    ...saying("ledger_without_rows", { name }),
  });
}

/** The rows that a user names: by key, or by what stands in the `_row` column. Never none. */
export function findRows(ledger: Ledger, name: string): [RowDetail, ...RowDetail[]] {
  const [first, ...more] = ledger.row_details.byKey(name);
  if (first !== undefined) return [first, ...more];
  const id = referredRow(name, ledger.setup.get()?.ledger_id ?? "");
  const row = id === undefined ? undefined : ledger.row_details.byId(id);
  if (row !== undefined) return [row];
  throw new ExitError({
    exit: EXIT.usage,
    kind: "no_such_key",
    ...saying("no_such_key", { key: cutShort(name) }),
  });
}

/** The rows whose records begin on this line, one of each file that has one. Never none. */
export function findRowsAt(ledger: Ledger, line: number): RowDetail[] {
  const rows = ledger.row_details.byLine(line);
  if (rows.length > 0) return rows;
  throw new ExitError({
    exit: EXIT.usage,
    kind: "no_such_row",
    ...saying("no_such_line", { line }),
  });
}

/** The ledger's setup for this mapping: made new, or the one that is there where they agree. */
export function setUp(ledger: Ledger, mapping: Mapping, paths: readonly string[], now_ms: number): Setup {
  const setup = ledger.setup.get();
  if (setup === undefined) return ledger.setup.create(mapping.target.name, mapping.key_rule, now_ms);
  if (setup.target !== mapping.target.name) throw otherLedger(ledger, "target", setup.target, mapping.target.name);
  if (setup.key_rule === mapping.key_rule) {
    refuseQuotedKeys(ledger);
    return setup;
  }
  const elsewhere = ledger.sources.all().filter(({ path }) => !paths.includes(path));
  // Nothing has left yet: all rows may begin anew, if all of their exports are here to be read.
  if (ledger.setup.wasSent() || elsewhere.length > 0) {
    throw otherKeyRule(ledger, setup.key_rule, mapping.key_rule);
  }
  ledger.transaction(() => ledger.setup.restart(mapping.key_rule));
  return { ...setup, key_rule: mapping.key_rule };
}

/** A row that was sent to one app at one place says nothing about another. */
export function bindPlace(ledger: Ledger, { app_id, name }: FeishuPlace): void {
  const setup = ledger.setup.get();
  if (setup === undefined) return;
  // What one place said of its talents means nothing at another, either.
  if (ledger.setup.wasSent() || ledger.talents.any()) {
    if (setup.place !== null && setup.place !== name) throw otherLedger(ledger, "place", setup.place, name);
    if (setup.app_id !== null && setup.app_id !== app_id) throw otherLedger(ledger, "app", setup.app_id, app_id);
  }
  ledger.setup.bind(app_id, name);
}

/** Ids of one place or app mean nothing at another: throws an ExitError (exit 9) for a parent that is there. */
export function refuseOtherParents(
  exports: readonly OpenedExport[],
  { app_id, name }: Pick<FeishuPlace, "app_id" | "name">,
): void {
  const parents = exports[0]?.lookups.parents ?? [];
  refuseOtherOwners(
    parents.map(({ source: { path }, setup }) => ({ path, setup })),
    { app_id, name },
  );
}

/** The same of parents that are read again. */
export function refuseOtherOwners(
  owners: ParentIds["owners"],
  { app_id, name }: Pick<FeishuPlace, "app_id" | "name">,
): void {
  for (const { path, setup } of owners) {
    if (setup === undefined) continue;
    if (setup.place !== null && setup.place !== name) throw otherParent(path, "place", setup.place, name);
    if (setup.app_id !== null && setup.app_id !== app_id) throw otherParent(path, "app", setup.app_id, app_id);
  }
}

function otherParent(path: string, what: "place" | "app", theirs: string, ours: string): ExitError {
  return new ExitError({
    exit: EXIT.other_ledger,
    kind: "other_ledger",
    ...saying("parent_of_other_place", { path, what, theirs, ours }),
  });
}

/** Quotation marks around ids once belonged to them. By the rules of now such a row would be new, and sent twice. */
function refuseQuotedKeys(ledger: Ledger): void {
  const key = ledger.setup.heldKeyWith(QUOTE_MARKS);
  if (key === undefined) return;
  throw new ExitError({
    exit: EXIT.other_ledger,
    kind: "other_ledger",
    ...saying("ledger_with_quoted_keys", { path: ledger.path, key }),
  });
}

function otherKeyRule(ledger: Ledger, theirs: string, ours: string): ExitError {
  return new ExitError({
    exit: EXIT.other_ledger,
    kind: "other_ledger",
    ...saying("ledger_of_other_key", { path: ledger.path, theirs, ours }),
  });
}

function otherLedger(
  ledger: Pick<Ledger, "path">,
  what: "target" | "place" | "app",
  theirs: string,
  ours: string,
): ExitError {
  return new ExitError({
    exit: EXIT.other_ledger,
    kind: "other_ledger",
    ...saying("ledger_of_other", { path: ledger.path, what, theirs, ours }),
  });
}
