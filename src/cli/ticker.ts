import type { Output } from "./output.js";

const LINE_EVERY_MS = 10_000;
const MOVE_EVERY_MS = 200;

/** Shows how far a work has come: a line that moves on a terminal, one now and then elsewhere. Ends by the call. */
export function tick(output: Output, state: () => string): () => void {
  if (output.quiet) return () => undefined;
  const clear = () => process.stderr.write("\r\u001b[K");
  if (!output.is_terminal) {
    const timer = setInterval(() => output.note(state()), LINE_EVERY_MS);
    return () => clearInterval(timer);
  }
  const forget = output.beforeLine(clear);
  const timer = setInterval(() => process.stderr.write(`\r\u001b[K${state()}`), MOVE_EVERY_MS);
  return () => {
    clearInterval(timer);
    forget();
    clear();
  };
}
