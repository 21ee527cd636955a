import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openExport } from "../../src/csv/export/open-export.js";
import type { Dialect } from "../../src/csv/file/dialect.js";
import { toUtf8 } from "../../src/csv/file/source.js";
import { cannotRead, noRows } from "../../src/csv/file/stops.js";
import { isBad } from "../../src/model/record.js";
import { brief, exportFile, good, readExport, someFolder, stopOf } from "./exports.js";

describe("an export", () => {
  it("is read below its header, which is a line too", async () => {
    const { source, records, names } = await readExport("id,name\n1,a\n\n2,b\n");
    expect(names).toEqual(["id", "name"]);
    expect(source.header.line).toBe(1);
    expect(records).toEqual([good(2, "1", "a"), good(4, "2", "b")]);
    expect(source.records_read).toBe(2);
    expect(source.not_rows.blank).toMatchObject({ count: 1, lines: [3] });
    expect(source.dialect).toEqual({ encoding: "utf-8", delimiter: ",", quote: '"', escape: '"', header_line: 1 });
  });

  it("may be read again, and counts anew", async () => {
    const { source, records } = await readExport("id\n1\n\n2\n");
    const again = [];
    for await (const batch of source.records()) again.push(...batch);
    expect(again).toEqual(records);
    expect(source.records_read).toBe(2);
    expect(source.not_rows.blank.count).toBe(1);
  });

  it("may begin with blank lines and a byte order mark", async () => {
    const { source, records, names } = await readExport("\ufeff\n , \nid,n\n1,a\n");
    expect(names).toEqual(["id", "n"]);
    expect(source.header.line).toBe(3);
    expect(records).toEqual([good(4, "1", "a")]);
    expect(source.not_rows).toMatchObject({ blank: { lines: [1] }, delimiter_only: { lines: [2] } });
  });

  it("skips a preamble as lines, whatever they hold", async () => {
    const text = '导出时间,"2024\n说明: 5" 屏\nid,name\n1,a\n';
    const { source, records, names } = await readExport(text, { header_line: 3 });
    expect(names).toEqual(["id", "name"]);
    expect(source.not_rows.preamble).toMatchObject({ count: 2, lines: [1, 2] });
    expect(records).toEqual([good(4, "1", "a")]);
  });

  it("keeps header names as they stand", async () => {
    const { names } = await readExport('id, id ,,"a\nb",id\n1,2,3,4,5\n');
    expect(names).toEqual(["id", " id ", "", "a\nb", "id"]);
  });

  it("with a header of several lines goes on below it", async () => {
    const { source, records } = await readExport('id,"a\r\nb"\r\n1,x\r\n');
    expect(source.header.line).toBe(1);
    expect(records).toEqual([good(3, "1", "x")]);
  });

  it("may end its lines with a lone CR", async () => {
    const { records } = await readExport('id,n\r1,"a\rb"\r\r2,"c\nd"\r');
    expect(records).toEqual([good(2, "1", "a\rb"), good(5, "2", "c\nd")]);
  });

  it.each([
    ["an apostrophe as quote", { quote: "'" }, "id,n\n1,'a,''b\"'\n", "a,'b\""],
    ["no quotes at all", { quote: null }, 'id,n\n1,5" "x"\n', '5" "x"'],
    ["semicolons", { delimiter: ";" }, 'id;n\n1;"a;b,c"\n', "a;b,c"],
    ["a delimiter of two characters", { delimiter: "||" }, "id||n\n1||a|b\n", "a|b"],
  ])("may use %s", async (_name, dialect, text, cell) => {
    expect((await readExport(text, dialect)).records).toEqual([good(2, "1", cell)]);
  });

  it("without a row yields nothing, and the caller can stop", async () => {
    const { source, records } = await readExport("id,name\n\n,\n");
    expect(records).toEqual([]);
    expect(source.records_read).toBe(0);
    expect(noRows(source.path)).toMatchObject({ exit: 2, kind: "no_rows" });
  });
});

describe("an encoding", () => {
  const GB18030 = Buffer.from("d7b4ccac2c6e0d0ab8b4cad42c310d0a8130813022ff2c320d0a", "hex");

  it("gb18030 is decoded, and a broken byte is its own record's trouble", async () => {
    const { names, records } = await readExport(GB18030, { encoding: "GB18030", quote: '"' });
    expect(names).toEqual(["状态", "n"]);
    expect(records[0]).toEqual(good(2, "复试", "1"));
    expect(records[1]).toMatchObject({ line: 3, failure: { kind: "unreadable_record" } });
    const broken = Buffer.concat([GB18030.subarray(0, 16), Buffer.from("b8ff2c320d0ab8b4cad42c330d0a", "hex")]);
    const mended = await readExport(broken, { encoding: "gb18030" });
    expect(mended.records.map(brief)).toEqual(["2 复试|1", '3 undecodable "�,2"', "4 复试|3"]);
    expect(mended.records[1]).toMatchObject({ failure: { column: "状态" } });
  });

  it.each(["utf-16le", "utf-16be"])("%s is decoded, with its byte order mark", async (encoding) => {
    const bytes = Buffer.from('\ufeffid\tn\r\n1\t"好\n😀"\r\n2\tb\r\n', "utf16le");
    if (encoding === "utf-16be") bytes.swap16();
    const { records, names } = await readExport(bytes, { encoding, delimiter: "\t" });
    expect(names).toEqual(["id", "n"]);
    expect(records).toEqual([good(2, "1", "好\n😀"), good(4, "2", "b")]);
  });

  it("windows-1252 and big5 are decoded", async () => {
    const swedish = Buffer.from("id,Orsak till avslag\n1,Ansökningskälla\n", "latin1");
    expect((await readExport(swedish, { encoding: "windows-1252" })).records).toEqual([
      good(2, "1", "Ansökningskälla"),
    ]);
    const chinese = Buffer.concat([Buffer.from("id,n\n1,"), Buffer.from([0xa4, 0xa4, 0xa4, 0xe5]), Buffer.from("\n")]);
    expect((await readExport(chinese, { encoding: "big5" })).records).toEqual([good(2, "1", "中文")]);
  });

  it.each([
    ["utf-8", Buffer.from("\ufeff状😀")],
    ["utf-16le", Buffer.from("\ufeff状😀", "utf16le")],
    ["gb18030", Buffer.from("84319533d7b49439fc36", "hex")],
  ])("%s survives being cut inside of characters and of the byte order mark", async (encoding, bytes) => {
    async function* byteByByte() {
      for (const byte of bytes) yield Buffer.of(byte);
    }
    const decoded: Buffer[] = [];
    for await (const chunk of toUtf8(byteByByte(), encoding)) decoded.push(chunk);
    expect(Buffer.concat(decoded).toString()).toBe("状😀");
  });

  it("of fewer bytes than a byte order mark has is read", async () => {
    expect((await readExport("a")).names).toEqual(["a"]);
  });
});

describe("a delimiter that the first line names", () => {
  it.each([
    ["names the wrong one", "sep=,\nid;n\n1;a, b\n2;c\n", ";", ["1", "a, b"]],
    ["is right, and cells hold others", "sep=;\nid;n\n1;a, b\n2;c, d\n", ";", ["1", "a, b"]],
    ["is right, and the table has one column", "sep=;\nid\n1\n2\n", ";", ["1"]],
  ])("is heeded where it parts the records: %s", async (_name, text, delimiter, cells) => {
    const { source, records } = await readExport(text);
    expect(source.dialect).toMatchObject({ delimiter, header_line: 2 });
    expect(records[0]).toMatchObject({ cells });
  });
});

describe("a file of failures", () => {
  it("is read as we wrote it, whatever the mapping says of the export", async () => {
    const text = '\ufeff_row,_line,状态,"a\nb"\r\nl1:7,9,复试,x\r\n';
    const dialect = { encoding: "gb18030", delimiter: ";", quote: "'", header_line: 4 };
    const { source, records, names } = await readExport(text, dialect);
    expect(source.is_failures_file).toBe(true);
    expect(names).toEqual(["_row", "_line", "状态", "a\nb"]);
    expect(records).toEqual([good(3, "l1:7", "9", "复试", "x")]);
    expect(source.dialect).toEqual({ encoding: "utf-8", delimiter: ",", quote: '"', escape: '"', header_line: 1 });
  });

  it.each([
    ["with semicolons and CR", "_row;状态\rl1-7;复试\r", { delimiter: ";", header_line: 1 }],
    ["below a sep= line", "sep=\t\r\n状态\t_row\r\n复试\tl1-7\r\n", { delimiter: "\t", header_line: 2 }],
    ["below lines that somebody put there", "\nto mend\n_row,状态\nl1-7,复试\n", { delimiter: ",", header_line: 3 }],
  ])("is known and read by what it is now: %s", async (_, text, written) => {
    const { source, records } = await readExport(text, { encoding: "gb18030", delimiter: "|", header_line: 9 });
    expect(source).toMatchObject({ is_failures_file: true, dialect: { encoding: "utf-8", ...written } });
    expect(records.map((record) => (isBad(record) ? [] : [...record.cells].sort()))).toEqual([["l1-7", "复试"]]);
  });

  it("is read again as it was read before, where somebody knows how", async () => {
    const path = exportFile("x;y\n_row;a,b\nl1-7;1,2\n");
    const { dialect } = await openExport(path, {}, {});
    const settled = await openExport(path, { ...dialect, delimiter: ",", header_line: 2 }, { is_settled: true });
    expect(settled.header).toEqual({ names: ["_row;a", "b"], line: 2 });
  });

  it("is known by a whole cell of its titles and nothing less", async () => {
    expect((await readExport("my_row,x\n1,2\n")).source.is_failures_file).toBe(false);
    expect((await readExport("x\n_row\n")).source.is_failures_file).toBe(false);
  });
});

describe("what is no export", () => {
  it.each([
    ["an empty file", "", "empty_file", "is empty"],
    ["nothing but blank lines", "\n , \n\n", "no_header", "no header"],
    ["an XLSX", "PK\x03\x04 [Content_Types].xml", "not_a_csv", "Excel workbook (XLSX)"],
    ["a ZIP", "PK\x03\x04 candidates.csv", "not_a_csv", "ZIP archive"],
    ["an XLS", Buffer.from("d0cf11e0a1b11ae1", "hex"), "not_a_csv", "Excel workbook (XLS)"],
    ["a PDF", "%PDF-1.7\n", "not_a_csv", "a PDF"],
    ["a gzip that is cut off", gzipSync("id\n1\n").subarray(0, 20), "damaged_gzip", "gzip"],
    ["a web page", "\ufeff\n<HTML><table>", "not_a_csv", "web page"],
    ["bytes that are no text", Buffer.from("00010002ff03040a", "hex"), "not_a_csv", "binary"],
    ["a header that is no CSV", 'id,na"me\n1,"2"\n', "unreadable_header", "line 1"],
  ])("stops: %s", async (_name, content, kind, words) => {
    const path = exportFile(content);
    const stop = await stopOf(openExport(path, {}));
    expect(stop).toMatchObject({ exit: 2, kind });
    expect(stop.message).toContain(path);
    expect(stop.message).toContain(words);
    expect(stop.hint).toBeTruthy();
  });

  it.each([
    ["UTF-16", Buffer.from("\ufeffid,n\n1,2\n", "utf16le"), "utf-8", "wrong_encoding", "utf-16le"],
    ["UTF-16 without its mark", Buffer.from("id,n\n1,2\n", "utf16le"), "gb18030", "wrong_encoding", "utf-16le"],
    ["UTF-8 with its mark", "\ufeff状态,n\n1,2\n", "gb18030", "wrong_encoding", "utf-8"],
    ["a header in another encoding", Buffer.from("69642cff0a312c320a", "hex"), "utf-8", "unreadable_header", "utf-8"],
  ])("stops: %s where the mapping names another", async (_name, content, encoding, kind, words) => {
    const stop = await stopOf(openExport(exportFile(content), { encoding }));
    expect(stop).toMatchObject({ exit: 2, kind });
    expect(stop.message).toContain(words);
  });

  it("stops: no such file, a directory, a device", async () => {
    const folder = someFolder();
    expect(await stopOf(openExport(join(folder, "none.csv"), {}))).toMatchObject({ exit: 2, kind: "no_such_file" });
    expect(await stopOf(openExport(folder, {}))).toMatchObject({ exit: 2, kind: "is_directory" });
    expect(await stopOf(openExport("/dev/null", {}))).toMatchObject({ exit: 2, kind: "not_a_file" });
  });

  it("stops with exit 11: no permission", async () => {
    const path = exportFile("id\n1\n");
    chmodSync(path, 0);
    // No mode binds root.
    const is_root = process.getuid?.() === 0;
    if (is_root) process.seteuid?.("nobody");
    const stop = await stopOf(openExport(path, {})).finally(() => is_root && process.seteuid?.(0));
    expect(stop).toMatchObject({ exit: 11, kind: "not_readable" });
  });

  it("stops with exit 11 where the machine refuses", () => {
    const denied = cannotRead("a.csv", Object.assign(new Error("denied"), { code: "EACCES" }));
    expect(denied).toMatchObject({ exit: 11, kind: "not_readable" });
    expect(denied.message).toContain("a.csv");
  });

  it.each([
    [{ header_line: 9 }, "no_header", "ends at line 2, and its header should be line 9"],
    [{ header_line: 0 }, "bad_dialect", "header line 0"],
    [{ encoding: "utf-99" }, "unknown_encoding", "utf-99"],
    [{ delimiter: "" }, "bad_dialect", "delimiter"],
    [{ delimiter: '"' }, "bad_dialect", "delimiter"],
    [{ quote: '""' }, "bad_dialect", "quote"],
    [{ escape: "x" }, "bad_dialect", "escape"],
  ])("stops: a dialect like %j", async (dialect, kind, words) => {
    const stop = await stopOf(openExport(exportFile("id\n1"), dialect));
    expect(stop).toMatchObject({ exit: 2, kind });
    expect(stop.message).toContain(words);
  });

  it("stops: a header line that is blank", async () => {
    for (const text of ["a\n\nid\n1\n", "a\n\n", "a\n,,"]) {
      const stop = await stopOf(openExport(exportFile(text), { header_line: 2 }));
      expect(stop).toMatchObject({ exit: 2, kind: "no_header" });
      expect(stop.message).toContain("Line 2");
    }
  });
});

describe("csv-spectrum", () => {
  const folder = dirname(createRequire(import.meta.url).resolve("csv-spectrum"));
  const names = readdirSync(join(folder, "csvs")).map((name) => name.replace(".csv", ""));

  it.each(names.filter((name) => name !== "location_coordinates"))("%s reads as it says", async (name) => {
    expect(await objectsOf(name)).toEqual(JSON.parse(readFileSync(join(folder, "json", `${name}.json`), "utf8")));
  });

  it("location_coordinates has quotes inside unquoted cells, and reads when nothing is quoted", async () => {
    expect(await objectsOf("location_coordinates", { quote: '"' })).toEqual(["unreadable_record"]);
    const [object] = await objectsOf("location_coordinates");
    expect(object).toMatchObject({
      "Location Coordinates": "37\ufffd36'37.8\"N 121\ufffd2'17.9\"W",
      Cities: "Modesto",
    });
  });

  async function objectsOf(name: string, dialect: Dialect = {}) {
    const content = readFileSync(join(folder, "csvs", `${name}.csv`));
    const { records, names: header } = await readExport(content, dialect);
    return records.map((record) =>
      isBad(record) ? record.failure.kind : Object.fromEntries(header.map((column, i) => [column, record.cells[i]])),
    );
  }
});
