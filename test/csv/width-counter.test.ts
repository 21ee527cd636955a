import { describe, expect, it } from "vitest";
import { WidthCounter } from "../../src/csv/records/width-counter.js";

const FORMAT = { delimiter: ",", quote: '"', line_break: "\n" } as const;

/** However the bytes are cut. */
function counted(text: string) {
  const all = [1, 5, 1 << 20].map((size) => {
    const counter = new WidthCounter(FORMAT, 3, 1, (line) => line.startsWith("id"));
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) counter.push(bytes.subarray(at, at + size));
    return counter.end(() => false);
  });
  return all.at(-1);
}

describe("the cells of all records, counted from their bytes", () => {
  it("are those of good records, whatever stands in quotes", () => {
    expect(counted('id,n,x\n1,"a, b\nc ""d"" e",\n2,b,c\n')).toMatchObject({ longer: 0, shorter: 0 });
    expect(counted("id,n,x\n1,a\n2,b,c,d\n3,b,c\n")).toMatchObject({ longer: 1, shorter: 1 });
  });

  it.each([
    ["one opens within a cell in quotes", 'id,n,x\n1,"said "no", and" so,x\n'],
    ["one is open at the end", 'id,n,x\n1,a,b\n2,"c,d\n'],
    ["a cell holds a line as a row is", 'id,n,x\n1,"a\n2,b,c\n3,d",e\n'],
  ])("cannot be counted so where %s", (_name, text) => {
    expect(counted(text)).toBeNull();
  });

  it.each([
    ["one cell holds the delimiters of a row, and another one the line break", 'id,n,x\n1,"a, b, c","d\ne"\n2,b,c\n'],
    ["no line inside of a cell has as many as a row", 'id,n,x\n1,"a, b\nc, d\ne, f",g\n2,b,c\n'],
  ])("are certain where %s", (_name, text) => {
    expect(counted(text)).toMatchObject({ longer: 0, shorter: 0 });
  });

  it("below a header with more columns are as many as that one has", () => {
    const text = "id,n,x\n1,a,b\n2,a,b\nid,n,x,y\n3,a,b,c\n4,a,b,c\n";
    expect(counted(text)).toMatchObject({ longer: 0, are_uncertain: false });
    expect(counted(text.replace("id,n,x,y", "9,n,x,y"))).toMatchObject({ longer: 3, are_uncertain: true });
  });
});
