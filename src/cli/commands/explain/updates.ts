import { changesOf } from "../../../app/update-preview.js";
import { readFailure } from "../../../ledger/file/failures.js";
import type { UpdateEntry } from "../../../ledger/rows/update-counts.js";
import { localTime } from "../../../model/local-time.js";
import type { FieldDefinition } from "../../../model/payload.js";
import type { Texts } from "../../texts/texts.js";
import { changeWords } from "../../update-preview.js";
import { attemptWords } from "./attempt-words.js";

const time = (ms: number): string => new Date(ms).toISOString();

/** An update as `explain --json` tells it: the fields that it changes, values cut short. */
export function updateFacts(entry: UpdateEntry, fields: readonly FieldDefinition[]) {
  const { id, run_id, command, at_ms, state, before, after, failure, attempts } = entry;
  return {
    id,
    run_id,
    command,
    at: time(at_ms),
    state,
    changes: changesOf(fields, before, after),
    failure: failure === null ? null : readFailure(failure),
    attempts: attempts.map(({ started_at_ms, ended_at_ms, ...each }) => ({
      ...each,
      started: time(started_at_ms),
      took_ms: ended_at_ms === null ? null : ended_at_ms - started_at_ms,
    })),
  };
}

/** An update for people: what it changes and what became of it, then each of its requests. */
export function updateLines(entry: UpdateEntry, fields: readonly FieldDefinition[], texts: Texts): string[] {
  const { at_ms, run_id, command, state, before, after, failure, attempts } = entry;
  const { story: t, say } = texts;
  const changes = changesOf(fields, before, after).map((change) => changeWords(fields, change, texts));
  const why = failure === null ? "" : say(readFailure(failure)).message;
  return [
    t.update_line(localTime(at_ms), command, run_id, changes, t.update[state], why),
    ...attempts.map((each) => `  ${attemptWords(t.request(each.number, each.run_id), each, t)}`),
  ];
}
