const FREE_SPACE = "Free some space, then run the same command again; nothing is lost";
const PERMISSIONS = "Check the permissions of the file and its folder";
const DISK = "Check the disk, then run the same command again";
const FOLDER = "Check the path: does its folder exist?";

/** What this machine refuses, by what it says. */
const refused = {
  disk_full: { what: "the disk is full", hint: FREE_SPACE },
  quota_full: { what: "the disk quota is used up", hint: FREE_SPACE },
  ledger_read_only: { what: "the ledger cannot be written", hint: PERMISSIONS },
  ledger_not_opened: {
    what: "the ledger cannot be opened",
    hint: "Check that its folder exists and can be written, and that files may be opened (ulimit -n)",
  },
  ledger_forbidden: { what: "no permission for the ledger", hint: PERMISSIONS },
  ledger_damaged: { what: "the ledger is damaged", hint: "Restore it from a backup; do not start without it" },
  not_a_database: {
    what: "the file is not a ledger, or it is damaged",
    hint: "Pass the ledger with --ledger FILE",
  },
  ledger_busy: { what: "another program holds the ledger", hint: "Close it, then run the same command again" },
  disk_error: { what: "the disk refused to read or write", hint: DISK },
  file_too_large: {
    what: "the file cannot grow any larger",
    hint: "Raise the limit (ulimit -f), or choose another disk",
  },
  forbidden: { what: "no permission", hint: PERMISSIONS },
  read_only: { what: "the file system is read-only", hint: "Choose a folder that can be written to" },
  not_found: { what: "no such file or folder", hint: FOLDER },
  not_a_folder: { what: "a part of the path is not a folder", hint: FOLDER },
  is_a_folder: { what: "it is a folder, not a file", hint: "Pass a file in it" },
  too_many_files: { what: "too many open files", hint: "Raise the limit of open files (ulimit -n)" },
};

export type Refused = keyof typeof refused;
export type RefusedTexts = Readonly<Record<Refused, { readonly what: string; readonly hint: string }>>;

const at = (path: string | undefined): string => (path === undefined ? "" : `: ${path}`);

/** What ends the command because of this machine or its settings. */
export const machine = {
  machine_refused: ({ what, path }: { what: Refused; path: string | undefined }) => ({
    message: `local error: ${refused[what].what}${at(path)}`,
    hint: refused[what].hint,
  }),
  file_unusable: ({ code, path }: { code: string; path: string }) => ({
    message: `local error: a file cannot be used (${code})${at(path)}`,
    hint: "Pass another file",
  }),
  env_not_text: {
    message: ".env is not text in UTF-8",
    hint: "save it as UTF-8; or delete it, and set the variables in the shell",
  },
  env_no_assignment: ({ line, name }: { line: number; name: string }) => ({
    message: `.env line ${line} (${name}) is not NAME=value`,
    hint: `write it as ${name.toUpperCase()}=…`,
  }),
  env_open_quotes: ({ line, name }: { line: number; name: string }) => ({
    message: `.env line ${line} (${name}): the quotes do not close`,
    hint: "close them, on this line",
  }),
  env_cut_off: ({ line, name }: { line: number; name: string }) => ({
    message: `.env line ${line} (${name}): what follows # would be cut off`,
    hint: "put the value into quotes",
  }),
  env_of_other: {
    message: ".env belongs to another user",
    hint: "work in a folder of your own, or set the variables in the shell",
  },
  env_open_to_others: {
    message: "other users can read .env, which holds credentials or settings",
    hint: "chmod 600 .env",
  },
  env_unreadable: ({ code }: { code: string | undefined }) => ({
    message: `.env cannot be read (${code ?? "permission denied"})`,
    hint: "check it: ls -l .env",
  }),
  env_dead_link: ".env is a link that leads nowhere",
  env_is_folder: ".env is a folder: nothing is read from it",
  env_not_regular: ".env is not a text file: it is not read",
};

export type MachineTexts = typeof machine;
