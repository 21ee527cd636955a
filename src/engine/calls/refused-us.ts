import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Failure } from "../../model/failure.js";

/** Feishu refuses us, not a row: no other request would fare better. */
export function refusedUs({ message, hint, reason: said, code, log_id }: Failure): ExitError {
  return new ExitError({
    exit: EXIT.refused_us,
    kind: "refused_us",
    message,
    hint,
    said,
    ...(code === undefined ? {} : { code }),
    ...(log_id === undefined ? {} : { log_id }),
  });
}
