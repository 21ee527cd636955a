import { Command, type Option } from "commander";
import { EXIT_PRECEDENCE } from "../model/exit.js";
import { wrapped } from "../model/width.js";
import { EXIT_MEANINGS } from "./exits.js";

/** Pages of help that are no command's: `hire-import help NAME`. */
export function addTopics(program: Command): void {
  for (const [name, topic] of Object.entries(TOPICS)) {
    const page = new Command(name).helpOption(false).exitOverride();
    page.helpInformation = () => topic.text(program, process.stdout.columns || 80);
    page.action(() => page.help());
    program.addCommand(page.description(topic.summary).helpGroup(TOPICS_GROUP));
  }
}

export const TOPICS_GROUP = "Help topics";

interface Topic {
  readonly summary: string;
  readonly text: (program: Command, columns: number) => string;
}

const TOPICS: Readonly<Record<string, Topic>> = {
  flags: { summary: "Flags that every command has", text: commonFlags },
  environment: { summary: "Environment variables, and the file .env", text: environment },
  "exit-codes": { summary: "What each exit code means, and what to do", text: exitCodes },
};

const OTHERS: readonly (readonly [string, string])[] = [
  ["FEISHU_APP_ID", "the app's id"],
  ["FEISHU_APP_SECRET", "the app's secret; or --app-secret-file"],
  ["FEISHU_BASE_URL", "where Feishu is, if --base-url does not say it"],
  ["HTTPS_PROXY, NO_PROXY", "the proxy, and the hosts that are reached without it"],
  ["NODE_EXTRA_CA_CERTS", "a file with the certificate of a proxy that decrypts"],
  ["NO_COLOR", "no colours"],
  ["TMPDIR", "where temporary files go (readable by you alone)"],
];

function environment(program: Command, columns: number): string {
  const twins = new Map<string, string>();
  for (const { envVar, long } of program.commands.flatMap(({ options }) => options as Option[])) {
    if (envVar !== undefined) twins.set(envVar, long ?? "");
  }
  const rows = [...twins].sort(([a], [b]) => a.localeCompare(b, "en"));
  return [
    ...paragraphs(columns, [
      "Most flags can be set by a variable: --base-url by HIRE_IMPORT_BASE_URL. A flag wins over its variable. " +
        "For switches 0, false and no mean off. Flags that decide over records (--confirm, --update-changed, all of " +
        "resolve) have none.",
      "A file .env in the working folder is read as well: lines NAME=value, of which HIRE_IMPORT_… and FEISHU_… are " +
        "taken. The environment wins over it. It may hold a secret, so nobody else may be able to read it: " +
        "chmod 600 .env",
    ]),
    "Credentials, network, terminal",
    ...table(OTHERS, columns),
    "",
    "Flags",
    ...table(rows, columns),
    "",
  ].join("\n");
}

function commonFlags(_: Command, columns: number): string {
  return [...table(COMMON_FLAGS, columns), ""].join("\n");
}

const COMMON_FLAGS: readonly (readonly [string, string])[] = [
  ["-m, --mapping <file>", "The mapping; mapping.yaml where it is left out. init writes it, and with - to stdout."],
  ["-l, --ledger <file>", "The ledger, a local database of every row; hire-import.db where it is left out."],
  ["--json", "Print one JSON object on stdout and nothing else there: docs/json.md"],
  ["-q, --quiet", "Hide progress and messages. Errors and questions are still shown."],
  ["-v, --verbose", "Also write the log to stderr (run, retry, verify, undo)."],
  ["--log-file <file>", "Append the log to a file, a JSON object a line (run, retry, verify, undo)."],
  ["--no-color", "No colours. Elsewhere than on a terminal there are none."],
  ["-h, --help", "Show help."],
];

/** What to do about an exit, where that is more than its meaning says. */
const ADVICE: Readonly<Record<string, string>> = {
  0: "For commands that answer (init, failures, explain): it could answer.",
  1: "Next: hire-import failures -o failed.csv",
  2: "The message names the flag, file or line.",
  3: "hire-import doctor shows what is missing.",
  6: "Look at the cause first; --max-errors off goes on. A share (5%) counts after 100 rows.",
  7: "Run the same command again; what stays is for hire-import resolve.",
  8: "Wait for it, or look with hire-import status.",
  9: "Use a ledger of its own for each environment: --ledger FILE",
  10: "Run the same command again. Also: status while a run works.",
  11: "The message names the file.",
};

function exitCodes(_: Command, columns: number): string {
  const rows = Object.entries(EXIT_MEANINGS).map(
    ([exit, means]) => [exit, ADVICE[exit] === undefined ? means : `${means}. ${ADVICE[exit]}`] as const,
  );
  return [
    wrapped(
      "Exit codes of run, retry and status speak of the whole ledger; those of check, of the exports given. " +
        "A command's help lists its own.",
      columns,
    ),
    "",
    ...table(rows, columns),
    "",
    wrapped(`Where several apply, the first of these counts: ${EXIT_PRECEDENCE.join(", ")}.`, columns),
    "",
  ].join("\n");
}

const paragraphs = (columns: number, texts: readonly string[]): string[] =>
  texts.flatMap((text) => [wrapped(text, columns), ""]);

function table(rows: readonly (readonly [string, string])[], columns: number): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => wrapped(`  ${name.padEnd(width)}  ${text}`, columns, " ".repeat(width + 4)));
}
