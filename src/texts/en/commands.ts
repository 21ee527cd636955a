import type { Status } from "../../model/status.js";
import type { PartToTell, SayMessage } from "../catalogue.js";
import { type Suggestion, suggested } from "./suggested.js";

const EXAMPLE = "https://open.feishu.cn (Feishu) or https://open.larksuite.com (Lark)";

/** What ends the command because of how it was called, or where. */
export const commands = {
  bug: ({ version, what }: { version: string; what: string }) => ({
    message: `This is a bug in hire-import ${version}: ${what}`,
    hint: "Nothing is lost: run the same command again. Please report the bug with the lines below.",
  }),
  result_not_written: ({ code }: { code: string }) => ({
    message: `the result could not be written to stdout (${code})`,
    hint: "Make room, then run hire-import status",
  }),
  no_credentials: ({ names }: { names: readonly string[] }) => ({
    message: `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} not set`,
    hint: "set the app's id and secret (shell or .env; see the developer console), or try it with --sandbox first",
  }),
  secret_unreadable: ({ file, code }: { file: string; code: string }) => ({
    message: `the app secret cannot be read from ${file} (${code})`,
    hint: "check the path given with --app-secret-file",
  }),
  talents_unreadable: ({ file, code }: { file: string; code: string }) => ({
    message: `the talents cannot be read from ${file} (${code})`,
    hint: "give a text file with one talent id a line",
  }),
  stdin_is_terminal: {
    message: "- reads the export from stdin, and stdin is this terminal",
    hint: "pipe the export into it (zstdcat export.zst | hire-import check -), or name a file",
  },
  base_url_invalid: ({ shown }: { shown: string | undefined }) => ({
    message: `The base URL${shown === undefined ? "" : ` "${shown}"`} is not a URL.`,
    hint: `Write it like ${EXAMPLE}.`,
  }),
  base_url_with_user: {
    message: "The base URL carries a user name or password.",
    hint: `Leave them out, like ${EXAMPLE}.`,
  },
  base_url_with_query: ({ origin }: { origin: string }) => ({
    message: `The base URL carries a query or a fragment: ${origin} is enough.`,
    hint: `Write it like ${EXAMPLE}.`,
  }),
  base_url_not_https: ({ url }: { url: string }) => ({
    message: `The base URL ${url} is not https: the app secret would travel in clear.`,
    hint: "Use https://; http:// is for this machine alone (127.0.0.1, ::1, localhost).",
  }),
  bad_proxy: {
    message: "HTTPS_PROXY or HTTP_PROXY in the environment is not the URL of a proxy.",
    hint: "Write it like http://proxy.example:3128, or name Feishu's host in NO_PROXY.",
  },
  rate_above_cap: (params: {
    rate: number;
    most: number;
    what: string;
    per_minute: boolean;
    of: string | undefined;
  }) => {
    const { rate, most, what, per_minute, of } = params;
    const whom = of === undefined ? "" : ` for ${of}`;
    return {
      message:
        `--rate ${rate} is above the ${most} ${what} ${per_minute ? "a minute" : "a second"} ` +
        `that Feishu allows${whom}`,
      hint: per_minute ? "leave --rate out" : `leave --rate out, or give ${most} or less`,
    };
  },
  confirm_alone: { message: "--confirm works with --update-changed only", hint: "Leave it out" },
  explain_one_row: {
    message: "explain takes one row: by its key or by --line",
    hint: "e.g. hire-import explain 5310645, or hire-import explain --line 52",
  },
  json_needs_file: ({ example }: { example: string }) => ({ message: "--json needs an output file", hint: example }),
  exports_need_files: ({ exports }: { exports: number }) => ({
    message: `Rows of ${exports} exports need correction, and each export gets a file of its own`,
    hint: "hire-import failures -o failed.csv",
  }),
  not_on_terminal: {
    message: "These records hold personal data: they are not shown on a terminal",
    hint: "Write them to a file: hire-import failures -o failed.csv",
  },
  export_from_stdin: {
    message: "This export came from stdin, which cannot be read a second time",
    hint: "Save the export to a file, run that file (its rows stay the same rows), then run hire-import failures again",
  },
  export_gone: ({ path }: { path: string }) => ({
    message: `${path} is gone`,
    hint: "The rows are copied from the export. Restore the file, or import it again as it is now.",
  }),
  export_changed_since: ({ path }: { path: string }) => ({
    message: `${path} has changed since it was imported`,
    hint: "The rows are copied from the export. Restore the file, or import it again as it is now.",
  }),
  mapping_exists: ({ path }: { path: string }) => ({
    message: `${path} already exists; init does not overwrite it`,
    hint: "Pass another name with -m, use -m - for stdout, or move the old file away",
  }),
  json_and_mapping: { message: "--json and -m - cannot be combined: both write to stdout", hint: "-m FILE" },
  unknown_target: ({ target, close, names }: { target: string; close: Suggestion; names: readonly string[] }) => ({
    message: `Unknown target ${target}${suggested(close)}`,
    hint: `--target ${names.join(", or --target ")}`,
  }),
  unknown_zone: ({ why }: { why: PartToTell }, say: SayMessage) => ({
    message: say(why).message,
    hint: "e.g. --timezone Asia/Shanghai",
  }),
  page_needs_file: ({ json }: { json: boolean }) => ({
    message: json ? "--json and the page cannot both go to stdout" : "missing output file",
    hint: "Use -o report.html",
  }),
  map_with_status: {
    message: "--map lists done rows only and cannot be combined with --status",
    hint: "Use one of them",
  },
  unknown_format: ({ file }: { file: string }) => ({
    message: `Unsupported output format: ${file}`,
    hint: "Use .csv or .ndjson, or pass --format csv",
  }),
  spreadsheet_is_csv: {
    message: "--for-spreadsheet works with CSV only",
    hint: "Leave it out, or write a .csv file",
  },
  would_overwrite: ({ file, what, flag }: { file: string; what: KeptFile; flag: string }) => ({
    message: `Refusing to overwrite ${file}: it is ${KEPT[what]}`,
    hint: `name another file with ${flag}`,
  }),
  output_is_folder: ({ path }: { path: string }) => ({
    message: `${path} is a folder`,
    hint: "name a file to be written",
  }),
  output_not_regular: ({ path }: { path: string }) => ({
    message: `${path} is not a regular file`,
    hint: "name a file to be written",
  }),
  log_without_reader: ({ path }: { path: string }) => ({
    message: `The log cannot be written to ${path}: no program reads from it`,
    hint: "start what reads the pipe first, or name a file with --log-file",
  }),
  sites_unreadable: ({ why }: { why: PartToTell }, say: SayMessage) => ({
    message: `the recruiting sites could not be read: ${say(why).message}`,
    hint: say(why).hint,
  }),
  no_mapping_for_export: ({ mapping, path }: { mapping: string; path: string }) => ({
    message: `Mapping file not found: ${mapping}; ${path} cannot be read without it`,
    hint: "Pass --mapping FILE, or leave the export out",
  }),
  is_failures_file: ({ name }: { name: string }) => ({
    message: `${name} is a failures file: its rows belong to an export that has a mapping already`,
    hint: "run it with that mapping, or look at the export that it came from",
  }),
  lookup_file_missing: ({ mapping, line, path }: { mapping: string; line: number; path: string }) => ({
    message: `${mapping} line ${line}: lookup file not found: ${path}`,
    hint: "The path is relative to the mapping file",
  }),
  origins_differ: (params: { name: string; field: string; one: Written; other: Written }) => {
    const { name, field, one, other } = params;
    const ways = `${one.path} writes ${one.formats.join(", ")}, ${other.path} ${other.formats.join(", ")}`;
    return {
      message: `${name} holds rows of two exports that write ${field} in different ways: ${ways}`,
      hint: "run the rows of each export as a file of its own",
    };
  },
  export_only_skipped: {
    message: "With --export, only --skip is possible",
    hint: "hire-import resolve FILE --export --skip",
  },
  export_not_awaited: ({ name, unread }: { name: string; unread: readonly string[] }) => ({
    message: `no run was given the export ${name} without reading it to its end`,
    hint: unread.length === 0 ? "every export has been read to its end" : `give one of ${unread.join(", ")}`,
  }),
  one_decision: { message: "Pass one of --done, --send and --skip", hint: "hire-import resolve --help" },
  not_to_decide: ({ wish, may, status }: { wish: string; may: readonly Status[]; status: Status }) => ({
    message: `--${wish} works on ${may.join(" or ")} rows; this row is ${status}`,
    hint: INSTEAD[status] ?? "",
  }),
  no_valid_data: {
    message: "This row cannot be sent: it has no valid data",
    hint: "Correct it with hire-import failures",
  },
  done_needs_id: {
    message: "--done needs the id of the record in Feishu Hire",
    hint: "To see it: hire-import explain KEY --remote",
  },
  done_without_id: ({ why }: { why: string }) => ({
    message: `These records have no id: ${why}`,
    hint: "Pass --done without an id",
  }),
  id_taken: ({ id, is_deleted }: { id: string; is_deleted: boolean }) => ({
    message: `${id} is the id ${is_deleted ? "of a record that was deleted" : "of a record that another row holds"}`,
    hint: "Look the record up in Feishu Hire, or with: hire-import explain KEY --remote",
  }),
  gave_up: (
    { why, after, advice }: { why: PartToTell; after: GivenUpAfter; advice: OutageAdvice },
    say: SayMessage,
  ) => {
    const { message, hint } = say(why);
    return {
      message: after === null ? message : `${lasted(after)} (${message})`,
      hint: `${advice === "as_told" ? hint : OUTAGE[advice]} Then run the same command again.`,
    };
  },
};

/** What to do about a row of which nothing is to be decided, by its status. */
const INSTEAD: Readonly<Partial<Record<Status, string>>> = {
  done: "It is in Feishu Hire. To delete it: hire-import undo --key KEY",
  rejected: "Send it again: hire-import retry --only rejected",
  failed: "Send it again: hire-import retry",
  pending: "The next run sends it",
  invalid: "Correct it with hire-import failures",
};

/** What has gone on before somebody gave up: an outage of so long, or so many answers to something else. */
export type GivenUpAfter = { readonly seconds: number } | { readonly foreign_answers: number } | null;
export type OutageAdvice = "as_told" | "look_at_network" | "avoid_proxy";

const lasted = (after: Exclude<GivenUpAfter, null>): string =>
  "seconds" in after
    ? `Feishu was unreachable for ${after.seconds} seconds`
    : `${after.foreign_answers} answers in a row were not to what was asked`;

const OUTAGE: Readonly<Record<Exclude<OutageAdvice, "as_told">, string>> = {
  look_at_network: "Check network, proxy and base URL.",
  avoid_proxy:
    "A proxy on the way mixes answers up: go without it (NO_PROXY), or ask who runs it. Where there is none, " +
    "Feishu shows other values than it was given: please report that with the log id.",
};

/** How an export writes a field's dates. */
export interface Written {
  readonly path: string;
  readonly formats: readonly string[];
}

export type KeptFile = "export" | "ledger" | "mapping" | "lookup";

const KEPT: Readonly<Record<KeptFile, string>> = {
  export: "an input of this import",
  ledger: "the ledger, or a file of its own",
  mapping: "the mapping",
  lookup: "a file or ledger in which the mapping looks ids up",
};

export type CommandTexts = typeof commands;
