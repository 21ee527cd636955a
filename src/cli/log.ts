import type { Logger, StreamEntry } from "pino";
import type { EngineEvent, Observer } from "../engine/events.js";
import { LogFile, type TellProblem } from "./log-file.js";
import { stderr } from "./streams.js";
import { VERSION } from "./version.js";

export interface Log {
  readonly observe: Observer;
  event(name: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
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
  if (streams.length === 0) return { observe: () => undefined, event: () => undefined, close: () => undefined };
  const { pino } = await import("pino");
  const logger = pino(
    { base: { version: VERSION }, timestamp: pino.stdTimeFunctions.isoTime, level: "debug" },
    pino.multistream(streams),
  );
  return {
    observe: (event) => write(logger, event),
    event: (name, facts = {}) => logger.info({ event: name, ...facts }),
    close: () => file?.close(),
  };
}

function write(logger: Logger, event: EngineEvent): void {
  if (event.event === "staging" || event.event === "profiling") return;
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
