import { describe, expect, it } from "vitest";
import { lookAt } from "../../src/csv/detection/look.js";
import { takeCensus } from "../../src/csv/encodings/census.js";
import { unescaped, withoutEscapes } from "../../src/csv/records/backslash.js";

/** The bytes in chunks of one buffer that is used again, as a file is read. */
async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const read = bytes.copy(buffer, 0, at, at + size);
    yield buffer.subarray(0, read);
  }
}

describe("a census", () => {
  const text = Buffer.from("id,备注\n1,plain\n2,沟通顺畅，é😀\n3,last");

  it.each([1, 2, 3, 7, 100])("is the same in chunks of %i bytes", async (size) => {
    const { is_ascii, is_utf8, sample } = await takeCensus(chunksOf(text, size));
    expect({ is_ascii, is_utf8 }).toEqual({ is_ascii: false, is_utf8: true });
    for (const word of ["备注", "沟通顺畅，é😀"]) expect(sample.toString()).toContain(word);
    expect((await takeCensus(chunksOf(Buffer.concat([text, Buffer.of(0xc3)]), size))).is_utf8).toBe(false);
    expect((await takeCensus(chunksOf(Buffer.from("id,n\n1,a\n"), size))).is_ascii).toBe(true);
  });

  it("samples the whole of a large file, and no more than a part", async () => {
    const lines = Array.from({ length: 60_000 }, (_, row) => `${row},沟通顺畅${row < 59_000 ? "" : "，末"}\n`);
    const { sample } = await takeCensus(chunksOf(Buffer.from(lines.join("")), 128 * 1024));
    expect(sample.length).toBeLessThan(300_000);
    expect(sample.toString()).toContain("末");
  });
});

describe("backslashes", () => {
  const text = String.raw`1,"a \"b\" \\",C:\new,\\\"` + "\n";

  it.each([1, 2, 3, 5])("are the same in chunks of %i bytes", async (size) => {
    const parts: Buffer[] = [];
    for await (const part of withoutEscapes(chunksOf(Buffer.from(text), size))) parts.push(Buffer.from(part));
    expect(Buffer.concat(parts).toString()).toBe(unescaped(Buffer.from(text)).toString());
  });

  it("before anything but a quotation mark or a backslash are themselves", () => {
    expect(unescaped(Buffer.from(text)).toString()).toBe(`1,"a ""b"" \\",C:\\new,\\""\n`);
  });
});

describe("a look at the head", () => {
  const format = { delimiter: ",", quote: '"', line_break: "\n" } as const;

  it("leaves out the record that the head cuts in two", () => {
    const text = Buffer.from('id,n\n1,a\n2,"b');
    expect(lookAt(text, false, { format, escaped_by: '"' })).toMatchObject({ bad: 0, width: 2, share: 1 });
    expect(lookAt(text, true, { format, escaped_by: '"' })).toMatchObject({ bad: 1, width: 2 });
  });
});
