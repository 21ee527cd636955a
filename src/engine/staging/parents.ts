import { createHash } from "node:crypto";
import { readLedger } from "../../ledger/open.js";
import type { Setup } from "../../ledger/runs/setup.js";
import { halfWidth } from "../../mapping/cells/text.js";
import type { Problem } from "../../mapping/cells/value.js";
import type { LedgerLookupField, Lookup, Mapping } from "../../mapping/index.js";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Status } from "../../model/status.js";
import { targetNamed } from "../../targets/index.js";
import { because } from "../../texts/because.js";
import { saying } from "../../texts/saying.js";

/** The ledger of another import, whose rows the rows of this one hang on, as it was when it was opened. */
export interface ParentLedger extends Lookup {
  /** As the mapping writes it. */
  readonly name: string;
  /** Undefined where nothing was staged in it. */
  readonly setup: Setup | undefined;
  /** Of what its rows came to: another one as soon as any parent is done, gone, or another. */
  readonly sha256: string;
}

/**
 * Reads what became of the rows of a ledger, of one moment, also while a run works on it; nothing of it is written, and
 * it is closed again. Throws an ExitError: exit 2 where there is none or a newer program has written it, 9 where its
 * rows are not what the field names, 11 where it cannot be read.
 */
export function openParent(mapping: Mapping, { shape, lookup }: LedgerLookupField): ParentLedger {
  const { name, path, line } = lookup;
  const ledger = opened(mapping, lookup);
  try {
    return ledger.snapshot(() => {
      const setup = ledger.setup.get();
      if (setup !== undefined) refuseOther(setup, shape.record_of, `${mapping.path} line ${line}: ${path}`);
      const done = new Map<string, string>();
      const others = new Map<string, Problem>();
      const problems = problemsOf(name);
      const hash = createHash("sha256").update(`${setup?.ledger_id ?? ""}\n`);
      for (const { key, status, remote_id } of ledger.keys.each()) {
        if (status === "done" && remote_id !== null) done.set(key, remote_id);
        else others.set(key, problems.notDone(status));
        hash.update(`${JSON.stringify(key)} ${status} ${remote_id ?? ""}\n`);
      }
      const found = (key: string) => done.get(key) ?? others.get(key);
      let bares: ReadonlySet<string> | undefined;
      const alike = () => {
        bares ??= new Set([...done.keys(), ...others.keys()].map(bare));
        return bares;
      };
      return {
        name,
        setup,
        sha256: hash.digest("hex"),
        source: lookup,
        entries: done.size + others.size,
        unusable: [],
        find: (key) =>
          found(key) ?? found(halfWidth(key)) ?? (alike().has(bare(key)) ? problems.alike : problems.unknown),
      };
    });
  } finally {
    ledger.close();
  }
}

/** Such a file is no ledger at all, or no whole one: whoever reads of it has named it in the mapping. */
const NO_LEDGER: ReadonlySet<string> = new Set([
  ...["bad_ledger_name", "is_a_folder", "not_a_file", "ledger_has_links"],
  ...["not_a_ledger", "damaged_ledger", "empty_ledger"],
]);

function opened(mapping: Mapping, { path, name, line }: LedgerLookupField["lookup"]) {
  try {
    return readLedger(path);
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    const { exit, kind } = error;
    const place = { mapping: mapping.path, line };
    const told = () => {
      if (kind === "no_ledger") return saying("parent_ledger_missing", { ...place, path });
      if (NO_LEDGER.has(kind)) return saying("parent_is_no_ledger", { ...place, name, why: error });
      return saying("parent_ledger_refused", { ...place, why: error });
    };
    throw new ExitError({ exit, kind, ...told(), cause: error });
  }
}

/** Ids of different kinds look alike: nothing but their ledger tells a talent's from an application's. */
function refuseOther(setup: Setup, record_of: string | undefined, place: string): void {
  if (record_of !== undefined && setup.target !== record_of) {
    throw new ExitError({
      exit: EXIT.other_ledger,
      kind: "other_ledger",
      ...saying("parent_of_other_target", { place, theirs: setup.target, ours: record_of }),
    });
  }
  const target = targetNamed(setup.target);
  if (target === undefined || !("none" in target.remote_id)) return;
  throw new ExitError({
    exit: EXIT.usage,
    kind: "no_remote_ids",
    ...saying("parent_without_ids", { place, target: setup.target, why: target.remote_id.none }),
  });
}

/** A key without what programs change in it: upper and lower case, width, leading zeros, a decimal point behind it. */
function bare(key: string): string {
  return key
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^0+(?=.)|\.0+$/g, "");
}

function problemsOf(name: string) {
  const by_status = new Map<Status, Problem>();
  const unknown: Problem = because("parent_unknown", { id: "parent_unknown", ledger: name });
  return {
    unknown,
    alike: because("parent_unknown", { id: "parent_alike", ledger: name }) as Problem,
    /** One for all rows of a status: there are many. */
    notDone: (status: Status): Problem => {
      const known = by_status.get(status) ?? {
        ...because("parent_not_done", { id: "parent_not_done", ledger: name, status }),
        parent_status: status,
      };
      by_status.set(status, known);
      return known;
    },
  };
}
