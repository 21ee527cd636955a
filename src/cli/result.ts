import { EXIT, type Exit } from "../words/exit.js";
import type { Stop } from "../words/stop.js";
import type { Output } from "./output.js";

/** The `error` of the JSON that a command which was ended prints. */
export function errorFacts(stop: Stop) {
  const { kind, message, hint = null, code = null, log_id = null } = stop;
  return { kind, message, hint, code, log_id };
}

/** What a command ends with: one JSON object, or lines for people of which the last says what to do next. */
export interface CommandResult {
  readonly exit: Exit;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly stop?: Stop | undefined;
  /** Writes the result for people. */
  print(output: Output): void;
  /** What to do next, a command that can be pasted. */
  readonly next?: string | undefined;
  /** The command has printed its one JSON object itself, while it worked. */
  readonly is_told?: boolean;
}

export function report(output: Output, command: string, result: CommandResult): Exit {
  const { exit, facts, stop, next } = result;
  if (result.is_told === true) return exit;
  if (output.json) {
    const error = stop === undefined ? {} : { error: errorFacts(stop) };
    output.result(
      JSON.stringify({
        command,
        ok: exit === EXIT.ok,
        exit,
        ...facts,
        ...error,
        ...(next === undefined ? {} : { next }),
      }),
    );
    if (stop !== undefined) output.problem(stop.message, stop.hint);
    return exit;
  }
  result.print(output);
  if (stop !== undefined) output.problem(stop.message, stop.hint);
  if (next !== undefined) {
    output.result("next:");
    output.result(next);
  }
  return exit;
}
