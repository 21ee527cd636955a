import { type Command, Option } from "commander";
import type { SendLimits } from "../app/limits.js";
import type { ReadLimits } from "../app/read-client.js";
import type { MaxErrors } from "../engine/calls/error-budget.js";
import { duration, maxErrors, positiveNumber, wholeNumber } from "./values.js";

/** Flags that every command has. */
export interface CommonFlags {
  readonly mapping: string;
  readonly ledger: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
  readonly logFile?: string;
}

/** Flags of the commands that ask Feishu something. */
export interface AskingFlags extends CommonFlags {
  readonly baseUrl?: string;
  readonly appSecretFile?: string;
  readonly sandbox?: boolean;
  readonly timeout?: number;
  readonly maxOutage?: number;
}

/** Flags of the commands that send. */
export interface SendingFlags extends AskingFlags {
  readonly rate?: number;
  readonly concurrency?: number;
  readonly limit?: number;
  readonly maxErrors?: MaxErrors;
  readonly maxDuration?: number;
  readonly maxAttempts?: number;
  readonly yes?: boolean;
}

/** As use cases call them. */
export function limitsOf(flags: SendingFlags): SendLimits {
  const { rate, concurrency, limit, maxErrors, maxDuration, maxAttempts, timeout, maxOutage } = flags;
  return {
    rate,
    concurrency,
    limit,
    max_errors: maxErrors,
    max_duration_ms: maxDuration,
    max_attempts: maxAttempts,
    timeout_ms: timeout,
    max_outage_ms: maxOutage,
  };
}

export function readLimitsOf({ timeout, maxOutage }: AskingFlags): ReadLimits {
  return { timeout_ms: timeout, max_outage_ms: maxOutage };
}

/** A flag and its environment twin: its name in capitals behind HIRE_IMPORT_. */
export function flag(flags: string, description: string): Option {
  const option = new Option(flags, description);
  const name = option.long?.replace(/^--/, "").replaceAll("-", "_").toUpperCase();
  return option.env(`HIRE_IMPORT_${name}`);
}

export function withCommonFlags(command: Command): Command {
  return command
    .addOption(flag("-m, --mapping <file>", "the mapping").default("mapping.yaml"))
    .addOption(flag("-l, --ledger <file>", "the ledger").default("hire-import.db"))
    .addOption(flag("--json", "print one JSON object on stdout and nothing else there"))
    .addOption(flag("-q, --quiet", "hide progress and messages"))
    .addOption(flag("-v, --verbose", "also write the log to stderr"))
    .addOption(flag("--no-color", "no colours"))
    .addOption(flag("--log-file <file>", "append the log (NDJSON) to a file"));
}

/** Common flags that mean nothing to this command: it takes them, and does not offer them. */
export function without(command: Command, ...flags: readonly string[]): Command {
  for (const option of command.options) if (flags.includes(option.long ?? "")) option.hideHelp();
  return command;
}

/** Flags of the log, which the commands write that work on the ledger. */
export const LOG_FLAGS = ["--verbose", "--log-file"] as const;

/** `outage`: how long Feishu is waited for unless the flag says it. */
export function withAskingFlags(command: Command, outage = "30s"): Command {
  return withPlaceFlags(withCommonFlags(command)).addOption(timeoutFlag()).addOption(outageFlag(outage));
}

function withPlaceFlags(command: Command): Command {
  return command
    .addOption(flag("--base-url <url>", "where Feishu is (default: FEISHU_BASE_URL, else https://open.feishu.cn)"))
    .addOption(flag("--app-secret-file <file>", "read the app secret from a file instead of FEISHU_APP_SECRET"))
    .addOption(flag("--sandbox", "send to a simulated Feishu inside this process; no account needed"));
}

const timeoutFlag = (): Option =>
  flag("--timeout <time>", "how long an answer may take (default: 30s)").argParser(duration);

const outageFlag = (outage: string): Option =>
  flag("--max-outage <time>", `how long to wait for Feishu to come back (default: ${outage})`).argParser(duration);

export function withSendingFlags(command: Command): Command {
  return withPlaceFlags(withCommonFlags(command))
    .addOption(flag("--rate <n>", "requests a second, at most the target's cap").argParser(positiveNumber))
    .addOption(flag("--concurrency <n>", "requests in flight at most (default: 64)").argParser(wholeNumber))
    .addOption(flag("--limit <n>", "send at most n rows, then stop: the canary").argParser(wholeNumber))
    .addOption(
      flag(
        "--max-errors <n>",
        "stop when so many rows, e.g. 20, or such a share, e.g. 5%, are refused or failed; or off",
      ).argParser(maxErrors),
    )
    .addOption(flag("--max-duration <time>", "stop after this time, e.g. 8h").argParser(duration))
    .addOption(
      flag("--max-attempts <n>", "attempts of a row before it is given up for now (default: 5)").argParser(wholeNumber),
    )
    .addOption(timeoutFlag())
    .addOption(outageFlag("15m"))
    .addOption(flag("--yes", "skip confirmation prompts"));
}

const FALSY = new Set(["0", "false", "no"]);
const SWITCHES = ["JSON", "QUIET", "VERBOSE", "NO_COLOR", "SANDBOX", "YES", "WATCH", "REMOTE", "ONLINE", "NO_API_SYNC"];

/**
 * For the parser a variable counts by its presence alone. Here one that is set to nothing is not set, and a switch's
 * `0`, `false` and `no` mean off.
 */
export function dropUnsetTwins(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) {
    if (name.startsWith("HIRE_IMPORT_") && env[name]?.trim() === "") delete env[name];
  }
  for (const name of SWITCHES.map((each) => `HIRE_IMPORT_${each}`)) {
    if (FALSY.has(env[name]?.toLowerCase() ?? "on")) delete env[name];
  }
}

const EXITS: Readonly<Record<number, string>> = {
  0: "every row is done or skipped",
  1: "finished; some rows are invalid, rejected or failed",
  2: "usage or configuration; nothing was sent",
  3: "Feishu rejected the app: credentials, permissions, app status or IP allow-list",
  4: "Feishu was unreachable for long; run the same command again",
  5: "a bug: please report it",
  6: "stopped: too many errors, or the first rows all failed with the same error",
  7: "finished, but some results are unknown (in_doubt)",
  8: "another run is using this ledger",
  9: "the ledger belongs to another target, app, environment or key",
  10: "not finished: rows are still to be sent",
  11: "local error: disk full, permission denied or damaged ledger",
  129: "stopped by SIGHUP: the terminal is gone",
  130: "stopped by SIGINT",
  143: "stopped by SIGTERM",
};

/** What stands below a command's flags in its help. `own` words an exit code differently for this command. */
export function helpText(
  examples: readonly string[],
  exits: readonly number[],
  own: Readonly<Record<number, string>> = {},
) {
  const lines = exits.map((exit) => `  ${String(exit).padStart(3)}  ${own[exit] ?? EXITS[exit]}`);
  return `\nExamples:\n${examples.map((line) => `  $ ${line}`).join("\n")}\n\nExit codes:\n${lines.join("\n")}\n`;
}
