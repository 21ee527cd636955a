import { EXIT, type Exit } from "../model/exit.js";
import type { ExitError } from "../model/exit-error.js";
import { STDIN } from "../model/record.js";
import { saying } from "../texts/saying.js";
import { isDeclined } from "./confirm.js";
import type { Output } from "./output.js";
import { stdout } from "./streams.js";

/** The `error` of the JSON that a command which was ended prints. */
export function errorFacts(stop: ExitError) {
  const { kind, message, hint = null, code = null, log_id = null } = stop;
  return { kind, message, hint, code, log_id };
}

/** What a command ends with: one JSON object, or lines for people of which the last says what to do next. */
export interface CommandResult {
  readonly exit: Exit;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly stop?: ExitError | undefined;
  /** Writes the result for people. */
  print(output: Output): void;
  /** What to do next, a command that can be pasted. */
  readonly next?: string | undefined;
  /** What a person has to do before that, e.g. "complete the 5 TODOs in mapping.yaml". */
  readonly before_next?: string | undefined;
  /** The command has printed its one JSON object itself, while it worked. */
  readonly is_told?: boolean;
}

/** Commands that have done what they were asked for when they tell of it: their exit says how that went. */
const WORKS: ReadonlySet<string> = new Set(["run", "migrate", "retry", "verify", "undo", "resolve", "init", "sandbox"]);

export function report(output: Output, command: string, result: CommandResult): Exit {
  if (result.is_told === true) return result.exit;
  tell(output, command, result);
  const { failure } = stdout;
  if (failure === undefined) return result.exit;
  const { message, hint } = output.texts.tell(saying("result_not_written", { code: String(failure.code) }));
  output.problem(message, hint);
  return WORKS.has(command) || result.exit !== EXIT.ok ? result.exit : EXIT.machine;
}

/** What ended a command. Who has said no has met no error. */
export function tellStop(output: Output, stop: ExitError): void {
  const { message, hint } = output.texts.tell(stop);
  if (isDeclined(stop)) output.question(message);
  else output.problem(message, hint === "" ? undefined : hint);
}

/** Where the ledger has gone, the way back comes first: the same command would begin a new one. */
const TAKEN_AWAY: readonly string[] = ["ledger_gone", "ledger_overwritten"];

function tell(output: Output, command: string, result: CommandResult): void {
  const { exit, facts, stop, before_next, print } = result;
  const next = stop !== undefined && TAKEN_AWAY.includes(stop.kind) ? undefined : result.next;
  if (output.json) {
    const error = stop === undefined ? {} : { error: errorFacts(stop) };
    const last = next === undefined ? {} : { next };
    const all = { command, ok: exit === EXIT.ok, exit, ...facts, ...error, ...last };
    output.result(JSON.stringify(all, (key, value) => (key === "said" ? undefined : value)));
    if (stop !== undefined) tellStop(output, stop);
    return;
  }
  const { terminal: t } = output.texts;
  print(output);
  if (stop !== undefined) tellStop(output, stop);
  if (next === undefined) return;
  const piped = next.split(" ").includes(STDIN) ? t.with_export_piped : undefined;
  const how = [before_next, piped].filter((each) => each !== undefined).join("; ");
  output.result(how === "" ? t.next_colon : t.next_how(how));
  output.result(output.paint.bold(next));
}
