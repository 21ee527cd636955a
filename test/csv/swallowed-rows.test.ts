import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openExport } from "../../src/csv/export/open-export.js";
import { ColumnShapes } from "../../src/csv/records/column-shapes.js";
import type { CsvFormat } from "../../src/csv/records/parse.js";
import { type RowLook, rowsInside } from "../../src/csv/records/swallowed-rows.js";
import { isBad } from "../../src/model/record.js";
import { exportFile, readExport, stopOf } from "./exports.js";

const T = (at: number): string => `74123456789012${30_000 + at * 37}`;

/** `line id`, or `line kind` of a bad record; and the lines that a warning names. */
async function read(content: string | Uint8Array) {
  const { source, records } = await readExport(content);
  const rows = records.map((record) => `${record.line} ${isBad(record) ? record.failure.kind : record.cells[0]}`);
  const warned = source.notes.warnings().flatMap(({ kind, lines }) => lines.map((line) => `${line} ${kind}`));
  return { rows, warned, records, spanning: source.notes.spanning };
}

/** A table of six rows, the notes of the third and the fifth being what is given; `after`: quoted cells elsewhere. */
function table(by: string, third: string, fifth: string, { quotes = false, line_end = "\n" } = {}): string {
  const note = (at: number) => (at === 3 ? third : at === 5 ? fifth : quotes ? '"called, twice"' : "called");
  const rows = [1, 2, 3, 4, 5, 6].map((at) => [`A-${at}`, T(at), note(at), "Offer"].join(by));
  return [["Application ID", "Talent ID", "Note", "Stage"].join(by), ...rows, ""].join(line_end);
}

describe("rows that a stray quotation mark swallows", () => {
  const all = ["2 A-1", "3 A-2", "4 unreadable_record", "5 A-4", "6 unreadable_record", "7 A-6"];

  it.each([
    ["commas", ",", "\n"],
    ["semicolons", ";", "\r\n"],
    ["tabs", "\t", "\n"],
    ["bars", "|", "\r\n"],
    ["CR alone", ",", "\r"],
  ])("are given back where the export also quotes: %s", async (_name, by, line_end) => {
    const text = table(by, '"strong but', 'is 5 ft 10"', { quotes: true, line_end });
    expect((await read(text)).rows).toEqual(all);
    expect((await read(gzipSync(text))).rows).toEqual(all);
  });

  it("are all right in a small export that quotes nothing at all", async () => {
    const { rows, records } = await read(table("\t", '"strong but', 'is 5 ft 10"'));
    expect(rows).toEqual([1, 2, 3, 4, 5, 6].map((at) => `${at + 1} A-${at}`));
    expect(records[2]).toMatchObject({ cells: ["A-3", T(3), '"strong but', "Offer"] });
  });

  it("are given back where it is the very next one, and the last column", async () => {
    const rows = [`A-1,${T(1)},"x, y"`, `A-2,${T(2)},"strong`, `A-3,${T(3)},weak"`, `A-4,${T(4)},z`];
    const found = await read(`id,talent,note\n${rows.join("\n")}\n`);
    expect(found.rows).toEqual(["2 A-1", "3 unreadable_record", "4 unreadable_record", "5 A-4"]);
  });

  it("are given back in tables of two and of three columns", async () => {
    const two = 'old,new\n"K, 1",5\nK-1002,"6\nK-1003,7\nK-1004,8"\nK-1005,9\n';
    expect((await read(two)).rows).toEqual([
      "2 K, 1",
      "3 unreadable_record",
      "4 K-1003",
      "5 unreadable_record",
      "6 K-1005",
    ]);
    const three = `note,id,talent\n"a, b",A-1,${T(1)}\n"open,A-2,${T(2)}\nshut",A-3,${T(3)}\nc,A-4,${T(4)}\n`;
    expect((await read(three)).rows).toEqual(["2 a, b", "3 unreadable_record", "4 unreadable_record", "5 c"]);
  });

  it("are given back where everything is quoted and a quotation mark is missing", async () => {
    const rows = [1, 2, 3, 4].map((at) => `"A-${at}","${T(at)}","note","Offer"`);
    const text = `"id","talent","note","stage"\n${rows.join("\n")}\n`;
    const broken = text.replace(/Offer"\n"A-3"/, 'Offer\nA-3"');
    expect((await read(broken)).rows).toEqual(["2 A-1", "3 unreadable_record", "4 unreadable_record", "5 A-4"]);
  });

  it("are given back where they have delimiters unquoted, or are quoted as a whole", async () => {
    const with_more = table(",", '"strong', 'one, two, or 5"', { quotes: true }).replace("A-4", "A-4");
    expect((await read(with_more)).rows).toEqual([...all.slice(0, 4), "6 unreadable_record", "7 A-6"]);
    const whole = table(",", '"strong', "weak", { quotes: true }).replace(/^A-4.*$/m, `"A-4,${T(4)},called,Offer"`);
    expect((await read(whole)).rows).toEqual([
      "2 A-1",
      "3 A-2",
      "4 unreadable_record",
      "5 ragged_record",
      "6 A-5",
      "7 A-6",
    ]);
  });

  it("are given back in the thousands, wherever the blocks are cut", async () => {
    const note = (at: number) => (at % 10 === 3 ? '"open' : at % 10 === 7 ? 'shut"' : "called");
    const rows = Array.from({ length: 20_000 }, (_, at) => `A-${at},${T(at)},${note(at)},"a, b"`);
    const plain = rows.map((row, at) => (at < 2000 || at % 10 !== 5 ? row : row.replace('"a, b"', "c")));
    const { rows: found } = await read(`id,talent,note,stage\n${plain.join("\n")}\n`);
    expect(found).toHaveLength(20_000);
    expect(found.filter((row) => row.endsWith("_record")).length).toBe(4000);
  });

  it("below a cell of lines cost no more than the lines of the cell that swallows", async () => {
    const rows = [`A-1,${T(1)},"x, y",z`, `A-2,${T(2)},"12 Main St\nSpringfield","open`, `A-3,${T(3)},x,shut"`];
    const text = `id,talent,where,note\n${rows.join("\n")}\n`;
    expect((await read(text)).rows).toEqual(["2 A-1", "3 unreadable_record", "5 unreadable_record"]);
  });

  it("stop the export where the header swallows them", async () => {
    const text = `id,"talent,note\nA-1,${T(1)},x\nA-2,${T(2)}",y\nA-3,${T(3)},"z"\n`;
    const stop = await stopOf(openExport(exportFile(text), {}));
    expect(stop).toMatchObject({ exit: 2, kind: "unreadable_header" });
  });

  it("do not hide a header, below which other columns stand", async () => {
    const above = [`A-1,${T(1)},"x, y",Offer`, `A-2,${T(2)},"open,Offer`];
    const below = ["id,talent,stage,note", `A-3,${T(3)},Offer,shut"`, `A-4,${T(4)},Hired,z`];
    const text = `id,talent,note,stage\n${[...above, ...below].join("\n")}\n`;
    const { records } = await read(text);
    expect(records.at(-1)).toMatchObject({ line: 6, cells: ["A-4", T(4), "z", "Hired"] });
  });
});

describe("lines below a record whose quotation marks are out of place", () => {
  const row = (at: number, job: string) => `"A-${at}","${job}"`;
  const rows = [1, 2, 3, 4, 5].map((at) => row(at, "Designer"));
  const textOf = (...lines: readonly string[]) => ["id,job", ...rows, ...lines, row(9, "Cook"), ""].join("\n");

  it("are no rows where they look like none: text of a cell may have as many delimiters", async () => {
    const found = await read(textOf('"A-6",""Designer', "is 5 ft 10, wait for", "twice, he said", 'bye"'));
    expect(found.rows.slice(5)).toEqual([...[7, 8, 9, 10].map((line) => `${line} unreadable_record`), "11 A-9"]);
    expect(found.warned).toEqual([]);
  });

  it("are no rows either where a mark is missing behind a word, or stands in the midst of a cell", async () => {
    for (const open of ['"A-6","the "best', '"A-6","see "no" or', '"A-6",Designer "x']) {
      const found = await read(textOf(open, "called, twice", 'and, so on"'));
      expect(found.rows.slice(5), open).toEqual([...[7, 8, 9].map((line) => `${line} unreadable_record`), "10 A-9"]);
    }
  });

  it("are told where nobody can say", async () => {
    const found = await read(
      'id,job,note\na,Cook,"x"y\nb,Cook,""open\nsome, more, text\nc,Cook,z\nd"\ne,Cook,z\nf,Cook,z\n',
    );
    expect(found.warned).toContain("4 perhaps_text");
    expect(found.warned).not.toContain("7 perhaps_text");
    expect(found.rows.at(-1)).toBe("8 f");
  });

  it("are rows again only below one that looks like a row for certain", async () => {
    const text = textOf('"A-6",""Designer', "x-7, so far", "is 5 ft 10, wait for");
    const found = await read(text);
    expect(found.rows.slice(5)).toEqual(["7 unreadable_record", "8 x-7", "9 unreadable_record", "10 A-9"]);
    expect(found.warned).toEqual(["8 perhaps_text"]);
  });

  it("are rows where they look like some, in whatever number", async () => {
    const found = await read(textOf('"A-6",""Designer', ...[7, 8].map((at) => row(at, "x"))));
    expect(found.rows.slice(5)).toEqual(["7 unreadable_record", "8 A-7", "9 A-8", "10 A-9"]);
  });

  it("are found wherever the blocks are cut", async () => {
    const before = Array.from({ length: 6000 }, (_, at) => row(at + 10, "Designer of things that are so long"));
    // So many that the block with the record has ended before the text goes on.
    const blank = "\n".repeat(299_999);
    const found = await read(textOf(...before, '"A-6",""Designer', blank, "is 5 ft 10, wait for", ...before));
    expect(found.rows.filter((each) => each.includes("unreadable"))).toEqual(
      [6007, 306_008].map((at) => `${at} unreadable_record`),
    );
  });
});

describe("lines inside of a record", () => {
  const format: CsvFormat = { delimiter: ",", quote: '"', line_break: "\n" };
  const shapes = ColumnShapes.of(
    [1, 2, 3, 4].map((at) => [`A-${at}`, T(at), "called"]),
    3,
  );
  const inside = (cells: readonly string[], more: Partial<RowLook> = {}) =>
    rowsInside(cells, "\n", { format, width: 3, shapes, may_be_short: false, ...more }).inside;

  it("are rows by the last one alone, whose beginning is all there is of the first", () => {
    const cells = ["A-1", `open\nA-2,${T(2)},shut`];
    expect(inside(cells, { may_be_short: true }), "the file leaves cells out").toBe("rows");
    expect(inside(cells), "no other record is short").toBe("perhaps_rows");
    expect(inside(["A-1", "open\nand,so,on"], { may_be_short: true })).toBe("text");
  });

  it("are rows where the last one is a header once more", () => {
    const cells = ["A-1", "open\nid,talent,note"];
    const isHeader = ([first]: readonly string[]) => first === "id";
    expect(inside(cells, { may_be_short: true, isHeader })).toBe("rows");
    expect(inside(cells, { may_be_short: true })).toBe("text");
  });

  it("are text where the last one looks like no row, however the first begins", () => {
    expect(inside(["A-1", T(1), "see\nno,thing,more"])).toBe("text");
  });
});

describe("a cell of many lines", () => {
  const texts = {
    "an address": "12 Main St, Apt 4\nSpringfield, IL, 62701\nUSA",
    "a mail": "Dear Ann,\nthanks, we spoke, and yes, it works.\n\nBest, Bob",
    "a list of skills with as many commas": "Skills:\nJava, Python, Go, SQL\nbye",
    "a table that somebody pasted": "Date,Round,Score\n2024-01-05,1,4\n2024-01-09,2,5",
    "a table as wide as the export": "Date,Round,By,Score\n2024-01-05,1,Ann,4\n2024-01-09,2,Bob,5",
    JSON: '{\n  ""id"": ""A-7"",\n  ""list"": [1, 2, 3]\n}',
    "a log": "2024-01-05, 10:00, Ann, called\n2024-01-06, 11:00, Bob, wrote",
    "delimiters alone": "a\n,,,\nb",
    "one row of the export's, in the midst": `see\nA-9,${T(9)},x,Offer\nthanks`,
  };

  it.each(Object.entries(texts))("is one cell: %s", async (_name, text) => {
    for (const columns of ["note,stage", "stage,note"]) {
      const cells = columns.startsWith("note") ? [`"${text}"`, "Offer"] : ["Offer", `"${text}"`];
      const rows = [1, 2, 3, 4].map((at) => `A-${at},${T(at)},${at === 2 ? cells.join(",") : "x,Offer"}`);
      const found = await read(`id,talent,${columns}\n${rows.join("\n")}\n`);
      expect(found.rows.map((row) => row.split(" ")[1])).toEqual(["A-1", "A-2", "A-3", "A-4"]);
      const lines = text.split("\n").length;
      expect(found.spanning).toEqual({ count: 1, longest: { line: 3, lines } });
    }
  });

  it("is one in every row", async () => {
    const rows = [1, 2, 3, 4, 5].map((at) => `A-${at},"line ${at}, one\nline, two",${T(at)}`);
    const found = await read(`id,note,talent\n${rows.join("\n")}\n`);
    expect(found.rows).toHaveLength(5);
    expect(found.warned).toEqual([]);
    expect(found.spanning).toEqual({ count: 5, longest: { line: 2, lines: 2 } });
  });

  it("is certain where its lines end otherwise than the records, as in a spreadsheet", async () => {
    const text = `id,talent,note\r\nA-1,${T(1)},"copy of\nA-9,${T(9)},x"\r\nA-2,${T(2)},y\r\n`;
    const found = await read(text);
    expect(found.rows).toEqual(["2 A-1", "4 A-2"]);
    expect(found.warned).toEqual([]);
  });

  it("that holds quotation marks doubled around words is believed, and told, whatever its lines are", async () => {
    const text = `id,talent,note\nA-1,${T(1)},"he said ""no"" to\nA-9,${T(9)},x"\nA-2,${T(2)},y\n`;
    const found = await read(text);
    expect(found.rows).toEqual(["2 A-1", "4 A-2"]);
    expect(found.warned).toEqual(["2 perhaps_rows"]);
  });

  it("that holds what looks like rows, and cannot have swallowed them, is told", async () => {
    const text = `id,note,talent\nA-1,"copy of\nA-9,x,${T(9)}\nthanks",${T(1)}\nA-2,y,${T(2)}\n`;
    const found = await read(text);
    expect(found.rows).toEqual(["2 A-1", "5 A-2"]);
    expect(found.warned).toEqual(["2 perhaps_rows"]);
  });

  it("in a title is a title", async () => {
    const { names } = await readExport('id,"Name\nfirst",note\nA-1,b,c\nA-2,d,e\n');
    expect(names).toEqual(["id", "Name\nfirst", "note"]);
  });
});
