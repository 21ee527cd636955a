import { type Command, Option } from "commander";
import type { SendLimits } from "../app/limits.js";
import type { ReadLimits } from "../app/read-client.js";
import type { MaxErrors } from "../engine/calls/error-budget.js";
import { LANGUAGES, type Language } from "./texts/language.js";
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
  readonly lang?: Language;
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

/** Headings of flags in a help. */
export const LIMITS = "Limits";
export const FEISHU = "Feishu";
export const COMMON = "Common flags";

function add(command: Command, heading: string, ...options: readonly Option[]): Command {
  for (const option of options) command.addOption(option.helpGroup(heading));
  return command;
}

export function withCommonFlags(command: Command): Command {
  add(
    command,
    COMMON,
    flag("-m, --mapping <file>", "the mapping").default("mapping.yaml"),
    flag("-l, --ledger <file>", "the ledger").default("hire-import.db"),
    flag("--json", "print one JSON object on stdout and nothing else there"),
    flag("-q, --quiet", "hide progress and messages"),
    flag("-v, --verbose", "also write the log to stderr"),
    flag("--no-color", "no colours"),
    flag("--log-file <file>", "append the log (NDJSON) to a file"),
    flag("--lang <language>", "language of what people read (default: by the locale)").choices(LANGUAGES),
  );
  return command;
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
  return withCommonFlags(withFeishuFlags(command, outage));
}

function withFeishuFlags(command: Command, outage: string): Command {
  return add(
    command,
    FEISHU,
    flag("--sandbox", "simulated Feishu in this process; no account"),
    flag("--base-url <url>", "default: FEISHU_BASE_URL, else open.feishu.cn"),
    flag("--app-secret-file <file>", "instead of FEISHU_APP_SECRET"),
    flag("--timeout <time>", "how long an answer may take (default: 30s)").argParser(duration),
    flag("--max-outage <time>", `how long to retry while unreachable (default: ${outage})`).argParser(duration),
  );
}

export function withSendingFlags(command: Command): Command {
  add(command, "Flags", flag("--yes", "skip confirmation prompts"));
  add(
    command,
    LIMITS,
    flag("--limit <n>", "send at most n rows, then stop (trial run)").argParser(wholeNumber),
    flag("--max-duration <time>", "stop after this time, e.g. 8h").argParser(duration),
    flag("--max-errors <n>", 'stop after 20 or 5% failed rows; "off" disables').argParser(maxErrors),
    flag("--max-attempts <n>", "attempts for each row in this call (default: 5)").argParser(wholeNumber),
    flag("--rate <n>", "requests a second, at most the target's cap").argParser(positiveNumber),
    flag("--concurrency <n>", "requests in flight at most (default: 64)").argParser(wholeNumber),
  );
  return withAskingFlags(command, "15m");
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
