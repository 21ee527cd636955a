import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openExport } from "../../src/csv/export/open-export.js";
import { exportFile, stopOf } from "../csv/exports.js";
import { Desk } from "../engine/support.js";
import { encode } from "./encode.js";
import { bytesIn, smallExport } from "./small-exports.js";

const HEADER = "申请ID\t人才ID\t阶段\r\n";
const STAGES = ["已归档", "薪资期望不符", "候选人主动放弃"];
const rows = (from: number, count = 3): string =>
  Array.from({ length: count }, (_, n) => `${from + n}\t74123456789012481${40 + n}\t${STAGES[n]}\r\n`).join("");
const MAPPING = "target: external-application\nfields:\n  external_id: 申请ID\n  talent_id: 人才ID\n  stage: 阶段\n";

type Write = (text: string) => Buffer;
const utf8: Write = (text) => Buffer.from(text);
const utf16: Write = (text) => Buffer.from(text, "utf16le");
const utf16be: Write = (text) => Buffer.from(text, "utf16le").swap16();
const gbk: Write = (text) => encode(text, "gb18030");

const KINDS: readonly (readonly [name: string, above: Write, below: Write, says: RegExp])[] = [
  ["UTF-16 with its mark, then UTF-8", (text) => utf16(`\ufeff${text}`), utf8, /utf-16le, and.* line 5 on: utf-8/],
  ["UTF-16 with its mark, then GBK", (text) => utf16(`\ufeff${text}`), gbk, /utf-16le, and.* line 5 on\./],
  ["UTF-16 without, then UTF-8", utf16, utf8, /utf-16le, and.* line 5 on: utf-8/],
  ["big-endian, then UTF-8", (text) => utf16be(`\ufeff${text}`), utf8, /utf-16be, and.* line 5 on: utf-8/],
  ["UTF-8, then UTF-16", utf8, utf16, /utf-8, and.* line 5 on: utf-16le/],
  ["UTF-8, then UTF-16 with its mark", utf8, (text) => utf16(`\ufeff${text}`), /utf-8, and.* line 5 on: utf-16le/],
  ["GBK, then UTF-16", gbk, utf16, /in one encoding, and.* line 5 on: utf-16le/],
  ["UTF-8, then GBK", utf8, gbk, /utf-8, and.* line 5 on: gb18030/],
  ["UTF-8 with its mark, then GBK", (text) => utf8(`\ufeff${text}`), gbk, /utf-8, and.* line 5 on: gb18030/],
  ["GBK, then UTF-8", gbk, utf8, /gb18030, and.* line 5 on: utf-8/],
];

describe("a file that goes on in another encoding", () => {
  it.each(KINDS)("stops, and names the line: %s", async (_name, above, below, says) => {
    const at = new Desk();
    at.mapping = MAPPING;
    writeFileSync(at.path("a.csv"), Buffer.concat([above(HEADER + rows(4900)), below(rows(4910))]));
    const stop = await stopOf(at.stage(["a.csv"]));
    expect(stop).toMatchObject({ exit: 2, kind: "two_encodings" });
    expect(stop.message).toMatch(says);

    // What is advised is followed: a command that makes one of it, else both parts exported again.
    const [, command] = /make it UTF-8: (.+)$/.exec(stop.hint ?? "") ?? [];
    if (command !== undefined) execFileSync("sh", ["-c", command]);
    else writeFileSync(at.path("a-corrected.csv"), utf8(HEADER + rows(4900) + rows(4910)));
    await at.stage(["a-corrected.csv"]);
    expect(at.rows().map(({ key, status }) => `${key} ${status}`)).toEqual(
      [4900, 4901, 4902, 4910, 4911, 4912].map((key) => `${key} pending`),
    );
  });

  it("stops in western languages, too, however long it is", async () => {
    const above = smallExport("german", { rows: 2000, seed: 1 });
    const below = smallExport("german", { rows: 40, seed: 2 });
    const path = exportFile(
      Buffer.concat([Buffer.from(above), bytesIn(below.slice(below.indexOf("\n") + 1), "windows-1252")]),
    );
    const stop = await stopOf(openExport(path, {}));
    expect(stop.message).toMatch(/utf-8, and in another one from line 200\d on: windows-1252/);
  });

  it.each([
    ["utf-16le", Buffer.concat([Buffer.from([0xff, 0xfe]), gbk(HEADER + rows(4900))])],
    ["utf-16be", Buffer.concat([Buffer.from([0xfe, 0xff]), utf8(HEADER + rows(4900))])],
    ["utf-8", Buffer.concat([utf8("\ufeff"), utf16(HEADER + rows(4900))])],
  ])("stops where the byte order mark of %s is not true", async (mark, bytes) => {
    const stop = await stopOf(openExport(exportFile(bytes), {}));
    expect(stop.message).toContain(`begins with the byte order mark of ${mark}, and what follows is in another`);
  });

  it("is none where single lines were pasted: their records are refused", async () => {
    const pasted = Buffer.concat([utf8(HEADER + rows(1)), gbk(rows(10, 1)), utf8(rows(20)), gbk(rows(30, 2))]);
    const file = await openExport(exportFile(pasted), {});
    expect(file.detected.encoding).toMatchObject({ value: "utf-8", sure: true });
  });
});
