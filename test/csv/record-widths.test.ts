import { describe, expect, it } from "vitest";
import { isBad } from "../../src/model/record.js";
import { readExport } from "./exports.js";

const T = (at: number): string => `74123456789012${30_000 + at * 37}`;

async function read(text: string, used?: readonly string[]) {
  const { source, records } = await readExport(text, {}, used);
  const rows = records.map((record) =>
    isBad(record) ? `${record.line} ${record.failure.kind}` : record.cells.join("|"),
  );
  const warned = source.notes.warnings().map(({ kind }) => kind);
  return { rows, warned, warnings: source.notes.warnings(), widths: source.widths };
}

describe("a delimiter that stands in a cell without quotes", () => {
  const HEADER = "talent,id,applied,title,source,note";
  const row = (at: number, title: string, note: string) =>
    `${T(at)},A-${at},2024-03-0${at} 09:30,${title},LinkedIn,${note}`;

  it("makes its record ragged, also where the last cells are blank", async () => {
    const rows = [
      row(1, "Engineer", "x"),
      row(2, "Manager, Growth", ""),
      row(3, "A, B, C", ""),
      row(4, "Designer", ""),
    ];
    const found = await read(`${HEADER}\n${rows.join("\n")}\n`);
    expect(found.rows.map((each) => each.slice(0, 15))).toEqual([
      T(1).slice(0, 15),
      "3 ragged_record",
      "4 ragged_record",
      T(4).slice(0, 15),
    ]);
  });

  it("is told where its record has lost a blank cell, and nothing but words from lists shows it", async () => {
    const pick = (words: string, at: number) => words.split(" ")[at % words.split(" ").length];
    const lists = (at: number) => [
      pick("LinkedIn Web", at),
      pick("Offer Screening Interview", at),
      pick("Far Pay", at),
    ];
    const listed = (at: number, title = pick("Engineer Designer Manager", at)) =>
      [`A-${at}`, T(at), title, ...lists(at)].join();
    const header = "id,talent,title,source,stage,reason,note";
    const rows = Array.from({ length: 40 }, (_, at) => `${listed(at)},${at % 2 === 0 ? "called" : ""}`);
    rows[20] = listed(20, "Product Manager, Growth");
    rows[25] = listed(25, "Sales,Marketing");
    rows[30] = `${listed(30).replace("Web", "LinkedIn").replace("Interview", "Web")},`;
    const { rows: read_rows, warnings } = await read(`${header}\n${rows.join("\n")}\n`);
    expect(read_rows).toHaveLength(40);
    expect(warnings).toMatchObject([{ kind: "perhaps_shifted", lines: [22, 27] }]);
  });

  it("in every record is no habit of blank cells at the end", async () => {
    const rows = [1, 2, 3, 4].map((at) => row(at, "Manager, Growth", ""));
    const found = await read(`${HEADER}\n${rows.join("\n")}\n`);
    expect(found.rows).toEqual([2, 3, 4, 5].map((line) => `${line} ragged_record`));
  });

  it("in half of the records, whose last cell is filled at times, is none either", async () => {
    const rows = [1, 2, 3, 4, 5].map((at) =>
      row(at, at > 1 ? "Müller;Hans".replace(";", ",") : "x", at === 3 ? "note" : ""),
    );
    const found = await read(`${HEADER}\n${rows.join("\n")}\n`);
    expect(found.rows.slice(1)).toEqual([3, 4, 5, 6].map((line) => `${line} ragged_record`));
  });

  it("in the only record is no habit of blank cells at the end", async () => {
    expect((await read(`${HEADER}\n${row(1, "Engineer", "")},\n`)).rows).toEqual(["2 ragged_record"]);
  });

  it("is seen by the columns beside it where blank cells at the end are left out", async () => {
    const rows = [1, 2, 3, 4, 5, 6].map((at) => `${T(at)},A-${at},,Engineer,LinkedIn${at % 2 === 0 ? "" : ",note"}`);
    const shifted = `${T(7)},A-7,2024-03-07 09:30,Manager, Growth,LinkedIn`;
    const found = await read(`${HEADER}\n${[...rows, shifted].join("\n")}\n`);
    expect(found.widths.leaves_out).toBe(true);
    expect(found.rows.slice(0, 2)).toEqual([`${T(1)}|A-1||Engineer|LinkedIn|note`, `${T(2)}|A-2||Engineer|LinkedIn|`]);
    expect(found.rows.at(-1)).toBe("8 ragged_record");
    // The others end in texts.
    expect(found.warnings).toMatchObject([{ kind: "uneven_records", count: 6, lines: [2, 3, 4, 5, 6, 7] }]);
  });

  describe("where others lack cells", () => {
    const others = [1, 2, 3].flatMap((at) => [`A-${at},${T(at)},a, b,2024-03-0${at} 09:30`, `A-${at}0,${T(at + 9)},c`]);
    const whole = [4, 5, 6, 7].map((at) => `A-${at},${T(at)},c,2024-03-0${at} 09:30,x`);
    const told = async (record: string) => {
      const found = await read(`id,talent,note,day,end\n${[...others, ...whole, record].join("\n")}\n`);
      return found.warnings.filter(({ lines }) => lines.includes(12)).map(({ kind }) => kind);
    };

    it.each([
      ["texts behind the last id", `A-9,${T(9)},c,EMEA,y`],
      ["an id with texts behind it, of which one is blank", `A-9,${T(9)},c,,y`],
      ["a text that holds a delimiter", `A-9,${T(9)},"c,EMEA",,`],
      ["one delimiter too many, and another in a quoted cell", `A-9,c,"EMEA,${T(9)}",2024-03-09 09:30,x`],
    ])("is told of a record in which nothing shows that there is none: %s", async (_name, record) => {
      expect(await told(record)).toEqual(["uneven_records"]);
    });

    it.each([
      ["a date in its column", `A-9,${T(9)},c,2024-03-09 09:30,y`],
      ["a single text behind the last id", `A-9,${T(9)},c,,`],
      ["no text at all", `A-9,${T(9)},,,`],
    ])("is told of no record that has %s", async (_name, record) => {
      expect(await told(record)).toEqual([]);
    });
  });
});

describe("a last record with fewer cells than the header", () => {
  const read_below = (last: string) => read(`id,talent,note,job,end\nA-1,${T(1)},c,EMEA,d\n${last}\n`);

  it("is one that lacks cells, if it is filled as a row is: then others may lack some, too", async () => {
    const found = await read_below(`A-2,${T(2)},c`);
    expect(found.rows).toEqual([`A-1|${T(1)}|c|EMEA|d`, "3 ragged_record"]);
    expect(found.warnings).toMatchObject([{ kind: "uneven_records", lines: [2] }]);
  });

  it("is one in a table so narrow that a total has as many cells, if it looks like a row", async () => {
    const found = await read(
      `id,talent,note,stage\nA-1,${T(1)},wait for,EMEA\nA-2,${T(2)},called,Hired\nA-3,${T(3)}\n`,
    );
    expect(found.rows.at(-1)).toBe("4 ragged_record");
    expect(found.warnings).toMatchObject([{ kind: "uneven_records", lines: [2, 3] }]);
  });

  it("is one where another of its kind stands further up", async () => {
    const text = `id,talent,note,job,end\nA-1,${T(1)},c,EMEA,d\nTotal,1\nA-2,${T(2)},c,EMEA,d\nTotal,2\n`;
    expect((await read(text)).warnings).toMatchObject([{ kind: "uneven_records", lines: [2, 4] }]);
  });

  it("is the end of a report, if it is not", async () => {
    expect((await read_below("Total,1")).warnings).toEqual([]);
  });
});

describe("a table of so few records that none shows how careless it is", () => {
  const row = (at: number, day: string, note: string) => `A-${at},${T(at)},Referral,${note},${day}`;
  const told = async (...rows: readonly string[]) => {
    const { rows: read_rows, warnings } = await read(`id,talent,source,job,applied\n${rows.join("\n")}\n`);
    expect(read_rows).toHaveLength(rows.length);
    return warnings.map(({ kind, lines }) => `${kind} ${lines.join()}`);
  };
  const DAY = "2024-03-05 09:30";

  it("is told where quotation marks are out of place: then its cells are in no quotes, either", async () => {
    expect(await told(row(1, DAY, '"Cook'), row(2, 'EMEA"', "Engineer"))).toEqual(["uneven_records 2,3"]);
    expect(await told(row(1, 'EMEA"', "Engineer"))).toEqual(["uneven_records 2"]);
    expect(await told(row(1, DAY, '"Cook"x'), row(2, "EMEA", "Engineer"))).toEqual(["uneven_records 3"]);
  });

  it("is told where a text stands in a column of codes, behind a text that it may belong to", async () => {
    const others = [row(1, DAY, "Cook"), row(2, DAY, "Designer")];
    expect(await told(...others, row(3, "EMEA", "Engineer"))).toEqual(["perhaps_shifted 4"]);
  });

  it.each([
    ["one record", [row(1, DAY, "Cook")]],
    ["one record of texts", [row(1, "soon", "Cook")]],
    ["two records", [row(1, DAY, "Cook"), row(2, "EMEA", "Engineer")]],
    ["delimiters in quotes", [row(1, DAY, '"Cook, Chef"'), row(2, DAY, "Cook"), row(3, "EMEA", "Engineer")]],
    ["a sign for nothing", [row(1, DAY, "Cook"), row(2, DAY, "Cook"), row(3, "-", "Engineer")]],
    ["a word behind a blank cell", [row(1, DAY, "Cook"), row(2, DAY, "Cook"), row(3, "EMEA", "")]],
    [
      "one odd word among a dozen",
      Array.from({ length: 12 }, (_, at) => row(at + 1, at === 11 ? "EMEA" : DAY, "Cook")),
    ],
    ["the same word again", [1, 2, 3, 4, 5, 6].map((at) => row(at, at > 4 ? "N/A" : DAY, "Cook"))],
    ["blank cells at the end", [row(1, DAY, "Cook"), row(2, DAY, "Cook"), row(3, "EMEA", "Engineer"), row(4, "", "x")]],
    [
      "marks out of place, and enough to compare",
      [1, 2, 3, 4].map((at) => row(at, "soon", at > 2 ? 'a 5" pipe' : "Cook")),
    ],
    ["an inch, and codes in their columns", [row(1, DAY, 'pipe 5"'), row(2, DAY, "")]],
  ])("is believed where it has %s", async (_name, rows) => {
    expect(await told(...rows)).toEqual([]);
  });
});

describe("a quotation mark that takes one delimiter in where another stands without quotes", () => {
  it("is told where the record has fewer blank cells behind the last title than others", async () => {
    const rows = [1, 2, 3, 4, 5].map((at) => `A-${at},${T(at)},c,d,e,`);
    const found = await read(`id,talent,note,job,end\n${rows.join("\n")}\nA-6,${T(6)},"x,y",d,\n`);
    expect(found.warnings).toMatchObject([{ kind: "uneven_records", lines: [7] }]);
  });

  it("is none where a single record has more cells than the header", async () => {
    const rows = Array.from({ length: 20 }, (_, at) => `A-${at},${T(at)},"c, d",e,f`);
    const found = await read(`id,talent,note,job,end\n${rows.join("\n")}\nA-99,${T(99)},c,d,e,f\n`);
    expect(found.warnings).toEqual([]);
  });
});

describe("records that have more cells than the header again and again", () => {
  const longer = [1, 2, 3].map((at) => `A-${at},${T(at)},c, EMEA,d,e`);
  const told = async (count: number) => {
    const whole = Array.from({ length: count }, (_, at) => `A-${at + 4},${T(at + 4)},called,EMEA,x`);
    const { warnings } = await read(`id,talent,note,job,end\n${[...longer, ...whole].join("\n")}\n`);
    return warnings.map(({ kind, count: records }) => `${records} ${kind}`);
  };

  it("say nothing of a few others, which may have one delimiter too much, and one too few at the end", async () => {
    expect(await told(6)).toEqual(["6 uneven_records"]);
  });

  it("say by many others that none is left out", async () => {
    expect(await told(31)).toEqual([]);
  });
});

describe("quotation marks out of place", () => {
  it("do not hide that a record has more cells than the header, and another is shifted", async () => {
    const row = (at: number) => `A-${at}|${T(at)}|called|Designer|Offer|2024-03-0${at} 09:30|Referral|x`;
    const shifted = `A-8|${T(8)}||Designer| EMEA|Hired|2024-03-08 09:30|Website`;
    const open = row(2).replace("|x", '|"x| EMEA');
    const rows = [row(1), open, ...[3, 4, 5, 6, 7].map(row), shifted];
    const found = await read(`id|talent|note|job|stage|applied|source|end\n${rows.join("\n")}\n`);
    expect(found.widths.longer).toBe(1);
    expect(found.rows.filter((each) => each.includes("_record"))).toEqual(["3 unreadable_record", "9 ragged_record"]);
  });

  it("are no habit of Excel's, whatever they hide", async () => {
    const row = (at: number) => `A-${at},${T(at)},${at % 6 === 0 ? '"two years' : "called"},Website`;
    const rows = Array.from({ length: 36 }, (_, at) => (at === 30 ? `A-30,${T(30)},` : row(at)));
    const found = await read(`id,talent,note,source\n${rows.join("\n")}\n`);
    expect(found.widths).toMatchObject({ leaves_out: false, shorter: 1, are_uncertain: true });
  });
});

describe("blank cells behind the last title", () => {
  it("are none where most records have so many, and nothing else is", async () => {
    const found = await read("id,n\n1,a,,\n2,b,,\n3,c\n4,d,,\n5,e,\n6,f,,\n");
    expect(found.rows).toEqual(["1|a", "2|b", "3|c", "4|d", "6 ragged_record", "6|f"]);
    expect(found.widths.surplus).toBe(2);
  });

  it("are something where only some records have them", async () => {
    const found = await read("id,n\n1,a\n2,b,\n3,c\n4,d,,\n");
    expect(found.rows).toEqual(["1|a", "3 ragged_record", "3|c", "5 ragged_record"]);
  });

  it("make a record that lacks one of its cells no row", async () => {
    const found = await read(`id,talent,n\n1,${T(1)},a,\n2,${T(2)},b,\n3,c,\n4,${T(4)},d,\n5,${T(5)},e\n`);
    expect(found.rows).toEqual([`1|${T(1)}|a`, `2|${T(2)}|b`, "4 ragged_record", `4|${T(4)}|d`, `5|${T(5)}|e`]);
  });
});

describe("blank cells at the end that are left out", () => {
  const row = (at: number, ...more: string[]) => [`A-${at}`, T(at), "Engineer", ...more].join(";");
  const HEADER = "id;talent;title;reason;note";

  /** As Excel does: sixteen rows at a time, as wide as the widest of them, the header being the first. */
  function byExcel(rows: number, filled: (block: number) => number): string[] {
    return Array.from({ length: rows }, (_, at) => {
      const block = Math.floor((at + 1) / 16);
      const width = block === 0 ? 5 : filled(block);
      const cells = ["Salary", at % 16 === 15 ? "called" : ""].slice(0, width - 3);
      return width === 3 ? row(at) : row(at, ...cells);
    });
  }

  it("are read where Excel has done so in its blocks of sixteen rows", async () => {
    const rows = byExcel(60, (block) => [5, 4, 3, 5][block] ?? 4);
    const found = await read([HEADER, ...rows, ""].join("\r\n"));
    expect(found.widths).toMatchObject({ leaves_out: true, shorter: 32, are_uncertain: false });
    expect(found.rows).toHaveLength(60);
    expect(found.rows[20]).toBe(`A-20|${T(20)}|Engineer|Salary|`);
    expect(found.rows[40]).toBe(`A-40|${T(40)}|Engineer||`);
    expect(found.warned).toEqual([]);
  });

  it("are read below a preamble, whose lines are rows of the sheet", async () => {
    const rows = byExcel(40, () => 4);
    const above = ["report;;;;", ";;;;", "2024-05-01;;;;"];
    const text = [...above, HEADER, ...rows.slice(0, 12), ...rows.slice(15), ""].join("\n");
    const found = await read(text, ["id", "talent"]);
    expect(found.widths).toMatchObject({ leaves_out: true, are_uncertain: false });
    expect(found.rows.filter((each) => each.includes("ragged"))).toEqual([]);
  });

  it("are not read where lines above the header make the blocks others", async () => {
    const rows = byExcel(40, () => 4);
    const found = await read(["report;;;;", HEADER, ...rows, ""].join("\r\n"), ["id", "talent"]);
    expect(found.widths.leaves_out).toBe(false);
    expect(found.rows.some((each) => each.includes("ragged_record"))).toBe(true);
  });

  it("are read where no record at all ends in a blank one", async () => {
    const rows = [row(1), row(2, "", "called"), row(3, "Salary"), row(4), row(5, "Salary", "x")];
    const found = await read(`${HEADER}\n${rows.join("\n")}\n`);
    expect(found.rows).toEqual([
      `A-1|${T(1)}|Engineer||`,
      `A-2|${T(2)}|Engineer||called`,
      `A-3|${T(3)}|Engineer|Salary|`,
      `A-4|${T(4)}|Engineer||`,
      `A-5|${T(5)}|Engineer|Salary|x`,
    ]);
  });

  it.each([
    ["one record alone does so", [row(1, "", ""), row(2, "Salary", ""), row(3), row(4, "", "x")], ["4 ragged_record"]],
    ["blank cells are left out anywhere", [row(1), row(2, "called"), row(3, "Salary"), row(4, "a", "b")], 3],
    ["one record has too many", [row(1), row(2, "", "x"), row(3), row(4), row(5, "a", "b", "c")], 4],
  ])("are missed where %s", async (_name, rows, expected) => {
    const { rows: found } = await read(`${HEADER}\n${rows.join("\n")}\n`);
    const ragged = found.filter((each) => each.includes("ragged_record"));
    expect(typeof expected === "number" ? ragged.length : ragged).toEqual(expected);
  });

  it("are missed in a record that would be no row with them", async () => {
    const rows = [row(1), row(2, "", "x"), row(3), row(4), `A-5;Engineer;Salary`, `"A-6;${T(6)};Engineer";Salary`];
    const { rows: found } = await read(`${HEADER}\n${rows.join("\n")}\n`);
    expect(found.slice(4)).toEqual(["6 ragged_record", "7 ragged_record"]);
  });
});
