import { describe, expect, it } from "vitest";
import { leavesOpen } from "../../src/csv/records/open-cell.js";

const format = { delimiter: ",", quote: '"', line_break: "\n" } as const;

describe("a record that is no CSV", () => {
  it.each(['1,"a', '1,""a', '1,"a "b" c', '1,"a\nb', '1, "a', '1,"a",x,"', '1,"a","b'])(
    "leaves a cell open: %j",
    (raw) => {
      expect(leavesOpen(raw, format)).toBe(true);
    },
  );

  it.each(['1,"a"b"', '1,""a"', '1,5" x', 'b"', '1,"a\nb"', '1,"a" ,b"c', '1,""'])("leaves none open: %j", (raw) => {
    expect(leavesOpen(raw, format)).toBe(false);
  });

  it("leaves none open where quotation marks mean nothing", () => {
    expect(leavesOpen('1,"a', { ...format, quote: null })).toBe(false);
  });
});
