import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type OpenExport, openExport } from "../../src/csv/export/open-export.js";
import type { Dialect } from "../../src/csv/file/dialect.js";
import { readBytes, toUtf8 } from "../../src/csv/file/source.js";
import { withoutEscapes } from "../../src/csv/records/backslash.js";
import { ExitError } from "../../src/model/exit-error.js";
import type { ExportRecord } from "../../src/model/record.js";
import { isBad } from "../../src/model/record.js";
import { exportFile, someFolder } from "../csv/exports.js";
import fc, { tries } from "../support/fast-check.js";
import { encode } from "./encode.js";
import { TRAPS } from "./traps.js";
import { styles, tables, write } from "./written.js";

async function readAll(bytes: Buffer, dialect: Dialect = {}, columns: readonly string[] = []) {
  const path = exportFile(bytes);
  try {
    const source = await openExport(path, dialect, { known_columns: columns });
    const records: ExportRecord[] = [];
    for await (const batch of source.records()) records.push(...batch);
    return { source, records, lines: await linesOf(path, source) };
  } finally {
    rmSync(path);
  }
}

/** How many physical lines the file has, where they end with LF and where they end with CR. */
async function linesOf(path: string, source: OpenExport): Promise<number[]> {
  const { encoding, escape: escaped_by } = source.dialect;
  const text = toUtf8(readBytes({ path, name: path, is_gzip: source.detected.packing !== undefined }), encoding);
  const parts: Buffer[] = [];
  for await (const part of escaped_by === "\\" ? withoutEscapes(text) : text) parts.push(Buffer.from(part));
  const whole = Buffer.concat(parts).toString();
  return ["\n", "\r"].map((line_break) => whole.split(line_break).length - (whole.endsWith(line_break) ? 1 : 0));
}

const cellsOf = (record: ExportRecord) => (isBad(record) ? record : record.cells);

describe("a table in any dialect and encoding", () => {
  const written = styles.chain((style) => fc.tuple(fc.constant(style), tables(style)));

  it("reads back unchanged with nothing said of it, or its encoding is not certain", async () => {
    await fc.assert(
      fc.asyncProperty(written, async ([style, table]) => {
        const { source, records } = await readAll(write(table, style));
        if (source.detected.encoding?.sure === false) return;
        expect([source.header.names, ...records.map(cellsOf)]).toEqual(table);
        expect(source.header.line).toBe(style.preamble.length + 1);
      }),
      { numRuns: tries(100, 400) },
    );
  });

  it("reads back unchanged with everything said of it, whatever stands in the cells", async () => {
    const cell = fc.oneof(fc.stringMatching(/^[",;|\t\n\\' a好]{0,6}$/u), fc.constantFrom("״̬", "茅", "é", "ʤ"));
    const rows = fc.array(fc.tuple(fc.nat(9).map(String), cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(styles, rows, async (style, cells) => {
        const { delimiter, escape: escaped_by, preamble } = style;
        const header = ["id", "one", "two"];
        const encoding = style.encoding.startsWith("utf-16") ? style.encoding : "utf-8";
        // A backslash outside of quotes is nobody's escape.
        const quotes_all = escaped_by === "\\" || style.quotes_all;
        const bytes = write([header, ...cells], { ...style, encoding, quotes_all });
        const header_line = preamble.length + 1;
        const dialect = { encoding, delimiter, quote: '"', escape: escaped_by, header_line };
        const { source, records } = await readAll(bytes, dialect);
        expect([source.header.names, ...records.map(cellsOf)]).toEqual([header, ...cells]);
        expect(source.detected).toEqual({});
      }),
      { numRuns: tries(100, 400) },
    );
  });

  it("reads the same packed with gzip, and in chunks that end anywhere", async () => {
    const [style] = fc.sample(styles, { numRuns: 1, seed: 7 }) as [Parameters<typeof write>[1]];
    const rows = Array.from({ length: 3000 }, (_, n) => [
      `${n}`,
      n % 3 === 0 ? "沟通顺畅\n，备注" : "复试",
      "x".repeat(n % 50),
    ]);
    const table = [["id", "备注", "x"], ...rows];
    const bytes = write(table, { ...style, encoding: "gb18030", escape: "\\", line_end: "\r\n", preamble: [] });
    const plain = await readAll(bytes);
    expect(plain.records.map(cellsOf)).toEqual(rows);
    expect((await readAll(gzipSync(bytes))).records).toEqual(plain.records);
  });
});

/** Every physical line is in the header, a record or a line that is no row, once. */
function linesAccounted(source: OpenExport, records: readonly ExportRecord[], line_break: string): number {
  const breaks = (text: string): number => text.split(line_break).length - 1;
  let lines = 1 + breaks(source.header.names.join(""));
  for (const record of records) lines += 1 + breaks(isBad(record) ? record.raw : record.cells.join(""));
  const { preamble, blank, delimiter_only, header } = source.not_rows;
  return lines + preamble.count + blank.count + delimiter_only.count + header.count;
}

describe("any bytes", () => {
  const seeds = Object.values(TRAPS).map(({ bytes }) => bytes);
  const change = fc.record({ at: fc.nat(400), cut: fc.nat(4), put: fc.uint8Array({ maxLength: 4 }) });
  const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 4 })).map(([seed, changes]) =>
    changes.reduce((bytes, { at, cut, put }) => {
      const from = bytes.length === 0 ? 0 : at % bytes.length;
      return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + cut)]);
    }, seed),
  );
  const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const soup = fc
    .array(
      fc.constantFrom(
        '"',
        "\\",
        "\n",
        "\r",
        ",",
        ";",
        "\t",
        "a",
        "状态",
        "é",
        "\0",
        "sep=;\n",
        "id,n\n",
        "1,a\n",
        '\\"',
      ),
      {
        maxLength: 40,
      },
    )
    .chain((parts) => fc.constantFrom("utf-8", "utf-16le").map((encoding) => encode(parts.join(""), encoding)));

  it("end in a sentence, or in records that account for every line", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, noise, soup), async (bytes) => {
        const found = await readAll(bytes, {}, ["id", "状态"]).catch((error: unknown) => {
          if (!(error instanceof ExitError)) throw error;
          expect(error.exit).toBe(2);
          return undefined;
        });
        if (found === undefined) return;
        const { source, records, lines } = found;
        const accounted = ["\n", "\r"].map((line_break) => linesAccounted(source, records, line_break));
        expect(accounted[0] === lines[0] || accounted[1] === lines[1]).toBe(true);
        expect(source.records_read).toBe(records.length);
      }),
      { numRuns: tries(300, 1000) },
    );
  });

  it("are read in flat memory, packed a thousand times smaller though they are", async () => {
    const path = join(someFolder(), "bomb.csv.gz");
    const line = `2,${"沟".repeat(20_000_000)}\n`;
    writeFileSync(path, gzipSync(Buffer.from(`id,n\n1,a\n${line}3,b\n`), { level: 1 }));
    const before = process.memoryUsage().rss;
    const source = await openExport(path, {});
    const seen: string[] = [];
    for await (const batch of source.records()) {
      for (const record of batch) seen.push(isBad(record) ? record.failure.message : record.cells.join("|"));
    }
    expect(seen).toEqual(["1|a", "The record is longer than 1 MiB", "3|b"]);
    expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024);
  });
});
