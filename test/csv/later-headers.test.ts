import { describe, expect, it } from "vitest";
import { isBad } from "../../src/model/record.js";
import { readExport } from "./exports.js";

const T = (at: number): string => `74123456789012${30_000 + at * 37}`;

async function read(lines: readonly string[], used?: readonly string[]) {
  const { source, records } = await readExport(`${lines.join("\n")}\n`, {}, used);
  const rows = records.map(
    (record) => `${record.line} ${isBad(record) ? record.failure.kind : record.cells.join("|")}`,
  );
  const warned = source.notes.warnings().flatMap(({ kind, lines: at }) => at.map((line) => `${line} ${kind}`));
  return { rows, warned, headers: source.not_rows.header.lines, records };
}

const HEADER = "id,talent,stage,reason";
const FIRST = [HEADER, `A-1,${T(1)},Offer,Salary`, `A-2,${T(2)},Offer,Salary`];
const FIRST_ROWS = [`2 A-1|${T(1)}|Offer|Salary`, `3 A-2|${T(2)}|Offer|Salary`];

describe("a header further down", () => {
  it.each([
    HEADER,
    " ID , Talent,stage,REASON ",
    '"id","talent","stage","reason"',
    "\ufeffid,talent,stage,reason",
    `${HEADER},,`,
  ])("in the same order is no row: %j", async (again) => {
    const found = await read([...FIRST, again, `A-3,${T(3)},Hired,x`]);
    expect(found.rows).toEqual([...FIRST_ROWS, `5 A-3|${T(3)}|Hired|x`]);
    expect(found.headers).toEqual([4]);
    expect(found.warned).toEqual([]);
  });

  it("in another order is what the rows below are read by, and it is told", async () => {
    const found = await read([
      ...FIRST,
      "Reason,ID,stage,talent",
      `x,A-3,Hired,${T(3)}`,
      HEADER,
      `A-4,${T(4)},Hired,y`,
    ]);
    expect(found.rows).toEqual([...FIRST_ROWS, `5 A-3|${T(3)}|Hired|x`, `7 A-4|${T(4)}|Hired|y`]);
    expect(found.headers).toEqual([4, 6]);
    expect(found.warned).toEqual(["4 header_moved", "6 header_moved"]);
  });

  it("with a column more at its end is what the rows below are read by, too", async () => {
    const found = await read([...FIRST, `${HEADER},source`, `A-3,${T(3)},Hired,x,web`]);
    expect(found.rows).toEqual([...FIRST_ROWS, `5 A-3|${T(3)}|Hired|x`]);
  });

  it("is none where its other cells hold numbers", async () => {
    const found = await read([...FIRST, "id,talent,Offer 2,Room 7", `A-3,${T(3)},Hired,x`]);
    expect(found.rows.at(-1)).toBe(`5 A-3|${T(3)}|Hired|x`);
    expect(found.headers).toEqual([]);
  });

  it("with a column more is what the rows below are read by", async () => {
    const more = ["id,talent,source,stage,reason", `A-3,${T(3)},web,Hired,x`, `A-4,${T(4)},Hired,y`];
    const found = await read([...FIRST, ...more]);
    expect(found.rows).toEqual([...FIRST_ROWS, `5 A-3|${T(3)}|Hired|x`, "6 ragged_record"]);
    expect(found.warned).toEqual(["4 header_moved"]);
  });

  it("with a column less makes all below it invalid", async () => {
    const found = await read([...FIRST, "id,talent,reason", `A-3,${T(3)},x`, `A-4,${T(4)},y`]);
    expect(found.rows).toEqual([...FIRST_ROWS, "5 unreadable_record", "6 unreadable_record"]);
    expect(found.records[2]).toMatchObject({ failure: { reason: { id: "below_other_header", line: 4 } } });
  });

  it("with a title that stands there twice is read in its order", async () => {
    const found = await read(["id,source,source,n1", `1,a,b,${T(1)}`, "source,id,n1,source", `c,2,${T(2)},d`]);
    expect(found.rows).toEqual([`2 1|a|b|${T(1)}`, `4 2|c|d|${T(2)}`]);
  });

  it("of codes with digits is known whatever its case", async () => {
    const found = await read(["rcf3320,rcf3106", "A-1,x", "RCF3106,RCF3320", "y,A-2"]);
    expect(found.rows).toEqual(["2 A-1|x", "4 A-2|y"]);
  });

  it("that is damaged gives no row below it", async () => {
    const broken = 'id,talent,rea"son,stage';
    const found = await read([...FIRST, broken, `A-3,${T(3)},x,Hired`, HEADER, `A-4,${T(4)},Hired,"y"`]);
    expect(found.rows).toEqual([...FIRST_ROWS, "4 unreadable_record", "5 unreadable_record", `7 A-4|${T(4)}|Hired|y`]);
  });

  it("of codes that nobody knows, and damaged, leaves the rows below it alone", async () => {
    const found = await read([...FIRST, 'app_code,per"son,phase,why', `A-3,${T(3)},Hired,"x"`]);
    expect(found.rows).toEqual([...FIRST_ROWS, "4 unreadable_record", `5 A-3|${T(3)}|Hired|x`]);
    expect(found.records[2]).toMatchObject({ failure: { message: expect.stringContaining("quotation mark") } });
  });

  it("that a quotation mark has swallowed says all the same how the rows below it look", async () => {
    const first = [1, 2, 3].map((at) => `web\t"Cook"\tOffer\tA-${at}\t${T(at)}`);
    const moved = [6, 7, 8, 9, 10, 11, 12, 13].map((at) => `Cook\tA-${at}\tweb\tOffer\t${T(at)}`);
    const found = await read([
      ...["source\tjob\tstage\tid\ttalent", ...first, `web\t"Cook\tOffer\tA-4\t${T(4)}`],
      ...["job\tid\tsource\tstage\ttalent", `Cook"\tA-5\tweb\tOffer\t${T(5)}`, ...moved],
      ...[`"Cook\tA-14\tfair\tHired\t${T(14)}`, `Waiter"\tA-15\t\tScreen\t${T(15)}`],
    ]);
    expect(found.rows).toHaveLength(15);
    expect(found.rows.filter((row) => row.includes("unreadable"))).toEqual(
      [5, 7, 16, 17].map((at) => `${at} unreadable_record`),
    );
    expect(found.headers).toEqual([6]);
  });

  it("is found in the midst of many rows, wherever the blocks are cut", async () => {
    const rows = Array.from({ length: 9000 }, (_, at) => `A-${at},${T(at)},Offer,${"x".repeat(at % 60)}`);
    const moved = Array.from({ length: 9000 }, (_, at) => `B-${at},Offer,${T(at)},y`);
    const found = await read([HEADER, ...rows, "id,stage,talent,reason", ...moved]);
    expect(found.rows).toHaveLength(18_000);
    expect(found.rows[17_999]).toBe(`18002 B-8999|${T(8999)}|Offer|y`);
  });
});

describe("a line of other titles", () => {
  const CODES = "application_id,talent_id,stage_name,reject_reason";

  it("below the header is no row", async () => {
    const found = await read([HEADER, CODES, ...FIRST.slice(1)]);
    expect(found.rows).toEqual(["2 unreadable_record", `3 A-1|${T(1)}|Offer|Salary`, `4 A-2|${T(2)}|Offer|Salary`]);
    expect(found.records[0]).toMatchObject({
      failure: { message: "The line looks like column titles, not like the other rows" },
    });
  });

  it("above another table makes its records invalid, and no row of this one", async () => {
    const other = ["", "Interviewer,Room,Round,Score", "Ann,Blue,first,good", "Bob,Red,second,bad"];
    const found = await read([...FIRST, ...other, `A-3,${T(3)},Offer,x`]);
    expect(found.rows).toEqual([
      ...FIRST_ROWS,
      ...[5, 6, 7].map((line) => `${line} unreadable_record`),
      `8 A-3|${T(3)}|Offer|x`,
    ]);
  });

  it("that are partly ours makes all below it invalid, whatever they look like", async () => {
    const found = await read(
      [...FIRST, "id,talent,interviewer,room", `A-1,${T(1)},Ann,Blue`],
      ["id", "talent", "stage"],
    );
    expect(found.rows).toEqual([...FIRST_ROWS, "5 unreadable_record"]);
  });

  it.each([
    ["a row of words", `someone,${T(3)},Offer,Salary`],
    ["a row without ids", ",,Offer,Salary"],
    ["a row whose cells are words of the header", `A-3,${T(3)},stage,reason`],
  ])("is not %s", async (_name, row) => {
    const found = await read([...FIRST, row, `A-4,${T(4)},Hired,y`]);
    expect(found.rows).toEqual([...FIRST_ROWS, `4 ${row.split(",").join("|")}`, `5 A-4|${T(4)}|Hired|y`]);
  });
});
