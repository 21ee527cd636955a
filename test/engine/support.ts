import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { onTestFinished } from "vitest";
import { setUp } from "../../src/app/session.js";
import { csvLine, UTF8_BOM } from "../../src/csv/file/write.js";
import { Brake } from "../../src/engine/calls/brake.js";
import type { EngineEvent } from "../../src/engine/events.js";
import { openExports } from "../../src/engine/staging/exports.js";
import { FailuresReader } from "../../src/engine/staging/failures-export.js";
import { type Staged, stage } from "../../src/engine/staging/stage.js";
import { readFailure } from "../../src/ledger/file/failures.js";
import { type Ledger, openLedger } from "../../src/ledger/open.js";
import type { Outcome } from "../../src/ledger/rows/attempts.js";
import { loadMapping } from "../../src/mapping/index.js";
import type { FailureKind } from "../../src/model/failure.js";
import { type Counts, noCounts, type Status } from "../../src/model/status.js";
import { TARGETS } from "../../src/targets/index.js";
import { because } from "../../src/texts/because.js";
import { VirtualClock } from "../support/virtual-clock.js";

export interface RowView {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  readonly key: string | null;
  readonly status: Status;
  readonly kind: FailureKind | null;
  readonly value: string | null;
  readonly payload: string | null;
  readonly sent_payload: string | null;
  readonly attempts: number;
  readonly pass: number;
}

export interface StageChoices {
  readonly mapping?: string;
  readonly version?: string;
  readonly brake?: Brake;
  readonly reuse?: boolean;
  /** Hears of each event when it happens. */
  readonly observe?: (event: EngineEvent) => void;
}

/** A mapping with `where` lines or other fields behind the usual ones. */
export function mappingText({ top = "", id = "id", more = "" } = {}): string {
  return `target: external-application\n${top}\nfields:
  external_id: ${id}
  talent_id: talent
  stage: stage
  delivery_type: { column: way, values: { applied: 2 } }
${more}`;
}

export const HEADER = "id,talent,stage,way\n";

/** A folder with exports, and a ledger that they are staged in by the real code. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), "desk-"));
  readonly ledger_path = join(this.folder, "desk.db");
  readonly clock = new VirtualClock();
  readonly events: EngineEvent[] = [];
  ledger: Ledger = openLedger(this.ledger_path);
  mapping = mappingText();

  constructor() {
    onTestFinished(() => {
      this.ledger.close();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes an export; the usual header comes first. */
  write(name: string, ...lines: readonly string[]): string {
    return this.writeRaw(name, `${HEADER}${lines.map((line) => `${line}\n`).join("")}`);
  }

  writeRaw(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    return name;
  }

  edit(name: string, from: string, to: string): void {
    const text = readFileSync(this.path(name), "utf8");
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
    writeFileSync(this.path(name), text.replace(from, to));
  }

  /** Stages exports like one call of `run`. */
  async stage(names: readonly string[], choices: StageChoices = {}): Promise<Staged> {
    writeFileSync(this.path("mapping.yaml"), choices.mapping ?? this.mapping);
    const mapping = loadMapping(this.path("mapping.yaml"), TARGETS);
    const exports = await openExports(
      mapping,
      names.map((name) => this.path(name)),
    );
    const { ledger, clock } = this;
    const paths = exports.map(({ path }) => path);
    setUp(ledger, mapping, paths, clock.now_ms());
    const pass = this.beginRun();
    return stage({
      ledger,
      mapping,
      exports,
      pass,
      version: choices.version ?? "1.0.0",
      reuse: choices.reuse ?? true,
      clock,
      brake: choices.brake ?? new Brake(),
      observe: (event) => {
        this.events.push(event);
        choices.observe?.(event);
      },
    });
  }

  beginRun(): number {
    return this.ledger.runs.begin("run", "1.0.0", process.pid, this.clock.now_ms());
  }

  rows(): RowView[] {
    const db = new Database(this.ledger_path, { readonly: true });
    try {
      return db
        .prepare<[], Omit<RowView, "value"> & { readonly failure: string | null }>(
          `SELECT r.id, replace(s.path, ?, '') AS file, r.line, r.key, r.status, r.failure ->> '$.kind' AS kind,
             r.failure, r.payload, r.sent_payload, r.attempts, r.pass
           FROM rows r JOIN sources s ON s.id = r.source_id ORDER BY r.id`,
        )
        .all(...([`${this.folder}/`] as unknown as []))
        .map(({ failure, ...row }) => ({
          ...row,
          value: failure === null ? null : (readFailure(failure).value ?? null),
        }));
    } finally {
      db.close();
    }
  }

  /** Each row as `line key status kind`, in the order of lines; with the file where it is not `a.csv`. */
  brief(): string[] {
    return this.rows()
      .map((row) => ({ ...row, at: row.file === "a.csv" ? `${row.line}` : `${row.file}:${row.line}` }))
      .sort((one, other) => one.file.localeCompare(other.file) || one.line - other.line || one.id - other.id)
      .map(({ at, key, status, kind }) => `${at} ${key ?? "-"} ${status}${kind === null ? "" : ` ${kind}`}`);
  }

  counts(): Partial<Counts> {
    const counts = this.ledger.summary.counts();
    return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  }

  row(key: string): RowView {
    const row = this.rows().find((each) => each.key === key && each.status !== "skipped");
    if (row === undefined) throw new Error(`no row ${key}`);
    return row;
  }

  /** Sends the row with this key and gives it an outcome, as the engine would. */
  sent(key: string, status: Outcome["status"], code: number | null = null): void {
    const row = this.ledger.queue.byKey(key);
    if (row === undefined) throw new Error(`no row ${key}`);
    const now_ms = this.clock.now_ms();
    const number = row.attempts + 1;
    const run_id = this.ledger.runs.latest()?.id ?? 0;
    const attempt_id = this.ledger.attempts.begin({ row_id: row.id, run_id, number, fingerprint: "f", now_ms });
    const kinds = { done: null, pending: "throttled", rejected: "refused", failed: "busy", in_doubt: "lost" } as const;
    const kind = kinds[status];
    const failure = kind && { ...because(kind, { id: "as_written", message: kind, hint: "" }), ...(code && { code }) };
    const doubt_since_ms = status === "in_doubt" ? now_ms : null;
    const remote_id = status === "done" ? `R-${key}` : null;
    const verdict = kind ?? "accepted";
    const outcome: Outcome = {
      status,
      remote_id,
      failure,
      doubt_since_ms,
      verdict,
      http_status: 200,
      code,
      log_id: null,
    };
    this.ledger.attempts.finish(attempt_id, row.id, outcome, now_ms);
  }

  /** Writes the rows to mend of one export, like the command does; gives back how many. */
  async failures(of: string, to: string): Promise<number> {
    const source = this.ledger.sources.byPath(this.path(of));
    if (source === undefined) throw new Error(`no source ${of}`);
    const reader = await FailuresReader.open(this.ledger, source);
    let text = UTF8_BOM + csvLine([...reader.our_columns, ...reader.header, ...reader.raw_columns]);
    for await (const { ours, cells, raw } of reader.rows()) text += csvLine([...ours, ...cells, ...raw]);
    writeFileSync(this.path(to), text);
    return reader.written;
  }
}

/** Every record is a row, and every row has one status. */
export function sumOf(counts: Partial<Counts>): number {
  return Object.values({ ...noCounts(), ...counts }).reduce((sum, count) => sum + count, 0);
}
