import { createInterface } from "node:readline/promises";
import type { Output } from "./output.js";

/** Without a terminal nothing is ever asked. */
export function canAsk(output: Output): boolean {
  return output.is_terminal && process.stdin.isTTY === true;
}

/** The line that somebody types; undefined at the end of the input, or when `signal` is aborted. */
export async function askLine(question: string, signal: AbortSignal, output: Output): Promise<string | undefined> {
  output.is_asking = true;
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const ended = new AbortController();
  lines.once("close", () => ended.abort());
  try {
    return await lines.question(question, { signal: AbortSignal.any([signal, ended.signal]) });
  } catch (error) {
    if (signal.aborted || ended.signal.aborted) return undefined;
    throw error;
  } finally {
    output.is_asking = false;
    lines.close();
  }
}
