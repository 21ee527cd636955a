import { gzipSync } from "node:zlib";
import type { Dialect } from "../../src/csv/file/dialect.js";
import { encode, encodeSingle } from "./encode.js";
import { TIME_TRAPS } from "./time-traps.js";

export interface Trap {
  readonly bytes: Buffer;
  readonly dialect?: Dialect;
  /** Columns that a mapping would name. */
  readonly columns?: readonly string[];
  /** The header's titles and the records, as `line cell|cell`, or `line kind` for a bad one. */
  readonly rows?: readonly string[];
  /** What was found out. */
  readonly found?: { readonly [finding: string]: unknown };
  /** What is not certain. */
  readonly doubts?: readonly string[];
  /** What becomes of the rows where id makes the key and n a text: `line key status kind`. */
  readonly staged?: readonly string[];
  /** By column: the formats of its times, parted by bars, or the word for why there are none. */
  readonly times?: { readonly [title: string]: string };
  /** What it stops with instead. */
  readonly sentence?: RegExp;
}

const utf8 = (text: string): Buffer => Buffer.from(text);
const gbk = (text: string): Buffer => encode(text, "gb18030");
const join = (...parts: readonly Buffer[]): Buffer => Buffer.concat(parts);

const CHINESE = "申请ID,姓名,状态\r\n5310001,林一鸣,已淘汰\r\n5310002,何雨桐,已归档\r\n";
const CHINESE_ROWS = ["1 申请ID|姓名|状态", "2 5310001|林一鸣|已淘汰", "3 5310002|何雨桐|已归档"];
const TRADITIONAL = "申請ID,姓名,職位\r\n71,林一鳴,軟體工程師\r\n72,何雨桐,產品經理\r\n";
const WIDE = "申请ID\t状态\r\n1\t已淘汰\r\n2\t已归档\r\n";
const WIDE_ROWS = ["1 申请ID|状态", "2 1|已淘汰", "3 2|已归档"];

const encodings: Readonly<Record<string, Trap>> = {
  "utf8-bom": { bytes: utf8(`\ufeff${CHINESE}`), rows: CHINESE_ROWS, found: { encoding: "utf-8" } },
  "utf8-no-bom": { bytes: utf8(CHINESE), rows: CHINESE_ROWS, found: { encoding: "utf-8" } },
  "gbk-from-excel": { bytes: gbk(CHINESE), rows: CHINESE_ROWS, found: { encoding: "gb18030" } },
  "gbk-behind-utf8-bom": {
    bytes: join(utf8("\ufeff"), gbk(CHINESE)),
    rows: CHINESE_ROWS,
    found: { encoding: "gb18030" },
  },
  // D6 B0 CE BB and D7 B4 CC AC are valid UTF-8: ְλ and ״̬.
  "gbk-header-valid-utf8": {
    bytes: gbk("id,职位,状态\n1,x,y\n2,x,y\n"),
    rows: ["1 id|职位|状态", "2 1|x|y", "3 2|x|y"],
    found: { encoding: "gb18030" },
  },
  "gbk-cells-valid-utf8": {
    bytes: gbk("id,degree\n1,硕士\n2,硕士\n"),
    rows: ["1 id|degree", "2 1|硕士", "3 2|硕士"],
    found: { encoding: "gb18030" },
  },
  // One character, C5 AE, is no evidence: in UTF-8 it is Ů. The mapping's title is.
  "gbk-one-title-valid-utf8": {
    bytes: gbk("id,女\n1,x\n2,y\n"),
    columns: ["id", "女"],
    rows: ["1 id|女", "2 1|x", "3 2|y"],
    found: { encoding: "gb18030" },
  },
  "utf8-one-letter": {
    bytes: utf8("id,Ů\n1,x\n2,y\n"),
    rows: ["1 id|Ů", "2 1|x", "3 2|y"],
    found: { encoding: "utf-8" },
  },
  "gbk-four-bytes": {
    bytes: join(gbk("id,备注\n1,面试通过 "), Buffer.from("9439fc36", "hex"), gbk("\n")),
    rows: ["1 id|备注", "2 1|面试通过 😀"],
    found: { encoding: "gb18030" },
  },
  big5: {
    bytes: encode(TRADITIONAL, "big5"),
    rows: ["1 申請ID|姓名|職位", "2 71|林一鳴|軟體工程師", "3 72|何雨桐|產品經理"],
    found: { encoding: "big5" },
  },
  "windows-1252": {
    bytes: encode("Kandidat;Orsak\r\n1;Ansökan – för sent\r\n2;“Övrigt”\r\n", "windows-1252"),
    rows: ["1 Kandidat|Orsak", "2 1|Ansökan – för sent", "3 2|“Övrigt”"],
    found: { encoding: "windows-1252", delimiter: ";" },
  },
  "utf16le-tab-bom": {
    bytes: encode(`\ufeff${WIDE}`, "utf-16le"),
    rows: WIDE_ROWS,
    found: { encoding: "utf-16le", delimiter: "\t" },
  },
  "utf16be-tab-bom": { bytes: encode(`\ufeff${WIDE}`, "utf-16be"), rows: WIDE_ROWS, found: { encoding: "utf-16be" } },
  "utf16le-no-bom": { bytes: encode(WIDE, "utf-16le"), rows: WIDE_ROWS, found: { encoding: "utf-16le" } },
  "utf16be-no-bom": { bytes: encode(WIDE, "utf-16be"), rows: WIDE_ROWS, found: { encoding: "utf-16be" } },
  "shift-jis": {
    bytes: encode("id,stage\n1,書類選考\n2,面接済みです\n", "shift_jis"),
    rows: ["1 id|stage", "2 1|書類選考", "3 2|面接済みです"],
    found: { encoding: "shift_jis" },
    doubts: [],
  },
  "windows-1251": {
    bytes: encodeSingle("id,stage\n1,отказ\n2,приглашение на интервью\n", "windows-1251"),
    rows: ["1 id|stage", "2 1|отказ", "3 2|приглашение на интервью"],
    found: { encoding: "windows-1251" },
    doubts: [],
  },
  // As windows-1252 it would read Ksiêgowa, p³acowe, in¿ynier.
  "windows-1250": {
    bytes: encodeSingle("id;n\r\n1;Księgowa\r\n2;oczekiwania płacowe\r\n3;Młodszy inżynier\r\n", "windows-1250"),
    rows: ["1 id|n", "2 1|Księgowa", "3 2|oczekiwania płacowe", "4 3|Młodszy inżynier"],
    found: { encoding: "windows-1250" },
    doubts: [],
  },
  // ð, þ and ý are Turkish letters in windows-1252.
  "windows-1254": {
    bytes: encodeSingle("id;n\n1;Ayşe Yılmaz\n2;Tuğba Doğan\n3;Gökhan Işık\n4;İbrahim Kılıç\n", "windows-1254"),
    rows: ["1 id|n", "2 1|Ayşe Yılmaz", "3 2|Tuğba Doğan", "4 3|Gökhan Işık", "5 4|İbrahim Kılıç"],
    found: { encoding: "windows-1254" },
    doubts: [],
  },
  // "CSV (Macintosh)" of Excel: as windows-1252 it would read IngŽnieur rŽseau.
  macintosh: {
    bytes: encodeSingle("id;n\r1;Ingénieur réseau\r2;Présélection\r3;Forum École\r4;Hôtesse d’accueil\r", "macintosh"),
    rows: ["1 id|n", "2 1|Ingénieur réseau", "3 2|Présélection", "4 3|Forum École", "5 4|Hôtesse d’accueil"],
    found: { encoding: "macintosh" },
    doubts: [],
  },
  // "CSV (MS-DOS)": an encoding that Node does not know.
  cp850: {
    bytes: encodeSingle("id;n\r\n1;Geschäftsführer\r\n2;Straßenbau\r\n3;Bürokräfte\r\n4;Köln-Süd\r\n", "cp850"),
    rows: ["1 id|n", "2 1|Geschäftsführer", "3 2|Straßenbau", "4 3|Bürokräfte", "5 4|Köln-Süd"],
    found: { encoding: "cp850" },
    doubts: [],
  },
  "cp852-said": {
    bytes: encodeSingle("id;n\r\n1;Źródło\r\n", "cp852"),
    dialect: { encoding: "CP852" },
    rows: ["1 id|n", "2 1|Źródło"],
  },
  // As windows-1252 it reads Hélène: one word is no proof.
  "one-word-beyond-ascii": {
    bytes: encodeSingle("id;n\r\n1;Hélène\r\n2;John\r\n", "windows-1252"),
    columns: ["id", "n"],
    rows: ["1 id|n", "2 1|Hélčne", "3 2|John"],
    found: { encoding: "windows-1250" },
    doubts: ["encoding"],
  },
  // Ji\u0792 Dvo\u0787k in UTF-8, which it is by accident.
  "mac-ce-valid-utf8": {
    bytes: encodeSingle("id;n\r1;Jiří Dvořák\r2;John\r", "x-mac-ce"),
    columns: ["id", "n"],
    rows: ["1 id|n", "2 1|Jiří Dvořák", "3 2|John"],
    found: { encoding: "x-mac-ce" },
    doubts: ["encoding"],
  },
  // Greek of DOS: Μηχανικός, Λογιστής, Πωλητής, Νοσηλεύτρια, Απορρίφθηκε, Γραμματέας.
  "encoding-not-read-here": {
    bytes: join(
      utf8("id;n\r\n1;"),
      Buffer.from("8b9eae98a4a0a1e6aa208aa69aa0a9abe3aa208fe0a29eabe3aa208ca6a99ea29ce7aba8a098", "hex"),
      utf8("\r\n2;"),
      Buffer.from("80a7a6a8a8e5ad9f9ea19c2082a898a3a398abe298aa", "hex"),
      utf8("\r\n"),
    ),
    sentence: /unknown encoding: it may be cp737/,
  },
  "shift-jis-said": {
    bytes: encode("id,stage\n1,書類選考\n", "shift_jis"),
    dialect: { encoding: "shift_jis" },
    rows: ["1 id|stage", "2 1|書類選考"],
  },
  // It would read as Chinese, too: 辑幅 傈屈 钦拜.
  "euc-kr": {
    bytes: encode("id,stage\n1,서류 전형 합격\n2,면접\n", "euc-kr"),
    rows: ["1 id|stage", "2 1|서류 전형 합격", "3 2|면접"],
    found: { encoding: "euc-kr" },
    doubts: [],
  },
  "euc-kr-said": {
    bytes: encode("id,stage\n1,서류 전형\n", "euc-kr"),
    dialect: { encoding: "euc-kr" },
    rows: ["1 id|stage", "2 1|서류 전형"],
  },
  "windows-1251-said": {
    bytes: join(utf8("id,stage\n1,"), Buffer.from("eff0e8e3ebe0f8e5ede8e5", "hex"), utf8("\n")),
    dialect: { encoding: "windows-1251" },
    rows: ["1 id|stage", "2 1|приглашение"],
  },
  "mixed-gbk-in-utf8": {
    bytes: join(utf8(CHINESE), gbk("5310003,赵子涵,已归档\r\n"), utf8("5310004,沈佳,已淘汰\r\n")),
    rows: [...CHINESE_ROWS, "4 undecodable", "5 5310004|沈佳|已淘汰"],
    found: { encoding: "utf-8" },
  },
  "mixed-utf8-in-gbk": {
    bytes: join(gbk(CHINESE), utf8("5310003,赵子涵,已归档\r\n"), gbk("5310004,沈佳,已淘汰\r\n")),
    rows: [...CHINESE_ROWS, "4 undecodable", "5 5310004|沈佳|已淘汰"],
    found: { encoding: "gb18030" },
  },
  "mixed-big5-in-gbk": {
    bytes: join(gbk(CHINESE), encode("71,林一鳴,軟體工程師\r\n", "big5"), gbk("5310004,沈佳,已淘汰\r\n")),
    rows: [...CHINESE_ROWS, "4 undecodable", "5 5310004|沈佳|已淘汰"],
    found: { encoding: "gb18030" },
  },
  "mixed-gbk-in-big5": {
    bytes: join(encode(TRADITIONAL, "big5"), gbk("73,赵子涵,产品经理\r\n")),
    rows: ["1 申請ID|姓名|職位", "2 71|林一鳴|軟體工程師", "3 72|何雨桐|產品經理", "4 undecodable"],
    found: { encoding: "big5" },
  },
  "mixed-windows-1252-in-utf8": {
    bytes: join(utf8("id,n\n1,Größe\n2,Zoë\n"), encode("3,für\n", "windows-1252"), utf8("4,ok\n")),
    rows: ["1 id|n", "2 1|Größe", "3 2|Zoë", "4 undecodable", "5 4|ok"],
    found: { encoding: "utf-8" },
  },
  "mixed-utf8-in-windows-1252": {
    bytes: join(
      encode("id;n\n1;für die\n2;größer\n", "windows-1252"),
      utf8("3;für später\n"),
      encode("4;möglich\n", "windows-1252"),
    ),
    rows: ["1 id|n", "2 1|für die", "3 2|größer", "4 undecodable", "5 4|möglich"],
    found: { encoding: "windows-1252" },
  },
  // 一 is 4E 00: its zero byte stands where those of ASCII do not.
  "utf16le-no-bom-hardly-ascii": {
    bytes: encode("申请编号\t当前阶段\r\n甲一\t已淘汰已淘汰已淘汰一\r\n乙\t薪资期望不符薪资期望不符\r\n", "utf-16le"),
    rows: ["1 申请编号|当前阶段", "2 甲一|已淘汰已淘汰已淘汰一", "3 乙|薪资期望不符薪资期望不符"],
    found: { encoding: "utf-16le" },
  },
  "utf16le-cut-off": {
    bytes: join(encode(`\ufeff${WIDE}3\t已`, "utf-16le"), Buffer.from([0x41])),
    rows: [...WIDE_ROWS, "4 undecodable"],
    found: { encoding: "utf-16le" },
  },
  "utf8-mark-twice": {
    bytes: utf8(`\ufeff\ufeff${CHINESE}`),
    columns: ["申请ID"],
    rows: CHINESE_ROWS,
    found: { encoding: "utf-8", mark: "U+FEFF" },
  },
  "encoding-overruled": { bytes: gbk(CHINESE), dialect: { encoding: "gbk" }, rows: CHINESE_ROWS },
  "other-scripts": {
    bytes: utf8("id,имя,שם\n1,Иван,דוד\n2,Łukasz Żółć,やまだ\n"),
    rows: ["1 id|имя|שם", "2 1|Иван|דוד", "3 2|Łukasz Żółć|やまだ"],
    found: { encoding: "utf-8" },
  },
  "line-separator-inside-cell": {
    bytes: utf8("id,note\n1,a\u2028b\n2,c\u0085d\n"),
    rows: ["1 id|note", "2 1|a\u2028b", "3 2|c\u0085d"],
  },
  "replacement-characters-inside": { bytes: utf8("id,note\n1,a\ufffdb\n"), rows: ["1 id|note", "2 1|a\ufffdb"] },
};

const dialects: Readonly<Record<string, Trap>> = {
  semicolon: {
    bytes: utf8("id;rate\n1;1,5\n2;2,5\n"),
    rows: ["1 id|rate", "2 1|1,5", "3 2|2,5"],
    found: { delimiter: ";" },
  },
  pipe: { bytes: utf8("id|tags\n1|a,b\n2|c\n"), rows: ["1 id|tags", "2 1|a,b", "3 2|c"], found: { delimiter: "|" } },
  "pipe-byte-inside-gbk": {
    bytes: gbk("id|姓名\n1|林東\n2|李四\n"),
    rows: ["1 id|姓名", "2 1|林東", "3 2|李四"],
    found: { delimiter: "|", encoding: "gb18030" },
  },
  "sep-line": {
    bytes: utf8("sep=;\r\nid;note\r\n1;a,b\r\n"),
    rows: ["2 id|note", "3 1|a,b"],
    found: { delimiter: ";", header_line: 2 },
  },
  "sep-line-quoted": {
    bytes: utf8('\ufeff"sep=|"\nid|n\n1|a\n'),
    rows: ["2 id|n", "3 1|a"],
    found: { delimiter: "|" },
  },
  "sep-line-tab-utf16": {
    bytes: encode("\ufeffsep=\t\r\nid\tn\r\n1\ta,b\r\n", "utf-16le"),
    rows: ["2 id|n", "3 1|a,b"],
    found: { delimiter: "\t", encoding: "utf-16le" },
  },
  "sep-line-no-header": {
    bytes: utf8("sep=;\n1;2\n3;4\n"),
    rows: ["2 1|2", "3 3|4"],
    found: { header_line: 2 },
    doubts: ["header_line"],
  },
  "comma-in-every-line-of-semicolons": {
    bytes: utf8("id;Name, first;x\n1;Li, A;x\n2;Wu, B;y\n"),
    rows: ["1 id|Name, first|x", "2 1|Li, A|x", "3 2|Wu, B|y"],
    found: { delimiter: ";" },
    doubts: [],
  },
  "lone-cr": { bytes: utf8('id,n\r1,"a\nb"\r2,c\r'), rows: ["1 id|n", "2 1|a\nb", "3 2|c"] },
  crlf: { bytes: utf8('id,n\r\n1,"a\r\nb"\r\n2,c'), rows: ["1 id|n", "2 1|a\r\nb", "4 2|c"] },
  "quotes-doubled": { bytes: utf8('id,n\n1,"said ""no"", twice"\n'), rows: ["1 id|n", '2 1|said "no", twice'] },
  "spaces-around-quotes": {
    bytes: utf8('"id", "n"\n"1", "a, b"\n"2" , "said ""no"""\n'),
    rows: ["1 id|n", "2 1|a, b", '3 2|said "no"'],
  },
  "quotes-behind-backslash": {
    bytes: utf8('id,n\n1,"said \\"no\\", twice"\n2,"C:\\new\\\\"\n3,"x"\n'),
    rows: ["1 id|n", '2 1|said "no", twice', "3 2|C:\\new\\", "4 3|x"],
    found: { escape: "\\" },
  },
  "quotes-that-mean-nothing": {
    bytes: utf8('id,n\n1,5" disk\n2,"nickname" Li\n'.replace('"nickname"', 'alias "nickname"')),
    rows: ["1 id|n", '2 1|5" disk', '3 2|alias "nickname" Li'],
    found: { quote: null },
  },
  apostrophes: {
    bytes: utf8("'id','n'\n'1','a, b'\n'2','it''s'\n"),
    rows: ["1 id|n", "2 1|a, b", "3 2|it's"],
    found: { quote: "'" },
  },
  "one-unescaped-quote": {
    bytes: utf8('id,n\n1,"good"\n2,5" disk\n3,"x"\n'),
    rows: ["1 id|n", "2 1|good", "3 unreadable_record", "4 3|x"],
  },
  ragged: {
    bytes: utf8("id,n,m\n1,a,b\n2,a\n3,a,b,c\n4,a,b\n"),
    rows: ["1 id|n|m", "2 1|a|b", "3 ragged_record", "4 ragged_record", "5 4|a|b"],
  },
  "blank-and-delimiter-only": {
    bytes: utf8("\n,,\nid,n,m\n\n1,a,b\n,,\n , ,\n2,c,d\n\n"),
    rows: ["3 id|n|m", "5 1|a|b", "8 2|c|d"],
    found: { header_line: 3 },
  },
  "delimiters-behind-the-last-cell": {
    bytes: utf8("id,n\n1,a,,\n2,b,,\n3,c\n4,d,,\n5,e,\n7,h,,\n"),
    columns: ["id", "n"],
    rows: ["1 id|n", "2 1|a", "3 2|b", "4 3|c", "5 4|d", "6 ragged_record", "7 7|h"],
  },
  "ctrl-z-at-the-end": { bytes: utf8("id,n\r\n1,a\r\n\u001a"), rows: ["1 id|n", "2 1|a"] },
  "line-ends-doubled": { bytes: utf8("id,n\r\r\n1,a\r\r\n"), rows: ["1 id|n\r", "2 1|a\r"] },
  "titles-twice-and-empty": { bytes: utf8("id,Source,,Source\n1,a,b,c\n"), rows: ["1 id|Source||Source", "2 1|a|b|c"] },
  "nul-bytes": {
    bytes: utf8(`id,note\n1,a\0b\n2,plain text\n3,plain text\n`),
    rows: ["1 id|note", "2 1|a\0b", "3 2|plain text", "4 3|plain text"],
  },
  "one-column": { bytes: utf8("id\n1\n2\n"), rows: ["1 id", "2 1", "3 2"] },
};

const PREAMBLE = "候选人申请导出,,\n导出时间：2024-05-01 12:00\n筛选: 全部, 已归档\n\n";

const headers: Readonly<Record<string, Trap>> = {
  "preamble-above": {
    bytes: gbk(`${PREAMBLE}申请ID,姓名,状态\n1,林一鸣,已归档\n2,何雨桐,已淘汰\n`),
    rows: ["5 申请ID|姓名|状态", "6 1|林一鸣|已归档", "7 2|何雨桐|已淘汰"],
    found: { header_line: 5, encoding: "gb18030" },
  },
  // Exports put one behind the other: their headers are no rows.
  "header-again": {
    bytes: utf8("\ufeffid,name\n1,a\n\ufeffid,name\n2,b\nid,name\n"),
    rows: ["1 id|name", "2 1|a", "4 2|b"],
  },
  "preamble-as-wide-as-rows": {
    bytes: utf8("Exported by,Filter\nrecruiting team,all\n\nid,name\n1,a\n"),
    rows: ["1 Exported by|Filter", "2 recruiting team|all", "4 id|name", "5 1|a"],
    found: { header_line: 1 },
  },
  "preamble-and-mapping": {
    bytes: utf8("Exported by,Filter\nrecruiting team,all\n\nid,name\n1,a\n"),
    columns: ["ID ", "name", "stage"],
    rows: ["4 id|name", "5 1|a"],
    found: { header_line: 4 },
  },
  "preamble-with-open-quote": {
    bytes: utf8('Filter: "open\nid,name\n1,"a"\n2,"b"\n'),
    columns: ["id", "name"],
    rows: ["2 id|name", "3 1|a", "4 2|b"],
    found: { header_line: 2 },
  },
  "two-line-header": {
    bytes: utf8("Candidate,,Application,\nid,name,stage,reason\n1,a,Offer,\n2,b,Hired,\n"),
    rows: ["2 id|name|stage|reason", "3 1|a|Offer|", "4 2|b|Hired|"],
    found: { header_line: 2 },
  },
  "no-header": {
    bytes: utf8("1,2024-01-02,Offer\n2,2024-01-03,Hired\n"),
    rows: ["1 1|2024-01-02|Offer", "2 2|2024-01-03|Hired"],
    found: { header_line: 1 },
    doubts: ["header_line"],
  },
  "no-header-but-a-row-of-words": {
    bytes: utf8("1,a\n2,b\nunknown,c\n3,d\n"),
    rows: ["1 1|a", "2 2|b", "3 unknown|c", "4 3|d"],
    found: { header_line: 1 },
    doubts: ["header_line"],
  },
  "preamble-longer-than-rows": {
    bytes: utf8("Report\nby nobody\nfilter none\norder none\n2024\nid,name\n1,a\n"),
    rows: ["6 id|name", "7 1|a"],
    found: { header_line: 6 },
    doubts: [],
  },
  "header-line-said": {
    bytes: utf8("a,b\nid,name\n1,x\n"),
    dialect: { header_line: 2 },
    rows: ["2 id|name", "3 1|x"],
  },
};

const zip = (...names: readonly string[]): Buffer => utf8(names.map((name) => `PK\x03\x04 ${name}`).join(""));
const ole = (name: string): Buffer => join(Buffer.from("d0cf11e0a1b11ae1", "hex"), encode(name, "utf-16le"));
const sheet = "urn:schemas-microsoft-com:office:spreadsheet";

const others: Readonly<Record<string, Trap>> = {
  xlsx: { bytes: zip("[Content_Types].xml", "xl/workbook.xml"), sentence: /Excel workbook \(XLSX\).*CSV UTF-8/ },
  ods: { bytes: zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), sentence: /OpenDocument.*CSV UTF-8/ },
  numbers: { bytes: zip("Index/Document.iwa"), sentence: /Numbers.*Export To > CSV/ },
  docx: { bytes: zip("[Content_Types].xml", "word/document.xml"), sentence: /Office document/ },
  zip: { bytes: zip("candidates.csv"), sentence: /ZIP archive.*Unpack/ },
  xls: { bytes: ole("Workbook"), sentence: /old Excel workbook \(XLS\).*CSV UTF-8/ },
  "xls-without-container": { bytes: Buffer.from("0908100000060500", "hex"), sentence: /XLS/ },
  "xlsx-with-password": { bytes: ole("EncryptedPackage"), sentence: /password/ },
  "spreadsheet-ml": { bytes: utf8(`<?xml version="1.0"?><Workbook xmlns="${sheet}">`), sentence: /Excel 2003.*CSV/ },
  "html-called-xls": { bytes: utf8("\ufeff \n<HTML><body><table>"), sentence: /web page.*CSV UTF-8/ },
  "html-in-utf16": { bytes: encode("\ufeff<table border=1><tr>", "utf-16le"), sentence: /web page/ },
  "web-archive": { bytes: utf8("MIME-Version: 1.0\nContent-Type: multipart/related"), sentence: /web archive/ },
  pdf: { bytes: utf8("%PDF-1.7\n"), sentence: /a PDF.*Choose CSV/ },
  json: { bytes: utf8('[\n  { "id": 1 }\n]'), sentence: /JSON.*Choose CSV/ },
  "json-lines": { bytes: utf8('{"id":1}\n{"id":2}\n'), sentence: /JSON/ },
  xml: { bytes: utf8('<?xml version="1.0"?><rows/>'), sentence: /is XML/ },
  sqlite: { bytes: utf8("SQLite format 3\0"), sentence: /SQLite/ },
  tar: { bytes: utf8(`export.csv${"\0".repeat(247)}ustar`), sentence: /TAR archive/ },
  "gzip-of-xlsx": { bytes: gzipSync(zip("xl/workbook.xml")), sentence: /XLSX/ },
  "gzip-of-gzip": { bytes: gzipSync(gzipSync("id\n1\n")), sentence: /gzip twice/ },
  "gzip-cut-off": { bytes: gzipSync(`id\n${"1\n".repeat(99)}`).subarray(0, 24), sentence: /damaged or cut off/ },
  "gzip-of-nothing": { bytes: gzipSync(""), sentence: /is empty/ },
  "gzip-of-csv": { bytes: gzipSync(gbk(CHINESE)), rows: CHINESE_ROWS, found: { encoding: "gb18030", packing: "gzip" } },
  "gzip-of-two": {
    bytes: join(gzipSync("id,n\n1,a\n"), gzipSync("2,b\n")),
    rows: ["1 id|n", "2 1|a", "3 2|b"],
    found: { packing: "gzip" },
  },
  utf32: { bytes: join(Buffer.from("fffe0000", "hex"), Buffer.from("i\0\0\0d\0\0\0")), sentence: /UTF-32.*CSV UTF-8/ },
  "titles-in-brackets": { bytes: utf8("[id],[name]\n1,a\n"), rows: ["1 [id]|[name]", "2 1|a"] },
  "title-id-first": { bytes: utf8("ID;Phone\n1;2\n"), rows: ["1 ID|Phone", "2 1|2"] },
  program: { bytes: Buffer.from("7f454c4602010100", "hex"), sentence: /a program/ },
  noise: { bytes: Buffer.from("00ff0001fe0203ff04fd05", "hex"), sentence: /binary/ },
  empty: { bytes: Buffer.alloc(0), sentence: /is empty.*Export it again/ },
  "blank-lines-only": { bytes: utf8("\n \n,,\n"), sentence: /no header/ },
};

const marks: Readonly<Record<string, Trap>> = {
  "mark-saved-as-text": {
    bytes: utf8("ï»¿id,n\n1,a\n2,b\n"),
    rows: ["1 id|n", "2 1|a", "3 2|b"],
    found: { encoding: "utf-8", mark: "ï»¿" },
    doubts: [],
  },
  "mark-saved-as-text-before-a-quote": {
    bytes: utf8('ï»¿"id","n"\n"1","a, b"\n'),
    rows: ["1 id|n", "2 1|a, b"],
    found: { mark: "ï»¿" },
  },
  "mark-saved-as-text-twice-behind-the-true-one": {
    bytes: utf8(`\ufeffÃ¯Â»Â¿${CHINESE}`),
    rows: CHINESE_ROWS,
    found: { encoding: "utf-8", mark: "Ã¯Â»Â¿" },
  },
  // Read in two bytes each, the mark takes the first letter of the title with it.
  "mark-saved-as-text-by-gbk": {
    bytes: utf8("锘縄D,n\n1,a\n2,b\n"),
    rows: ["1 ID|n", "2 1|a", "3 2|b"],
    found: { encoding: "utf-8", mark: "锘縄" },
    doubts: [],
  },
  "mark-saved-as-text-by-gbk-before-a-quote": {
    bytes: utf8('锘?"id","n"\n"1","a"\n'),
    rows: ["1 id|n", "2 1|a"],
    found: { encoding: "utf-8", mark: "锘?" },
    doubts: [],
  },
  "mark-saved-as-text-by-big5": {
    bytes: utf8("嚜磨d,n\n1,a\n"),
    rows: ["1 id|n", "2 1|a"],
    found: { encoding: "utf-8", mark: "嚜磨" },
    doubts: [],
  },
  "mark-saved-as-text-by-macintosh": {
    bytes: utf8("Ôªøid,n\n1,a\n"),
    rows: ["1 id|n", "2 1|a"],
    found: { encoding: "utf-8", mark: "Ôªø" },
    doubts: [],
  },
  "mark-saved-as-text-by-windows-1251": {
    bytes: utf8("п»їid,n\n1,отказ\n"),
    rows: ["1 id|n", "2 1|отказ"],
    found: { encoding: "utf-8", mark: "п»ї" },
    doubts: [],
  },
  // A title of its own.
  "mark-that-is-none": {
    bytes: utf8("锘,ïd\n1,2\n"),
    rows: ["1 锘|ïd", "2 1|2"],
    found: { encoding: "utf-8" },
    doubts: [],
  },
  "mark-saved-as-text-packed": {
    bytes: gzipSync("ï»¿id,n\n1,a\n"),
    dialect: { encoding: "utf-8" },
    rows: ["1 id|n", "2 1|a"],
    found: { packing: "gzip", mark: "ï»¿" },
  },
};

const T = "6960663240925956459";

/** Columns id, talent and n of which spreadsheets and exporters have made something else. */
const spreadsheets: Readonly<Record<string, Trap>> = {
  "marks-formula-bare": {
    bytes: utf8(`id,talent,n\n="001",="${T}",="-5"\n="002",="${T}",x\n`),
    rows: ["1 id|talent|n", `2 ="001"|="${T}"|="-5"`, `3 ="002"|="${T}"|x`],
    staged: ["2 001 pending", "3 002 pending"],
  },
  "marks-formula-quoted": {
    bytes: utf8(`id,talent,n\n"=""001""","=""${T}""","a, b"\n`),
    rows: ["1 id|talent|n", `2 ="001"|="${T}"|a, b`],
    staged: ["2 001 pending"],
  },
  "marks-formula-beside-quotes": {
    bytes: utf8(`id;talent;n\r\n="001";="${T}";"a; ""b"""\r\n="002";="${T}";=""\r\n="003";"${T}";5" disk\r\n`),
    rows: ["1 id|talent|n", `2 ="001"|="${T}"|a; "b"`, `3 ="002"|="${T}"|=""`, "4 unreadable_record"],
    found: { delimiter: ";" },
    staged: ["2 001 pending", "3 002 pending", "4 - invalid unreadable_record"],
  },
  "marks-apostrophe-and-tab": {
    bytes: utf8(`id,talent,n\n'001,'${T},'-5\n002\t,\t${T},'@home\n'A-3,${T},x\n`),
    rows: ["1 id|talent|n", `2 '001|'${T}|'-5`, `3 002\t|\t${T}|'@home`, `4 'A-3|${T}|x`],
    staged: ["2 001 pending", "3 002 pending", "4 - invalid bad_value"],
  },
  "ids-in-scientific-notation": {
    bytes: utf8(`id;talent\n1;6.96066E+18\n2;6,96E+18\n3;7E+18\n6.96E+18;${T}\n`),
    rows: ["1 id|talent", "2 1|6.96066E+18", "3 2|6,96E+18", "4 3|7E+18", `5 6.96E+18|${T}`],
    staged: ["2 1", "3 2", "4 3", "5 -"].map((row) => `${row} invalid damaged_id`),
  },
  "ids-taken-for-numbers": {
    bytes: utf8(`id,talent\n5310001.0,${T}\n"5,310,002",${T}\n5310003,${T}.00\n1.1,${T}\n`),
    rows: ["1 id|talent", `2 5310001.0|${T}`, `3 5,310,002|${T}`, `4 5310003|${T}.00`, `5 1.1|${T}`],
    staged: ["2 - invalid damaged_id", "3 - invalid damaged_id", "4 5310003 invalid damaged_id", "5 1.1 pending"],
  },
  "ids-that-are-nothing": {
    bytes: utf8(`id,talent\nNone,${T}\n1,nan\n—,${T}\n`),
    rows: ["1 id|talent", `2 None|${T}`, "3 1|nan", `4 —|${T}`],
    staged: ["2 -", "3 1", "4 -"].map((row) => `${row} invalid bad_value`),
  },
  "ids-rounded": {
    bytes: utf8(`id,talent\n1,6960663240925950000\n2,${T}\n`),
    rows: ["1 id|talent", "2 1|6960663240925950000", `3 2|${T}`],
    staged: ["2 1 invalid damaged_id", "3 2 pending"],
  },
  "ids-that-lost-zeros": {
    bytes: utf8(`id,talent\n00011,${T}\n00012,${T}\n00013,${T}\n10014,${T}\n15,${T}\n`),
    rows: ["1 id|talent", ...["00011", "00012", "00013", "10014", "15"].map((id, n) => `${n + 2} ${id}|${T}`)],
    staged: ["2 00011 pending", "3 00012 pending", "4 00013 pending", "5 10014 pending", "6 - invalid damaged_id"],
  },
  "ids-made-dates": {
    bytes: utf8(`id,talent\n3-12x,${T}\n12-Mar,${T}\n3月12日,${T}\n2024/3/12,${T}\nTRUE,${T}\n`),
    rows: ["1 id|talent", ...["3-12x", "12-Mar", "3月12日", "2024/3/12", "TRUE"].map((id, n) => `${n + 2} ${id}|${T}`)],
    staged: ["2 3-12x pending", ...[3, 4, 5, 6].map((line) => `${line} - invalid damaged_id`)],
  },
  "ids-of-numbers-and-slashes": {
    bytes: utf8(`id,talent\n2024/3/12,${T}\n2024/3/120,${T}\n2024/14/1,${T}\n`),
    rows: ["1 id|talent", `2 2024/3/12|${T}`, `3 2024/3/120|${T}`, `4 2024/14/1|${T}`],
    staged: ["2 2024/3/12 pending", "3 2024/3/120 pending", "4 2024/14/1 pending"],
  },
  "ids-with-what-nobody-sees": {
    bytes: utf8(`id,talent\n00\u200b1,\ufeff${T}\u200e\n001,${T}\n2\u200d3,${T}\n4,\uff16${T.slice(1)}\n`),
    rows: ["1 id|talent", `2 00\u200b1|\ufeff${T}\u200e`, `3 001|${T}`, `4 2\u200d3|${T}`, `5 4|\uff16${T.slice(1)}`],
    staged: ["2 001 pending", "3 001 skipped repeat", "4 - invalid bad_value", "5 4 pending"],
  },
  "error-values": {
    bytes: utf8(`id,talent,n\n1,#REF!,x\n2,${T},#VALUE!\n#NAME?,${T},x\n4,${T},########\n5,${T},#N/A\n`),
    rows: ["1 id|talent|n", "2 1|#REF!|x", `3 2|${T}|#VALUE!`, `4 #NAME?|${T}|x`, `5 4|${T}|########`, `6 5|${T}|#N/A`],
    staged: [...["2 1", "3 2", "4 -", "5 4"].map((row) => `${row} invalid bad_value`), "6 5 pending"],
  },
  "replacement-character-in-a-used-column": {
    bytes: utf8(`id,talent,n,other\n1,${T},a\ufffd,x\n2\ufffd,${T},b,x\n3,${T},c,x\ufffd\n`),
    rows: ["1 id|talent|n|other", `2 1|${T}|a\ufffd|x`, `3 2\ufffd|${T}|b|x`, `4 3|${T}|c|x\ufffd`],
    staged: ["2 1 invalid undecodable", "3 - invalid undecodable", "4 3 pending"],
  },
};

/** One export for each trap that legacy systems, spreadsheets and people set. */
export const TRAPS: Readonly<Record<string, Trap>> = {
  ...encodings,
  ...dialects,
  ...headers,
  ...marks,
  ...spreadsheets,
  ...TIME_TRAPS,
  ...others,
};
