import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { assertTransition, STATUSES, type Status } from "../../src/model/status.js";
import { ledgerWith } from "./support.js";

type Columns = Record<string, string | number | null>;

/** The least that a row of each status must have. */
const RIGHT: Record<Status, Columns> = {
  pending: {},
  sending: { attempts: 1 },
  done: { attempts: 1, remote_id: "R-1" },
  skipped: { payload: null, failure: "{}" },
  invalid: { payload: null, failure: "{}" },
  rejected: { attempts: 1, failure: "{}" },
  failed: { failure: "{}" },
  in_doubt: { attempts: 1, failure: "{}", doubt_since_ms: 5 },
};

const WRONG: readonly (readonly [string, Status, Columns])[] = [
  ["an unknown status", "sent" as Status, {}],
  ["a key owner without a key", "pending", { key: null }],
  ["no key and no occurrence", "invalid", { ...RIGHT.invalid, owns_key: 0, key: null }],
  ...(["pending", "sending", "done", "rejected", "failed", "in_doubt"] as const).flatMap((status) => [
    [`${status} without owning its key`, status, { ...RIGHT[status], owns_key: 0, occurrence: 1 }] as const,
    [`${status} without a payload`, status, { ...RIGHT[status], payload: null }] as const,
  ]),
  ...(["skipped", "invalid", "rejected", "failed", "in_doubt"] as const).map(
    (status) => [`${status} without a reason`, status, { ...RIGHT[status], failure: null }] as const,
  ),
  ...(["sending", "done", "rejected", "in_doubt"] as const).map(
    (status) => [`${status} without an attempt`, status, { ...RIGHT[status], attempts: 0 }] as const,
  ),
  ["in doubt since nobody knows when", "in_doubt", { ...RIGHT.in_doubt, doubt_since_ms: null }],
  ...STATUSES.filter((status) => status !== "done").map(
    (status) => [`${status} with a remote id`, status, { ...RIGHT[status], remote_id: "R-1" }] as const,
  ),
  ["an owns_key of two", "pending", { owns_key: 2 }],
  ["a source that there is not", "pending", { source_id: 9 }],
  ["a line that is a text", "pending", { line: "two" }],
];

function insertInto(path: string) {
  const db = new Database(path);
  db.pragma("foreign_keys = ON");
  return (status: Status, more: Columns) => {
    const hash = Buffer.from("hash");
    const plain = { source_id: 1, line: 2, origin_id: 1, key: "A-1", owns_key: 1, pass: 1, payload: "{}" };
    const row = { ...plain, updated_at_ms: 1, ...more, status, record_hash: hash };
    const names = Object.keys(row);
    db.prepare(`INSERT INTO rows (${names.join()}) VALUES (${names.map((name) => `@${name}`).join()})`).run(row);
  };
}

describe("the ledger's own rules", () => {
  it.each(STATUSES)("allow a row that is %s", (status) => {
    const { path } = ledgerWith();
    expect(() => insertInto(path)(status, RIGHT[status])).not.toThrow();
  });

  it.each(WRONG)("refuse %s", (_, status, columns) => {
    const { path } = ledgerWith();
    expect(() => insertInto(path)(status, columns)).toThrow(/constraint failed|cannot store/);
  });

  it("refuse a second owner of a key, and none that only repeats it", () => {
    const { path } = ledgerWith();
    const insert = insertInto(path);
    insert("pending", {});
    insert("skipped", { ...RIGHT.skipped, owns_key: 0, occurrence: 1 });
    expect(() => insert("pending", {})).toThrow("UNIQUE");
  });
});

describe("a row's steps", () => {
  const ALLOWED: Record<Status, string> = {
    pending: "pending sending skipped invalid",
    sending: "pending done rejected failed in_doubt",
    done: "pending done skipped in_doubt",
    skipped: "pending skipped invalid",
    invalid: "pending skipped invalid",
    rejected: "pending sending skipped invalid rejected",
    failed: "pending sending skipped invalid failed",
    in_doubt: "pending sending done skipped rejected failed in_doubt",
  };
  it.each(STATUSES)("from %s", (from) => {
    const allowed = STATUSES.filter((to) => {
      try {
        assertTransition(from, to);
        return true;
      } catch (error) {
        expect((error as Error).message).toBe(`a row went from ${from} to ${to}: please report this`);
        return false;
      }
    });
    expect(allowed.join(" ")).toBe(ALLOWED[from]);
  });
});
