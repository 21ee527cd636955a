import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { readTalents, type Sandbox, SandboxError, type SandboxOptions, startSandbox } from "../sandbox/sandbox.js";
import { saying } from "../texts/saying.js";

/** Starts a sandbox; what a person can mend becomes a `ExitError`. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    const exit = error.kind === "store_unusable" ? EXIT.machine : EXIT.usage;
    throw new ExitError({
      exit,
      kind: error.kind,
      message: `sandbox: ${error.message}`,
      hint: error.hint,
      cause: error,
    });
  }
}

/** The talents a sandbox knows, one id a line. */
export function talentsFrom(file: string): Set<string> {
  try {
    return readTalents(file);
  } catch (cause) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "no_such_file",
      ...saying("talents_unreadable", { file, code: String((cause as NodeJS.ErrnoException).code) }),
    });
  }
}
