import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/ledger/rows/attempts.js";
import type { Settlement } from "../../src/ledger/rows/settlements.js";
import type { Failure } from "../../src/model/failure.js";
import { because } from "../../src/texts/because.js";
import { ledgerWith, look } from "./support.js";

const LOST: Failure = because("lost", { id: "interrupted" });
const FACTS = { http_status: null, code: null, log_id: null } as const;

/** A row whose attempts started at these times, the last of them without an answer. */
function inDoubtSince(first_ms: number, ...later_ms: readonly number[]) {
  const { ledger, path, run_id } = ledgerWith("A-1");
  for (const [index, now_ms] of [first_ms, ...later_ms].entries()) {
    const intent = { row_id: 1, run_id, number: index + 1, fingerprint: "f", now_ms };
    const lost: Outcome = {
      status: "in_doubt",
      remote_id: null,
      failure: LOST,
      doubt_since_ms: first_ms,
      verdict: "lost",
      ...FACTS,
    };
    ledger.attempts.finish(ledger.attempts.begin(intent), 1, lost, now_ms + 100);
  }
  const settle = (more: Partial<Settlement>) =>
    ledger.settlements.settle({
      row_id: 1,
      run_id,
      how: "read",
      verdict: "in_doubt",
      remote_id: null,
      failure: null,
      evidence: {},
      now_ms: 90_000,
      ...more,
    });
  const row = () =>
    look<object>(path, "SELECT status, remote_id, doubt_since_ms, failure ->> '$.kind' AS kind FROM rows");
  return { ledger, settle, row };
}

describe("a row that was settled as done, and turns out to hold another one's record", () => {
  it("is in doubt since its first attempt: any of them may have acted, and its key is as old as that", () => {
    const { settle, row } = inDoubtSince(2_000, 50_000);
    settle({ verdict: "done", remote_id: "R-1" });
    expect(row()).toEqual({ status: "done", remote_id: "R-1", doubt_since_ms: null, kind: null });
    settle({ how: "repeat", failure: LOST });
    expect(row()).toEqual({ status: "in_doubt", remote_id: null, doubt_since_ms: 2_000, kind: "lost" });
  });
});

describe("a row in doubt whose export has other content by now", () => {
  it("is known by what left for as long as it is in doubt, and has the new content afterwards", () => {
    const { ledger, settle } = inDoubtSince(2_000);
    const row = ledger.staging.byKey("A-1");
    if (row === undefined) throw new Error("no row");
    const payload = () => ledger.queue.byKey("A-1")?.payload;
    const left = payload() as string;
    ledger.staging.keep(row, 1, '{"key":"A-1","stage":"new"}', left);
    settle({ failure: LOST });
    expect(payload()).toBe(left);
    settle({ verdict: "absent" });
    expect(payload()).toBe('{"key":"A-1","stage":"new"}');
  });
});

describe("a row that is absent", () => {
  it("waits to be sent as if for the first time", () => {
    const { settle, row } = inDoubtSince(2_000);
    settle({ verdict: "absent" });
    expect(row()).toEqual({ status: "pending", remote_id: null, doubt_since_ms: null, kind: null });
  });

  it("is failed with its reason where it is given up for now", () => {
    const { settle, row } = inDoubtSince(2_000);
    settle({ verdict: "absent", failure: LOST });
    expect(row()).toEqual({ status: "failed", remote_id: null, doubt_since_ms: null, kind: "lost" });
  });
});
