import { describe, expect, it } from "vitest";
import { good, readExport } from "./exports.js";

const CHUNK_BYTES = 128 * 1024;
const LINE_BYTES = 64;

const line = (row: number, bytes: number): readonly [string, string] => {
  const id = String(row).padStart(8, "0");
  return [id, "x".repeat(bytes - id.length - 2)];
};

describe("an export larger than the buffer it is read into", () => {
  it("keeps what stands at the end of a chunk, also where the chunk before it ended with a line", async () => {
    const header = `id,${"n".repeat(LINE_BYTES - 4)}\n`;
    const lines_in_chunk = CHUNK_BYTES / LINE_BYTES;
    const rows = Array.from({ length: 10_000 }, (_, row) => line(row, row < lines_in_chunk - 1 ? LINE_BYTES : 101));
    const text = header + rows.map((cells) => `${cells.join(",")}\n`).join("");
    expect(text[CHUNK_BYTES - 1]).toBe("\n");
    const { records } = await readExport(text);
    expect(records).toEqual(rows.map((cells, index) => good(index + 2, ...cells)));
  });
});
