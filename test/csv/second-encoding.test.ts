import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openExport } from "../../src/csv/export/open-export.js";
import { type ExportRecord, isBad } from "../../src/model/record.js";
import { type Encoding, encode } from "../exports/encode.js";
import { exportFile, readExport, stopOf } from "./exports.js";

const T = (at: number): string => `74123456789012${30_000 + at * 37}`;
const row = (at: number): string => `A-${1000 + at}\t${T(at)}\t后端工程师\t已归档\r\n`;
const rows = (from: number, count: number): string => Array.from({ length: count }, (_, at) => row(from + at)).join("");
const HEADER = "申请ID\t人才ID\t职位\t状态\r\n";

/** `head` in one encoding, and the rows in another. */
function appended(first: Encoding, second: Encoding, above = 3, mark = first !== "utf-8"): Buffer {
  const head = `${mark ? "\ufeff" : ""}${HEADER}${rows(0, above)}`;
  return Buffer.concat([encode(head, first), encode(rows(above, 4), second)]);
}

async function cellsOf(path: string) {
  const source = await openExport(path, {}, { known_columns: ["申请ID"] });
  const records: ExportRecord[] = [];
  for await (const batch of source.records()) records.push(...batch);
  return records.map((record) => (isBad(record) ? record.failure.kind : record.cells[0]));
}

describe("an export in two encodings", () => {
  const pairs: readonly (readonly [Encoding, Encoding])[] = [
    ["utf-16le", "utf-8"],
    ["utf-16be", "utf-8"],
    ["utf-8", "utf-16le"],
    ["utf-8", "utf-16be"],
    ["utf-16le", "utf-16be"],
    ["utf-16be", "utf-16le"],
  ];

  it.each(pairs)("is named with the line, and the advice makes one of it: %s, then %s", async (first, second) => {
    const stop = await stopOf(openExport(exportFile(appended(first, second)), {}));
    expect(stop).toMatchObject({ exit: 2, kind: "two_encodings" });
    expect(stop.message).toContain(`is ${first}, and in another one from line 5 on: ${second}`);
    const hint = stop.hint ?? "";
    const command = hint.slice(hint.indexOf(": ") + 2);
    execFileSync("sh", ["-c", command]);
    const cells = await cellsOf(command.split(" > ").at(-1) as string);
    expect(cells).toEqual([0, 1, 2, 3, 4, 5, 6].map((at) => `A-${1000 + at}`));
  });

  it.each(pairs)("is named far below, and packed: %s, then %s", async (first, second) => {
    const bytes = appended(first, second, 6000);
    expect((await stopOf(openExport(exportFile(bytes), {}))).message).toContain("from line 6002 on");
    const packed = await stopOf(openExport(exportFile(gzipSync(bytes)), {}));
    expect(packed.message).toContain("from line 6002 on");
    expect(packed.hint).not.toContain("iconv");
  });

  it("is named where the mapping says the first one", async () => {
    const stop = await stopOf(openExport(exportFile(appended("utf-16le", "utf-8")), { encoding: "utf-16le" }));
    expect(stop).toMatchObject({ kind: "two_encodings" });
    const gbk = await stopOf(
      openExport(exportFile(appended("gb18030", "utf-16le", 3, false)), { encoding: "gb18030" }),
    );
    expect(gbk).toMatchObject({ kind: "two_encodings" });
  });

  it.each(["utf-16le", "utf-16be"] as const)("is none in %s without a digit, nor with long texts", async (encoding) => {
    const text = `编号\t备注\r\n${"甲\t".concat("上中下人一二三十大小多少来去有无是非".repeat(40), "\r\n").repeat(300)}`;
    const { records } = await readExport(encode(`\ufeff${text}`, encoding));
    expect(records).toHaveLength(300);
  });

  it("is none where some zeros stand in a text", async () => {
    const text = "plain text, and more of it ".repeat(40);
    const { records } = await readExport(`id;n\n1;a\0b\0c\n2;${"\0".repeat(18)}\n3;${text}\n`);
    expect(records).toHaveLength(3);
  });
});
