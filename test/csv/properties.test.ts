import { describe, expect, it } from "vitest";
import type { ExportRecord } from "../../src/model/record.js";
import { isBad } from "../../src/model/record.js";
import fc, { tries } from "../support/fast-check.js";
import { readChunked } from "./exports.js";

const WIDTH = 3;
const cell = fc.oneof(
  fc.stringMatching(/^[a-c好😀 ]{0,4}$/u),
  fc.stringMatching(/^[",\r\na]{0,5}$/),
  fc.string({ unit: "binary", maxLength: 3 }).map((text) => text.replaceAll("\0", "")),
);

interface Written {
  readonly text: string;
  readonly cells: readonly string[];
}

/** A row in any quoting that is allowed: cells that need quotes have them, others perhaps. */
const written: fc.Arbitrary<Written> = fc
  .array(fc.tuple(cell, fc.boolean()), { minLength: WIDTH, maxLength: WIDTH })
  .filter((row) => row.some(([text]) => text.trim() !== ""))
  .map((row) => ({
    cells: row.map(([text]) => text),
    text: row
      .map(([text, quoted]) => (quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
      .join(","),
  }));

function lineBreaks(text: string): number {
  return text.split("\n").length - 1;
}

describe("well-formed CSV", () => {
  it("reads back unchanged with the right lines, in chunks of any size", () => {
    const line_end = fc.constantFrom("\n", "\r\n", "\n\n", "\r\n,,\r\n");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(written, line_end), { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (rows, chunk_bytes) => {
          const expected: ExportRecord[] = [];
          let line = 1;
          for (const [{ text, cells }, end] of rows) {
            expected.push({ line, cells });
            line += lineBreaks(text) + lineBreaks(end);
          }
          const bytes = Buffer.from(rows.map(([{ text }, end]) => text + end).join(""));
          expect(readChunked(bytes, WIDTH, chunk_bytes).records).toEqual(expected);
        },
      ),
      { numRuns: tries(300, 1000) },
    );
  });
});

/** Which physical lines each record and each line that is no row takes, in the file's order. */
function account(bytes: Buffer, chunk_bytes: number) {
  const { records, not_rows, lines } = readChunked(bytes, WIDTH, chunk_bytes);
  const seen = [...not_rows.blank.lines, ...not_rows.delimiter_only.lines, ...not_rows.header.lines];
  for (const record of records) {
    const count = 1 + (isBad(record) ? lineBreaks(record.raw) : lineBreaks(record.cells.join("")));
    for (let i = 0; i < count; i++) seen.push(record.line + i);
  }
  return { records, lines, seen: seen.sort((a, b) => a - b) };
}

describe("any bytes", () => {
  const soup = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('"', '""', ",", "\n", "\r\n", "\r", "a", "b c", ",,", '","', '"\n') },
      { weight: 3, arbitrary: fc.constantFrom("1,2,3\n", '"1","2",3\r\n', '1,"a\nb",3\n', '1,"open,3\n', '1,a"b,3\n') },
      { weight: 1, arbitrary: fc.constantFrom("\0", "好", "\ufffd") },
    ),
    { maxLength: 18 },
  );
  const flips = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 });
  const bytes = fc.tuple(soup, flips).map(([parts, changes]) => {
    const buffer = Buffer.from(parts.join(""));
    for (const [at, value] of changes) if (at < buffer.length) buffer[at] = value;
    return buffer;
  });

  it("are accounted for, every physical line exactly once", () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 30 }), (buffer, chunk_bytes) => {
        const breaks = buffer.filter((byte) => byte === 10).length;
        const lines = buffer.length === 0 || buffer.at(-1) === 10 ? breaks : breaks + 1;
        const found = account(buffer, chunk_bytes);
        expect(found.seen).toEqual(Array.from({ length: lines }, (_, i) => i + 1));
        expect(found.lines).toBe(lines);
      }),
      { numRuns: tries(1500, 5000) },
    );
  });

  it("give the same records however they are cut into chunks", () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 30 }), (buffer, chunk_bytes) => {
        expect(account(buffer, chunk_bytes)).toEqual(account(buffer, 1 << 20));
      }),
      { numRuns: tries(1500, 5000) },
    );
  });
});
