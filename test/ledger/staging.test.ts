import { describe, expect, it } from "vitest";
import type { Failure } from "../../src/model/failure.js";
import { because } from "../../src/texts/because.js";
import { ledgerWith } from "./support.js";

const REKEYED: Failure = because("superseded", { id: "rekeyed" });
const CONTENT = { status: "pending", payload: "{}", failure: null } as const;

describe("a record of which another key is made", () => {
  it("supersedes the row that it was, but no row that was corrected elsewhere", () => {
    const { ledger } = ledgerWith();
    const { staging } = ledger;
    const source = (path: string) =>
      ledger.sources.begin({ path, sha256: path, size_bytes: 1, dialect: "{}", facts: null });
    const [origin_id, failures_id] = [source("/export.csv"), source("/failed.csv")];
    const put = (key: string, record: string, pass: number) => {
      const at = { source_id: origin_id, line: 2, record_hash: Buffer.from(record), pass, now_ms: 1 };
      expect(staging.insertOwner(at, key, { ...CONTENT, key })).toBe(true);
    };
    put("old", "as it is", 1);
    put("corrected", "as it was", 1);
    const corrected = staging.byKey("corrected");
    if (corrected === undefined) throw new Error("there is no such row");
    const at = { source_id: failures_id, line: 2, pass: 1, now_ms: 2 };
    staging.rewrite(corrected, at, { ...CONTENT, key: "corrected", owns_key: true });
    put("new", "as it is", 2);
    put("another", "as it was", 2);
    expect(staging.supersedeRekeyed(origin_id, 2, REKEYED, 3)).toBe(1);
    const statuses = ["old", "corrected", "new", "another"].map((key) => staging.byKey(key)?.status);
    expect(statuses).toEqual(["skipped", "pending", "pending", "pending"]);
  });
});
