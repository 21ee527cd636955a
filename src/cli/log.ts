import type { Logger, StreamEntry } from "pino";
import type { AppEvent } from "../app/context.js";
import { LogFile, type TellProblem } from "./log-file.js";
import { stderr } from "./streams.js";
import { VERSION } from "./version.js";

export interface Log {
  observe(event: AppEvent): void;
  close(): void;
}

export interface LogOptions {
  readonly path: string | undefined;
  /** To stderr as well. */
  readonly verbose: boolean;
  readonly tellProblem: TellProblem;
}

/**
 * NDJSON, one line for each attempt and each event of the run, to a file that only its owner can read, and with
 * `verbose` to stderr. It takes events, never payloads or headers: what is secret has no way into it.
 */
export async function openLog({ path, verbose, tellProblem }: LogOptions): Promise<Log> {
  const file = path === undefined ? undefined : new LogFile(path, tellProblem);
  const streams: StreamEntry[] = file === undefined ? [] : [{ level: "debug", stream: file }];
  if (verbose) streams.push({ level: "debug", stream: { write: (line) => void stderr.write(line) } });
  if (streams.length === 0) return { observe: () => undefined, close: () => undefined };
  const { pino } = await import("pino");
  const logger = pino(
    { base: { version: VERSION }, timestamp: pino.stdTimeFunctions.isoTime, level: "debug" },
    pino.multistream(streams),
  );
  return {
    observe: (event) => write(logger, event),
    close: () => file?.close(),
  };
}

/** What is logged, and nothing else is: no payload and no cell is in it. */
const LOGGED: ReadonlySet<AppEvent["event"]> = new Set([
  ...(["run_began", "run_ended", "recovered", "attempt", "settled", "may_still_act", "deletion", "update"] as const),
  ...(["verified", "asked_talents", "outage_began", "outage_waits", "outage_over", "same_export", "staged"] as const),
]);

function write(logger: Logger, event: AppEvent): void {
  if (!LOGGED.has(event.event)) return;
  if (event.event === "attempt") {
    const { took_ms, ...facts } = event;
    logger.info({ ...facts, took_ms: Math.round(took_ms) });
  } else if (event.event === "outage_began") {
    const { kind, message, code, http_status, log_id } = event.failure;
    logger.warn({ event: event.event, kind, message, code, http_status, log_id });
  } else {
    logger.info(event);
  }
}
