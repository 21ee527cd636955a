import { describe, expect, it } from "vitest";
import { isBad } from "../../src/model/record.js";
import { readChunked } from "./exports.js";

/** The records as `line cell|cell|cell`, or `line kind`; however the bytes are cut. */
function briefly(text: string): string[] {
  const cut = [1, 7, 1 << 20].map((chunk_bytes) => readChunked(Buffer.from(text), 3, chunk_bytes).records);
  const [brief, ...others] = cut.map((records) =>
    records.map((each) => `${each.line} ${isBad(each) ? each.failure.kind : each.cells.join("|")}`),
  );
  for (const other of others) expect(other).toEqual(brief);
  return brief as string[];
}

describe("a cell with spaces around its quotes", () => {
  it("is read without them", () => {
    const text = '"1", "a, b", "c"\n"2" ,  "x ""y"", z" ,"好"\r\n3,d , "e" \n4,"f","g"';
    expect(briefly(text)).toEqual(["1 1|a, b|c", '2 2|x "y", z|好', "3 3|d |e", "4 4|f|g"]);
  });

  it.each([
    ["text beside the quotes", '1, "a" x,c\n'],
    ["quotes inside that are not doubled", '1,"a, "b", c",d\n'],
    ["no end", '1, "a,c\n'],
  ])("is none with %s", (_, line) => {
    const read = briefly(`"0",b,c\n${line}"3",b,c\n`);
    expect(read).toEqual(["1 0|b|c", "2 unreadable_record", "3 3|b|c"]);
  });
});

describe("a text as a formula that no quotes stand around", () => {
  it("is a cell among others", () => {
    const text = '1,"a, b",c\n="002",="x, y","z"\r\n"3",="",="好"\n4,d,e';
    expect(briefly(text)).toEqual(["1 1|a, b|c", '2 ="002"|="x, y"|z', '3 3|=""|="好"', "4 4|d|e"]);
  });

  it("leaves cells alone that are quoted as they should be", () => {
    expect(briefly('="1","=""2""","a,=""3"" b"\n')).toEqual(['1 ="1"|="2"|a,="3" b']);
    expect(briefly('="1","a ="",b",c\n')).toEqual(['1 ="1"|a =",b|c']);
  });

  it.each([
    ["with something beside it", '="1"x,b,c\n'],
    ["behind something", 'x="1",b,c\n'],
    ["with another quote that is none", '="1",5" disk,c\n'],
    ["that goes on behind the line", '="1\n2",b,c\n'],
    ["without an end", '="1,b,c\n'],
    ["that makes too few cells", '="1,b",c\n'],
  ])("is none %s", (_, line) => {
    const read = briefly(`"0",b,c\n${line}"3",b,c\n`);
    expect(read[0]).toBe("1 0|b|c");
    expect(read[1]).toMatch(/unreadable_record|ragged_record/);
    expect(read.at(-1)).toMatch(/\d 3\|b\|c/);
  });
});
