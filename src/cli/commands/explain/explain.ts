import { basename } from "node:path";
import { withReadClient } from "../../../app/read-client.js";
import { type RemoteRecord, readRemote } from "../../../app/read-remote.js";
import { findRows, findRowsAt } from "../../../app/session.js";
import { type KeptFailure, readFailure, wholeFailure } from "../../../ledger/file/failures.js";
import type { Ledger } from "../../../ledger/open.js";
import { goneParentOf } from "../../../ledger/parent-ids.js";
import type { DeletionEntry } from "../../../ledger/rows/deletions.js";
import type { AttemptEntry, RowDetail } from "../../../ledger/rows/row-details.js";
import type { SettlementEntry } from "../../../ledger/rows/settlements.js";
import type { UpdateEntry } from "../../../ledger/rows/update-counts.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import type { Failure } from "../../../model/failure.js";
import { localTime } from "../../../model/local-time.js";
import type { Payload } from "../../../model/payload.js";
import { printable } from "../../../model/text.js";
import { targetNamed } from "../../../targets/index.js";
import type { Target } from "../../../targets/target.js";
import { saying } from "../../../texts/saying.js";
import { SILENT, withCommandContext } from "../../command-context.js";
import type { CommandResult } from "../../command-result.js";
import { type AskingFlags, readLimitsOf } from "../../flags.js";
import { commandLine, ledgerFlag, quoted } from "../../next.js";
import { atPlaceToRead } from "../../on-ledger.js";
import { openToRead } from "../../open-to-read.js";
import type { Output } from "../../output.js";
import { cutValue, recordLines, valueWords } from "../../record-words.js";
import { ownWords, type Texts } from "../../texts/texts.js";
import { attemptWords, mayHaveLeftACopy } from "./attempt-words.js";
import { updateFacts, updateLines } from "./updates.js";

export interface ExplainFlags extends AskingFlags {
  readonly remote?: boolean;
  readonly line?: number;
}

interface Story {
  readonly row: RowDetail;
  /** Columns whose cells were mended in a failures file. */
  readonly mended: readonly string[];
  readonly attempts: readonly AttemptEntry[];
  readonly settlements: readonly SettlementEntry[];
  readonly updates: readonly UpdateEntry[];
  readonly deletions: readonly DeletionEntry[];
  /** Why its record is under a parent that is not there any more. */
  readonly orphaned: Failure | undefined;
}

/** `explain KEY`: the whole story of one row. */
export async function explain(name: string | undefined, flags: ExplainFlags, output: Output): Promise<CommandResult> {
  const ledger = openToRead(flags.ledger);
  try {
    const rows = chosen(ledger, name, flags.line).map((row) => tell(ledger, row));
    const key = name ?? rows[0]?.row.key ?? null;
    const remote = flags.remote === true ? await remoteOf(ledger, rows[0] as Story, flags, output) : undefined;
    const target = targetNamed(ledger.setup.get()?.target ?? "");
    const undecided = rows.some(({ row }) => row.status === "in_doubt");
    return {
      exit: EXIT.ok,
      facts: {
        ledger: flags.ledger,
        key,
        rows: rows.map((story) => rowFacts(story, target)),
        ...(remote === undefined ? {} : { remote }),
      },
      next: undecided
        ? commandLine(["resolve", "--help", ...ledgerFlag(flags.ledger)], key === null ? [] : [key])
        : commandLine(["status", ...ledgerFlag(flags.ledger)]),
      print: (output) => {
        for (const story of rows) print(output, story, target);
        if (remote !== undefined) printRemote(output, remote, target);
      },
    };
  } finally {
    ledger.close();
  }
}

function chosen(ledger: Ledger, key: string | undefined, line: number | undefined): readonly RowDetail[] {
  if (key !== undefined && line === undefined) return findRows(ledger, key);
  if (key === undefined && line !== undefined) return findRowsAt(ledger, line);
  throw new ExitError({
    exit: EXIT.usage,
    kind: "usage",
    ...saying("explain_one_row"),
  });
}

function tell(ledger: Ledger, row: RowDetail): Story {
  const { row_details, settlements, update_counts, deletions } = ledger;
  const { id } = row;
  return {
    row,
    mended: row.path === row.origin_path ? [] : ledger.mended_cells.of(id),
    attempts: row_details.attempts(id),
    settlements: settlements.of(id),
    updates: update_counts.of(id),
    deletions: deletions.of(id),
    orphaned: row.status === "done" ? goneParentOf(ledger, sentPayload(row)) : undefined,
  };
}

function sentPayload({ payload, sent_payload }: RowDetail): Payload {
  return JSON.parse(sent_payload ?? payload ?? "{}") as Payload;
}

async function remoteOf(
  ledger: Ledger,
  { row }: Story,
  flags: ExplainFlags,
  output: Output,
): Promise<readonly RemoteRecord[]> {
  const payload = row.sent_payload ?? row.payload;
  const target = targetNamed(ledger.setup.get()?.target ?? "");
  if (payload === null || target === undefined) return [];
  return atPlaceToRead(flags, (place) =>
    withCommandContext(output, SILENT, (app) =>
      withReadClient(app, place, target.codes, readLimitsOf(flags), (client) =>
        readRemote(ledger, target, JSON.parse(payload) as Payload, client),
      ),
    ),
  );
}

function rowFacts(
  { row, mended, attempts, settlements, updates, deletions, orphaned }: Story,
  target: Target | undefined,
) {
  const { payload, sent_payload, failure, ...facts } = row;
  return {
    ...facts,
    payload: shown(payload),
    sent_payload: shown(sent_payload),
    failure: failure === null ? null : readFailure(failure),
    orphaned: orphaned?.message ?? null,
    mended,
    attempts: attempts.map(({ started_at_ms, ended_at_ms, ...each }) => ({
      ...each,
      started: time(started_at_ms),
      took_ms: ended_at_ms === null ? null : ended_at_ms - started_at_ms,
    })),
    settlements: settlements.map(({ evidence, at_ms, ...each }) => ({
      ...each,
      at: time(at_ms),
      evidence: readEvidence(evidence),
    })),
    updates: updates.map((each) => updateFacts(each, target?.fields ?? [])),
    deletions: deletions.map(({ failure: why, at_ms, ...each }) => ({
      ...each,
      at: time(at_ms),
      failure: why === null ? null : readFailure(why),
    })),
  };
}

/** A payload with its values cut short. */
function shown(payload: string | null): Payload | null {
  return payload === null ? null : (cutValue(JSON.parse(payload) as Payload) as Payload);
}

const time = (ms: number): string => new Date(ms).toISOString();

function print(output: Output, story: Story, target: Target | undefined): void {
  const { row, mended, attempts, settlements, updates, deletions } = story;
  const { paint, texts } = output;
  const { story: t, label } = texts;
  const say = (line: string) => output.result(printable(`  ${line}`));
  output.result(paint.bold(printable(t.head(row.key ?? t.without_key, texts.terminal.statuses[row.status]))));
  say(t.place(row.path, row.line, row.origin_path === row.path ? undefined : basename(row.origin_path)));
  if (mended.length > 0) say(t.corrected(mended));
  if (row.remote_id !== null) say(t.held_as(row.remote_id));
  else if (row.status === "done" && target !== undefined && "none" in target.remote_id)
    say(t.no_id(label(target.remote_id.none)));
  if (story.orphaned !== undefined) say(texts.say(story.orphaned).message);
  if (row.doubt_since_ms !== null) say(t.unknown_since(localTime(row.doubt_since_ms)));
  if (row.not_before_ms !== null) say(t.not_before(localTime(row.not_before_ms)));
  const fields = target?.fields ?? [];
  for (const line of recordLines(fields, shown(row.payload) ?? {}, label)) say(line);
  if (row.sent_payload !== null) say(t.was_different);
  for (const line of recordLines(fields, shown(row.sent_payload) ?? {}, label)) say(`  ${line}`);
  if (row.failure !== null) {
    const failure = readFailure(row.failure);
    for (const each of [failure, ...(failure.also ?? [])]) for (const line of failureLines(each, row, texts)) say(line);
  }
  for (const each of attempts) say(attemptWords(t.attempt(each.number), each, t));
  const idempotency = target?.idempotency;
  if (idempotency !== undefined && "harmless" in idempotency && attempts.some(mayHaveLeftACopy))
    say(label(idempotency.harmless));
  for (const { at_ms, how, verdict, evidence } of settlements) {
    const by = t.how[how as keyof typeof t.how];
    say(t.settled(localTime(at_ms), by, t.verdict(verdict), evidenceWords(readEvidence(evidence), texts)));
  }
  for (const each of updates) for (const line of updateLines(each, fields, texts)) say(line);
  for (const each of deletions) say(deletionLine(each, texts));
}

function failureLines(failure: Failure, { key }: RowDetail, texts: Texts): string[] {
  const { field = null, column = null, code } = failure;
  const { message, hint } = texts.say(failure);
  const value = ownWords(failure, texts);
  const of_feishu = code === undefined ? "" : ` [${code}]`;
  return [
    `${texts.terminal.place(field, column)}${message}${of_feishu}${value === "" ? "" : texts.story.value(value)}`,
    `→ ${hint.replace(/\bKEY\b/, () => quoted(key ?? "KEY"))}`,
  ];
}

interface Evidence {
  readonly reading?: number;
  readonly records?: number | null;
  readonly unowned?: number;
  readonly id?: string;
  readonly given_back?: string;
  readonly near?: readonly Readonly<Record<string, string>>[];
  readonly failure?: Failure;
  readonly reason?: string | null;
}

function readEvidence(json: string): Evidence {
  const evidence = JSON.parse(json) as Evidence & { readonly failure?: KeptFailure };
  return evidence.failure === undefined ? evidence : { ...evidence, failure: wholeFailure(evidence.failure) };
}

/** What a doubt was settled by. */
function evidenceWords(evidence: Evidence, { story: t, say }: Texts): string[] {
  const { reading = 1, records, unowned = 0, id, given_back, near = [], failure, reason } = evidence;
  const fields = (record: Readonly<Record<string, string>>) =>
    Object.entries(record)
      .map(([name, value]) => `${name}=${value}`)
      .join(" ");
  return [
    ...(typeof records === "number" ? [t.reading(reading, records, unowned)] : []),
    ...(id === undefined ? [] : [t.its_record(id)]),
    ...(given_back === undefined ? [] : [t.given_back(given_back)]),
    ...near.map((record) => t.near(fields(record))),
    ...(failure === undefined ? [] : [say(failure).message]),
    ...(reason === undefined || reason === null ? [] : [t.reason(reason)]),
  ];
}

function deletionLine({ at_ms, run_id: run, state, failure, ...facts }: DeletionEntry, texts: Texts): string {
  const { story: t, say } = texts;
  const why = failure === null ? undefined : say(readFailure(failure)).message;
  return t.deletion_line({ ...facts, when: localTime(at_ms), run, state: t.deletion[state], why });
}

function printRemote(output: Output, records: readonly RemoteRecord[], target: Target | undefined): void {
  const { story: t, label } = output.texts;
  const shownOf = (name: string, value: string) => {
    const field = target?.fields.find((each) => each.name === name);
    const words = valueWords(field, value);
    return `${name}=${field?.kind === "choice" ? label(words) : words}`;
  };
  output.result(t.remote(records.length));
  for (const { id, likeness, owner, fields } of records) {
    const values = Object.entries(fields).map(([name, value]) => shownOf(name, value));
    output.result(printable(`  ${t.remote_line(id, t.likeness(likeness), owner && t.owner(owner), values)}`));
  }
}
