import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/ledger/rows/attempts.js";
import type { Failure } from "../../src/model/failure.js";
import { because } from "../../src/texts/because.js";
import { ledgerWith, look } from "./support.js";

const LOST: Failure = because("lost", { id: "interrupted" });
const outcome = (status: Outcome["status"], more: Partial<Outcome> = {}): Outcome => ({
  status,
  remote_id: null,
  failure: null,
  doubt_since_ms: null,
  verdict: "accepted",
  http_status: 200,
  code: 0,
  log_id: "log-1",
  ...more,
});
const IN_DOUBT = outcome("in_doubt", { failure: LOST, doubt_since_ms: 2000, verdict: "lost" });

describe("an intent", () => {
  it("is on the disk when it returns: another connection sees the attempt and the row on its way", () => {
    const { ledger, path, run_id } = ledgerWith("A-1");
    ledger.attempts.begin({ row_id: 1, run_id, number: 1, fingerprint: "f", now_ms: 2000 });
    expect(look(path, "SELECT status, attempts, updated_at_ms FROM rows")).toEqual({
      status: "sending",
      attempts: 1,
      updated_at_ms: 2000,
    });
    expect(look(path, "SELECT number, fingerprint, started_at_ms, ended_at_ms, verdict FROM attempts")).toEqual({
      number: 1,
      fingerprint: "f",
      started_at_ms: 2000,
      ended_at_ms: null,
      verdict: null,
    });
  });

  it("is refused for a row that is under way, or done, and nothing of it stays", () => {
    const { ledger, path, run_id } = ledgerWith("A-1");
    const intend = (number: number) =>
      ledger.attempts.begin({ row_id: 1, run_id, number, fingerprint: "f", now_ms: 2000 });
    const id = intend(1);
    expect(() => intend(2)).toThrow("from sending to sending");
    ledger.attempts.finish(id, 1, outcome("done", { remote_id: "R-1" }), 3000);
    expect(() => intend(2)).toThrow("from done to sending");
    expect(look(path, "SELECT count(*) AS n FROM attempts")).toEqual({ n: 1 });
  });

  it("is refused for an attempt number that was there before, and the row stays as it was", () => {
    const { ledger, path, run_id } = ledgerWith("A-1");
    const intent = { row_id: 1, run_id, number: 1, fingerprint: "f", now_ms: 2000 };
    ledger.attempts.finish(ledger.attempts.begin(intent), 1, outcome("pending", { verdict: "throttled" }), 3000);
    expect(() => ledger.attempts.begin(intent)).toThrow("UNIQUE");
    expect(look(path, "SELECT status FROM rows")).toEqual({ status: "pending" });
  });
});

it("what a new attempt sends is known by the row as it is now, unless it repeats what left", () => {
  const { ledger, path, run_id } = ledgerWith("A-1");
  const intend = (number: number) =>
    ledger.attempts.begin({ row_id: 1, run_id, number, fingerprint: "f", now_ms: 2000 });
  const sent = () => look<{ sent_payload: string | null }>(path, "SELECT sent_payload FROM rows").sent_payload;
  ledger.attempts.finish(intend(1), 1, IN_DOUBT, 3000);
  const db = new Database(path);
  db.prepare("UPDATE rows SET sent_payload = payload, payload = '{}'").run();
  db.close();
  const id = intend(2);
  expect(sent()).toBe('{"key":"A-1"}');
  ledger.attempts.finish(id, 1, outcome("failed", { failure: LOST, verdict: "busy" }), 4000);
  intend(3);
  expect(sent()).toBeNull();
});

describe("an outcome", () => {
  it("ends the attempt and changes the row together", () => {
    const { ledger, path, run_id } = ledgerWith("A-1");
    const id = ledger.attempts.begin({ row_id: 1, run_id, number: 1, fingerprint: "f", now_ms: 2000 });
    ledger.attempts.finish(id, 1, outcome("done", { remote_id: "R-1" }), 3000);
    expect(look(path, "SELECT status, remote_id, failure FROM rows")).toEqual({
      status: "done",
      remote_id: "R-1",
      failure: null,
    });
    expect(look(path, "SELECT ended_at_ms, verdict, http_status, code, log_id FROM attempts")).toEqual({
      ended_at_ms: 3000,
      verdict: "accepted",
      http_status: 200,
      code: 0,
      log_id: "log-1",
    });
  });

  it("that a row may not take leaves the attempt open", () => {
    const { ledger, path, run_id } = ledgerWith("A-1");
    const id = ledger.attempts.begin({ row_id: 1, run_id, number: 1, fingerprint: "f", now_ms: 2000 });
    const incomplete = outcome("in_doubt", { failure: LOST });
    expect(() => ledger.attempts.finish(id, 1, incomplete, 3000)).toThrow("CHECK");
    expect(look(path, "SELECT ended_at_ms FROM attempts")).toEqual({ ended_at_ms: null });
  });
});

describe("recovering from a run that was killed", () => {
  it("leaves rows that were under way in doubt since their attempt, and touches no other", () => {
    const { ledger, path, run_id } = ledgerWith("A-1", "A-2", "A-3");
    ledger.attempts.begin({ row_id: 2, run_id, number: 1, fingerprint: "f", now_ms: 2000 });
    expect(ledger.attempts.markInterrupted(9000)).toBe(1);
    expect(ledger.attempts.markInterrupted(9001)).toBe(0);
    expect(ledger.summary.counts()).toMatchObject({ pending: 2, in_doubt: 1, sending: 0 });
    expect(look(path, "SELECT doubt_since_ms, updated_at_ms FROM rows WHERE status = 'in_doubt'")).toEqual({
      doubt_since_ms: 2000,
      updated_at_ms: 9000,
    });
  });

  it("keeps the start of a doubt that is older than the last attempt", () => {
    const { ledger, path, run_id } = ledgerWith("A-1");
    const first = ledger.attempts.begin({ row_id: 1, run_id, number: 1, fingerprint: "f", now_ms: 2000 });
    ledger.attempts.finish(first, 1, IN_DOUBT, 3000);
    ledger.attempts.begin({ row_id: 1, run_id, number: 2, fingerprint: "f", now_ms: 5000 });
    ledger.attempts.markInterrupted(9000);
    expect(look(path, "SELECT doubt_since_ms FROM rows")).toEqual({ doubt_since_ms: 2000 });
  });

  it("counts from the new history where an earlier attempt certainly did not act", () => {
    const { ledger, path, run_id } = ledgerWith("A-1");
    const first = ledger.attempts.begin({ row_id: 1, run_id, number: 1, fingerprint: "f", now_ms: 2000 });
    ledger.attempts.finish(first, 1, outcome("pending", { verdict: "throttled" }), 3000);
    ledger.attempts.begin({ row_id: 1, run_id, number: 2, fingerprint: "f", now_ms: 5000 });
    ledger.attempts.markInterrupted(9000);
    expect(look(path, "SELECT doubt_since_ms FROM rows")).toEqual({ doubt_since_ms: 5000 });
  });
});

describe("the ledger's latest entry", () => {
  it("is the latest of attempts and runs", () => {
    const { ledger, run_id } = ledgerWith("A-1");
    expect(ledger.runs.latestEntry()).toBe(1000);
    const id = ledger.attempts.begin({ row_id: 1, run_id, number: 1, fingerprint: "f", now_ms: 2000 });
    expect(ledger.runs.latestEntry()).toBe(2000);
    ledger.attempts.finish(id, 1, IN_DOUBT, 3000);
    expect(ledger.runs.latestEntry()).toBe(3000);
    expect(ledger.runs.lastStart()).toBe(2000);
  });
});

describe("the rate", () => {
  it("is that of the latest run: what an earlier one has just sent says nothing of how long this one takes", () => {
    const { ledger, run_id } = ledgerWith("A-1", "A-2");
    const begin = (row_id: number, run: number, now_ms: number) =>
      ledger.attempts.begin({ row_id, run_id: run, number: 1, fingerprint: "f", now_ms });
    begin(1, run_id, 2000);
    expect(ledger.runs.rate(3000, 10)).toBe(0.1);
    const next = ledger.runs.begin("run", "0.0.0", 1, 3000);
    expect(ledger.runs.rate(3000, 10)).toBe(0);
    begin(2, next, 3500);
    expect(ledger.runs.rate(4000, 10)).toBe(0.1);
  });
});
