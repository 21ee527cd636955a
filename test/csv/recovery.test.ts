import { describe, expect, it } from "vitest";
import { QUOTE_NOT_CLOSED, TEXT_AFTER_QUOTE, TOO_LONG } from "../../src/csv/records/problems.js";
import { brief, good, onlyBad, readChunked, readExport } from "./exports.js";

const MIB = 1024 * 1024;
const LONG = "some text that makes the line as long as those of a real export are give or take a word or two";

function read(text: string, width: number): string[] {
  return readChunked(Buffer.from(text), width, 1 << 20).records.map(brief);
}

describe("a record that is no CSV", () => {
  it("with a quote inside an unquoted cell is bad alone", () => {
    expect(read('1,a\n2,b"c\n3,d\n', 2)).toEqual(["1 1|a", '2 unreadable_record "2,b\\"c"', "3 3|d"]);
  });

  it("with text behind a closing quote is bad alone", () => {
    expect(read('1,"a"b\r\n2,c\r\n', 2)).toEqual(['1 unreadable_record "1,\\"a\\"b"', "2 2|c"]);
  });

  it("keeps the lines right when good cells above it span lines", () => {
    expect(read('1,"a\n\nb"\n2,c"\n3,d\n', 2)).toEqual(["1 1|a\n\nb", '4 unreadable_record "2,c\\""', "5 3|d"]);
  });

  it("reaches to the line of a bad quote deep in a cell of several lines", () => {
    const text = '1,"line one\nsaid "hello" to me",x\n2,b,c\n';
    expect(read(text, 3)).toEqual(['1 unreadable_record "1,\\"line one\\nsaid \\"hello\\" to me\\",x"', "3 2|b|c"]);
  });

  it("skips doubled quotes when it looks for the bad one", () => {
    const text = '1,"a ""b""\nc ""d"" "e"",x\n2,b,c\n';
    const { records } = readChunked(Buffer.from(text), 3, 7);
    expect(records.map((record) => record.line)).toEqual([1, 3]);
    expect(onlyBad(records)[0]?.failure).toBe(TEXT_AFTER_QUOTE);
  });

  it("may be all there is", () => {
    expect(read('a"\nb"\nc"', 1)).toHaveLength(3);
  });
});

describe("a quote that is never closed", () => {
  it("makes only its own record bad, up to the end of the file", () => {
    expect(read('1,"a\n2,b\n3,c', 2)).toEqual(['1 unreadable_record "1,\\"a"', "2 2|b", "3 3|c"]);
  });

  it("gives the rows back that it swallowed up to the next quoted cell", () => {
    expect(read('1,"a\n2,b\n3,"c"\n4,d\n', 2)).toEqual(['1 unreadable_record "1,\\"a"', "2 2|b", "3 3|c", "4 4|d"]);
  });

  it("gives back the row with the quoted cell when that is the very next one", () => {
    expect(read('1,"a\n2,"b"\n', 2)).toEqual(['1 unreadable_record "1,\\"a"', "2 2|b"]);
  });

  it("gives back rows whose quotes happened to look like its end", () => {
    expect(read('1,"a,x\n2,",",y\n3,"c",z\n', 3)).toEqual(['1 unreadable_record "1,\\"a,x"', "2 2|,|y", "3 3|c|z"]);
  });

  it("in the last line of the file is bad", () => {
    expect(read('1,a\n2,"b', 2)).toEqual(["1 1|a", '2 unreadable_record "2,\\"b"']);
  });

  it("at the top of a long file costs that row alone", () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, i) => `${i + 2},${LONG},${i % 15_000 === 14_999 ? '"quoted"' : "x"}`,
    );
    const { records } = readChunked(Buffer.from(`1,"open,x\n${rows.join("\n")}\n`), 3, 128 * 1024);
    expect(records).toHaveLength(30_001);
    expect(brief(records[0]!)).toBe('1 unreadable_record "1,\\"open,x"');
    expect(onlyBad(records)).toHaveLength(1);
    expect(records.at(-1)).toEqual(good(30_001, "30001", LONG, "quoted"));
  });

  it("costs that row alone when nothing else in the file is quoted, again and again", () => {
    const rows = Array.from({ length: 45_000 }, (_, i) => `${i + 1},${i % 15_000 === 0 ? '"open' : "fine"},${LONG}`);
    const { records, lines } = readChunked(Buffer.from(`${rows.join("\n")}\n`), 3, 128 * 1024);
    expect(lines).toBe(45_000);
    expect(onlyBad(records).map((record) => record.line)).toEqual([1, 15_001, 30_001]);
    expect(onlyBad(records).every((record) => record.failure === QUOTE_NOT_CLOSED)).toBe(true);
    expect(records.map((record) => record.line)).toEqual(rows.map((_, i) => i + 1));
  });
});

describe("where the blocks are cut", () => {
  const rows = Array.from({ length: 15_000 }, (_, i) => `${i},"ab","${LONG}"`);
  const plain = Array.from({ length: 15_000 }, (_, i) => `${i},ab,${LONG}`);
  const texts = {
    "a quote left open 1.5 MiB before the next quote": ['0,"open,x', ...plain, ...rows, '1,"open'],
    "a quote left open in a cell below a cell of lines": [
      '0,"a\nb","open',
      ...plain,
      '0,a"b,x',
      ...plain.slice(0, 9),
      ...rows,
    ],
    "a good cell of 1.5 MiB": [`0,"${plain.join("\n")}",x`, ...rows.slice(0, 9)],
    "a bad quote behind 1.5 MiB of one line": [`0,x,"${"y".repeat(1.5 * MIB)}"z`, ...rows.slice(0, 9)],
  };

  it.each(Object.entries(texts))("makes no difference: %s", (_name, lines) => {
    const bytes = Buffer.from(lines.join("\n"));
    const [whole, ...others] = [bytes.length, 60_001, 1_048_576].map((size) => readChunked(bytes, 3, size));
    for (const other of others) expect(other.records.map(brief)).toEqual(whole?.records.map(brief));
    expect(whole?.lines).toBe(lines.join("\n").split("\n").length);
  });
});

describe("a record above 1 MiB", () => {
  it.each([1000, 128 * 1024, 5 * MIB])(
    "is one bad record when it is one line, in chunks of %i bytes",
    (chunk_bytes) => {
      const text = `1,a\n2,${"b".repeat(2 * MIB)}\n3,c\n`;
      const { records, lines } = readChunked(Buffer.from(text), 2, chunk_bytes);
      expect(records.map((record) => record.line)).toEqual([1, 2, 3]);
      expect(lines).toBe(3);
      expect(onlyBad(records)[0]?.failure).toBe(TOO_LONG);
      expect(onlyBad(records)[0]?.raw).toHaveLength(64 * 1024);
    },
  );

  it("is bad when it is the file's only line and never ends", () => {
    const { records, lines } = readChunked(Buffer.from(`1,${"b,".repeat(MIB)}`), 2, 128 * 1024);
    expect(records).toHaveLength(1);
    expect(lines).toBe(1);
  });

  it("may hold exactly 1 MiB with its line break, and not a byte more", () => {
    const cell = "b".repeat(MIB - 3);
    expect(readChunked(Buffer.from(`1,${cell}\n2,c\n`), 2, 5 * MIB).records).toEqual([
      good(1, "1", cell),
      good(2, "2", "c"),
    ]);
    const longer = readChunked(Buffer.from(`1,${cell}b\n2,c\n`), 2, 100_000).records;
    expect(longer.map(brief)[1]).toBe("2 2|c");
    expect(onlyBad(longer)[0]?.failure).toBe(TOO_LONG);
  });

  it("that opens a quote in its enormous line ends with that line", () => {
    const text = `1,"${"b".repeat(2 * MIB)}\n2,c\n3,"d"\n`;
    for (const chunk_bytes of [90_000, 9 * MIB]) {
      const { records } = readChunked(Buffer.from(text), 2, chunk_bytes);
      expect(records.slice(1).map(brief)).toEqual(["2 2|c", "3 3|d"]);
    }
  });
});

describe("a record with another number of cells than the header", () => {
  it("is ragged; how many it has is the row's own detail", () => {
    const { records } = readChunked(Buffer.from("1,a\n2\n3,c,d\n"), 2, 100);
    expect(records.map(brief)).toEqual(["1 1|a", '2 ragged_record "2"', '3 ragged_record "3,c,d"']);
    const [fewer, more] = onlyBad(records);
    expect(fewer?.failure.message).toBe("Wrong number of cells: fewer than the 2 of the header");
    expect(more?.failure.message).toBe("Wrong number of cells: more than the 2 of the header");
    expect(fewer?.failure.value).toBe("1");
    expect(more?.failure.value).toBe("3");
  });

  it("keeps its text as it stands, line breaks and quotes and all", () => {
    expect(read('"1\r\n2",a,"x"\r\n3,b\r\n', 2)).toEqual(['1 ragged_record "\\"1\\r\\n2\\",a,\\"x\\""', "3 3|b"]);
  });
});

describe("bytes that are not UTF-8", () => {
  it("make their record bad and name the column, and no other record", () => {
    const text = Buffer.concat([Buffer.from("1,好\n2,"), Buffer.from([0xd7, 0xff]), Buffer.from(",\n3,�\n")]);
    const { records } = readChunked(text, 2, 1);
    expect(records.map(brief)).toEqual(["1 1|好", '2 undecodable "2,��,"', "3 3|�"]);
    expect(onlyBad(records)[0]?.failure.column).toBe("column 2");
  });
});

it("what looks unlike a row is one again behind the first row below an unreadable record", async () => {
  const row = (at: number) => `A-${at},74123456789012${30_000 + at},x`;
  const rows = Array.from({ length: 8 }, (_, at) => row(at));
  const odd = "soon 1,later 2,y";
  const text = ["id,talent,note", ...rows, 'A-8,7412345678901238888,"a"b', row(9), odd, row(10), ""].join("\n");
  const { records } = await readExport(text);
  expect(
    records
      .slice(8)
      .map(brief)
      .map((each) => each.slice(0, 16)),
  ).toEqual(["10 unreadable_re", "11 A-9|741234567", "12 soon 1|later ", "13 A-10|74123456"]);
});

describe("lines that are no rows", () => {
  it("are counted by kind, the first 20 with their lines", () => {
    const text = `1,a\n\n , \n　\n,,,\n2,b\n${"\n".repeat(30)}`;
    const { records, not_rows, lines } = readChunked(Buffer.from(text), 2, 3);
    expect(records.map(brief)).toEqual(["1 1|a", "6 2|b"]);
    expect(not_rows.delimiter_only).toMatchObject({ count: 2, lines: [3, 5] });
    expect(not_rows.blank.count).toBe(32);
    expect(not_rows.blank.lines.slice(0, 4)).toEqual([2, 4, 7, 8]);
    expect(not_rows.blank.lines).toHaveLength(20);
    expect(lines).toBe(36);
  });
});
