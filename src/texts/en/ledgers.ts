import type { Status } from "../../model/status.js";
import type { PartToTell, SayMessage } from "../catalogue.js";

/** How the content of a ledger that was taken from under a run can be put back. `copy`: where all of it was saved. */
export interface Rescue {
  readonly path: string;
  readonly copy: string | undefined;
  readonly is_replaced: boolean;
}

const putBack = ({ path, copy, is_replaced }: Rescue): string => {
  if (copy === undefined)
    return "put it back as it was; never go on with an older copy, whose rows would be sent twice";
  const first = is_replaced ? `move away the file that is at ${path} now, ` : "";
  return `all that it held is in ${copy}: ${first}mv ${copy} ${path}, then run the same command again`;
};

/** What ends the command because of a ledger. */
export const ledgers = {
  ledger_missing: ({ path }: { path: string }) => ({
    message: `No ledger at ${path}`,
    hint: "Run hire-import run first, or pass --ledger FILE",
  }),
  ledger_without_rows: ({ name }: { name: string }) => ({
    message: `No rows in ${name} yet`,
    hint: "Start with: hire-import run EXPORT",
  }),
  ledger_in_use: ({ path }: { path: string }) => ({
    message: `another run is using ${path}`,
    hint: `hire-import status -l ${path}`,
  }),
  ledger_open_elsewhere: ({ path }: { path: string }) => ({
    message: `another program has ${path} open, and its lock file is not the one that was locked before`,
    hint:
      "wait for the other run; close what reads the ledger (status --watch, results, a database browser); " +
      "then run the same command again",
  }),
  ledger_file_empty: ({ path }: { path: string }) => ({
    message: `${path} is an empty file, and a ledger never is`,
    hint: "where it was a ledger, put it back from a backup; to begin a new one, remove the file",
  }),
  ledger_gone: ({ path, attempts, is_rescued }: { path: string; attempts: number; is_rescued: boolean }) => ({
    message: `the ledger ${path} is gone${attempts > 0 ? `, with which ${attempts} requests were sent` : ""}`,
    hint:
      `${is_rescued ? `mv ${path}.rescued ${path}` : "put it back"}: without it every row is sent again; ` +
      `to start over on purpose, remove ${path}.lock and ${path}-wal too`,
  }),
  ledger_name_odd: ({ name }: { name: string }) => ({
    message: `${JSON.stringify(name)} cannot be the name of a ledger`,
    hint: "name a file, without blanks around its name or control characters in it, with --ledger FILE",
  }),
  ledger_name_reserved: ({ name }: { name: string }) => ({
    message: `${name} cannot be the name of a ledger: this name is reserved for files beside a ledger`,
    hint: "name the ledger itself, or choose another name, with --ledger FILE",
  }),
  ledger_is_folder: ({ path }: { path: string }) => ({
    message: `${path} is a folder, not a ledger`,
    hint: "name a file with --ledger FILE",
  }),
  ledger_not_regular: ({ path }: { path: string }) => ({
    message: `${path} is not a regular file`,
    hint: "name a file with --ledger FILE",
  }),
  ledger_has_links: ({ path, links }: { path: string; links: number }) => ({
    message: `${path} has ${links} names (hard links): two runs could use it by two of them`,
    hint: "keep one name: copy the file (cp), remove the others, and give the copy this name",
  }),
  ledger_older_copy: ({ path, held, attempts }: { path: string; held: number; attempts: number }) => ({
    message:
      `${path} records ${held} requests, but ${attempts} were sent with it: ` +
      "it is an older copy, or its -wal file was deleted or damaged",
    hint:
      "put back the newest one, with the -wal file beside it; where there is none, " +
      `remove ${path}.lock and run the same command: what was sent since is sent again`,
  }),
  ledger_log_missing: (params: { path: string; log: string; before: string; is_there: boolean; lost: string }) => {
    const { path, log, before, is_there, lost } = params;
    const first = is_there ? `move it here: mv ${before} ${log}` : `put ${log} beside it`;
    return {
      message: `${path} lacks its latest entries: the run that used it last did not end, and there is no ${log}`,
      hint:
        `${first}, then run the same command again; ` +
        "into a container mount the folder of the ledger, not the file alone; " +
        `if it is gone for good, make an empty file ${lost}: what was sent since is sent again`,
    };
  },
  ledger_copied: ({ path, home }: { path: string; home: string }) => ({
    message: `${path} is a copy of the ledger ${home}, which is still there: both would send the same rows`,
    hint: `go on with --ledger ${home}; if the copy is the one to go on with, move that one away first`,
  }),
  ledger_not_ours: ({ path }: { path: string }) => ({
    message: `${path} is a database, but not a ledger of hire-import`,
    hint: "name the ledger with --ledger FILE",
  }),
  ledger_newer: ({ path, version, known }: { path: string; version: number; known: number }) => ({
    message: `${path} was written by a newer hire-import (ledger version ${version}, this program supports ${known})`,
    hint: "Update hire-import, then run the same command again",
  }),
  ledger_not_begun: ({ path, is_empty }: { path: string; is_empty: boolean }) => ({
    message: is_empty ? `${path} is an empty file, not a ledger yet` : `${path} is of an older hire-import`,
    hint: "start with hire-import run EXPORT, which brings the ledger up to date",
  }),
  ledger_log_deleted: ({ is_whole, ...rescue }: Rescue & { is_whole: boolean }) => ({
    message: `${rescue.path}-wal, which holds the ledger's latest entries, was deleted while this run worked`,
    hint: is_whole ? "nothing is lost, they are in the ledger now: run the same command again" : putBack(rescue),
  }),
  ledger_taken_away: ({ is_whole, ...rescue }: Rescue & { is_whole: boolean }) => ({
    message: `the ledger ${rescue.path} was deleted, moved or replaced while this run worked`,
    hint:
      putBack(rescue) +
      (is_whole ? "; if it was moved, with its folder or alone, it is whole there: name it with --ledger" : ""),
  }),
  ledger_overwritten: ({ path }: { path: string }) => ({
    message: `another program has overwritten the ledger ${path}, or cut it short, while this run worked`,
    hint: "put the newest backup back; the next run says how many requests it does not know of, and does not go on",
  }),
  ledger_of_other: (params: { path: string; what: "target" | "place" | "app"; theirs: string; ours: string }) => ({
    message: `${params.path} belongs to another ${params.what}: ${params.theirs}; this call is for ${params.ours}`,
    hint: "Use a separate ledger for each target and environment (--ledger FILE)",
  }),
  ledger_of_other_key: ({ path, theirs, ours }: { path: string; theirs: string; ours: string }) => ({
    message: `The key of this ledger is made of other columns: ${theirs} in ${path}, ${ours} in the mapping`,
    hint: "Restore the key columns in the mapping. With a new key, every row would be imported again.",
  }),
  ledger_with_quoted_keys: ({ path, key }: { path: string; key: string }) => ({
    message: `${path} holds rows whose ids were sent in quotation marks (${key}), which this version takes off`,
    hint: "Finish this ledger with hire-import 0.2.0. Without the marks every such row would be imported again.",
  }),
  no_such_key: ({ key }: { key: string }) => ({
    message: `No row with the key ${key} in the ledger`,
    hint: "Copy the key from the export, or the row's _row cell from a failures file; or use --line",
  }),
  no_such_key_to_retry: ({ key }: { key: string }) => ({
    message: `No row with the key ${key} in the ledger`,
    hint: "Keys are case-sensitive. A row can be found by its line, too: hire-import explain --line 52",
  }),
  no_such_line: ({ line }: { line: number }) => ({
    message: `No row begins on line ${line}`,
    hint: "Lines are those of the file: the header counts, and a record of several lines has the number of its first",
  }),
  not_retriable: ({ key, status }: { key: string; status: Status }) => ({
    message: `the row ${key} is ${status} and is not sent: ${NOT_SENT_AGAIN[status] ?? ""}`,
    hint: "choose rows that are failed, rejected, in_doubt or pending",
  }),
  statuses_not_retriable: ({ word }: { word: string }) => ({
    message:
      word in NOT_SENT_AGAIN
        ? `rows that are ${word} are not sent again: ${NOT_SENT_AGAIN[word as Status]}`
        : `--only ${word}: unknown status`,
    hint: "--only takes failed, rejected and in_doubt",
  }),
  not_sent_before: ({ key, when }: { key: string; when: string }) => ({
    message: `${key} will not be sent before ${when}: Feishu still knows its key, or may still act`,
    hint: "run sends it once that is over",
  }),
  row_not_undone: ({ key, status }: { key: string; status: Status }) => ({
    message: `the row ${key} is ${status}: ${NOT_UNDONE[status] ?? "Feishu does not hold it by this ledger"}`,
    hint: "choose rows that are done",
  }),
  target_not_deletable: ({ title, why }: { title: string; why: string }) => ({
    message: `${title} cannot be deleted: ${why}`,
    hint: "undo them in Feishu Hire itself",
  }),
  target_not_updatable: ({ title, why }: { title: string; why: string }) => ({
    message: `${title} cannot be updated: ${why}`,
    hint: "run without --update-changed",
  }),
  target_not_readable: ({ title, why }: { title: string; why: string }) => ({
    message: `${title} cannot be read back: ${why}`,
    hint: "hire-import report says what was sent",
  }),
  target_without_remote: ({ title, why }: { title: string; why: string }) => ({
    message: `${title} cannot be read back: ${why}`,
    hint: "leave --remote out",
  }),
  remote_not_read: ({ why }: { why: PartToTell }, say: SayMessage) => ({
    message: `what Feishu holds could not be read: ${say(why).message}`,
    hint: "try again later, or leave --remote out",
  }),
  parent_ledger_missing: ({ mapping, line, path }: { mapping: string; line: number; path: string }) => ({
    message: `${mapping} line ${line}: No ledger at ${path}`,
    hint: "its path is relative to the mapping file; run the import that makes it first",
  }),
  parent_ledger_refused: ({ mapping, line, why }: ParentRefused, say: SayMessage) => ({
    message: `${mapping} line ${line}: ${say(why).message}`,
    hint: say(why).hint,
  }),
  parent_is_no_ledger: ({ mapping, line, name, why }: ParentRefused & { name: string }, say: SayMessage) => ({
    message: `${mapping} line ${line}: ${name}: ${say(why).message}`,
    hint: "Ids are looked up in it: correct its name in the mapping, or put that import's ledger back from a backup",
  }),
  parent_of_other_place: (params: {
    path: string;
    what: "target" | "place" | "app";
    theirs: string;
    ours: string;
  }) => ({
    message:
      `${params.path}, which ids are looked up in, belongs to another ${params.what}: ${params.theirs}; ` +
      `this call is for ${params.ours}`,
    hint: "Import its rows here first, with a ledger of its own, and name that one in the mapping's lookup",
  }),
  parent_of_other_target: ({ place, theirs, ours }: { place: string; theirs: string; ours: string }) => ({
    message: `${place} holds rows of the target ${theirs}; the field names rows of ${ours}`,
    hint: `name the ledger of the ${ours} import`,
  }),
  parent_without_ids: ({ place, target, why }: { place: string; target: string; why: string }) => ({
    message: `${place} holds rows of the target ${target}, which have no id in Feishu: ${why}`,
    hint: "name the ledger of an import whose rows have ids",
  }),
  failures_file_of_other: ({ path, named, ours }: { path: string; named: string; ours: string }) => ({
    message: `${path} was written from another ledger (${named}; this one is ${ours})`,
    hint: "name that ledger with --ledger FILE, or write the file again with hire-import failures",
  }),
};

const NOT_SENT_AGAIN: Readonly<Partial<Record<Status, string>>> = {
  done: "it is imported already",
  skipped: "it was skipped",
  invalid: "correct its content first (hire-import failures)",
};

const NOT_UNDONE: Readonly<Partial<Record<Status, string>>> = {
  in_doubt: "run it again first, so that it is known whether Feishu holds it",
  skipped: "it was not sent, or its record was deleted already (hire-import explain KEY)",
};

export interface ParentRefused {
  readonly mapping: string;
  readonly line: number;
  readonly why: PartToTell;
}

export type LedgerTexts = typeof ledgers;
