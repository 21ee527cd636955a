import type { Exit } from "./exit.js";
import type { Said } from "./said.js";

export interface ExitErrorDetails {
  readonly exit: Exit;
  /** A stable word for programs, e.g. `no_such_file`. */
  readonly kind: string;
  /** What is wrong and where, one sentence, for people. */
  readonly message: string;
  /** What to do next. */
  readonly hint?: string | undefined;
  /** Which sentence `message` and `hint` are, to say it in another language. */
  readonly said?: Said | undefined;
  /** Feishu's own number, where Feishu said it. */
  readonly code?: number;
  readonly log_id?: string;
  readonly cause?: unknown;
}

/**
 * The one error that is thrown on purpose: it ends the command with an exit code and a sentence.
 * Everything else that is thrown is a bug, and the only thing that prints a stack trace.
 */
export class ExitError extends Error {
  override readonly name = "ExitError";
  readonly exit: Exit;
  readonly kind: string;
  readonly hint: string | undefined;
  readonly said: Said | undefined;
  readonly code: number | undefined;
  readonly log_id: string | undefined;

  constructor(details: ExitErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.exit = details.exit;
    this.kind = details.kind;
    this.hint = details.hint;
    this.said = details.said;
    this.code = details.code;
    this.log_id = details.log_id;
  }
}
