import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { newDecoder } from "../../src/csv/encodings/decoder.js";
import { openExport } from "../../src/csv/export/open-export.js";
import { exportFile, stopOf } from "../csv/exports.js";
import { Desk } from "../engine/support.js";
import { bytesIn, LANGUAGES, smallExport } from "./small-exports.js";

/** A text after some program has read its bytes in a wrong encoding. */
function misread(text: string, was: string, read_as: string): string {
  const bytes = was === "utf-8" ? Buffer.from(text) : bytesIn(text, was);
  return read_as === "iso-8859-1" ? bytes.toString("latin1") : newDecoder(read_as).decode(bytes);
}

const HEADER = "id,talent,stage,note\n";
const TALENT = "69308152727902010";
const row = (n: number, stage: string): string => `A-${n},${TALENT}${10 + n},${stage},\n`;
const ROWS = ["已淘汰", "已归档", "初试", "复试", "待录用"].map((stage, n) => row(n, stage));
const MAPPING = "target: external-application\nfields:\n  external_id: id\n  talent_id: talent\n  stage: stage\n";

/** One row that was misread among others that were not; the line that is named; what it says. */
const KINDS: readonly (readonly [text: string, was: string, read_as: string])[] = [
  ["Größe", "utf-8", "windows-1252"],
  ["Déjà présélectionné", "utf-8", "iso-8859-1"],
  ["Über Åsa Öberg", "utf-8", "windows-1252"],
  ["张伟", "utf-8", "windows-1252"],
  ["薪资期望不符", "utf-8", "gb18030"],
  ["产品经理", "utf-8", "shift_jis"],
  ["Prüfung", "utf-8", "gb18030"],
  ["Иван Щербаков", "utf-8", "windows-1252"],
  ["Причина отказа", "utf-8", "windows-1251"],
  ["Księgowość", "utf-8", "windows-1250"],
  ["Prélèvement", "utf-8", "macintosh"],
  ["Ausländer", "utf-8", "cp850"],
  ["20 °C", "utf-8", "windows-1252"],
  ["£50k", "utf-8", "windows-1252"],
  ["后端工程师，薪资期望不符", "gb18030", "windows-1252"],
  ["後端工程師，薪資期望不符", "big5", "windows-1252"],
  ["薪资不符", "gb18030", "big5"],
  ["Причина отказа: далеко", "windows-1251", "windows-1252"],
  ["Młodszy inżynier w dziale płac", "windows-1250", "windows-1252"],
];

describe("text that was decoded wrongly before it was saved as UTF-8", () => {
  it.each(KINDS)("stops where it is one row of six: %s (%s as %s)", async (text, was, read_as) => {
    const at = new Desk();
    at.mapping = MAPPING;
    const wrong = misread(text, was, read_as);
    writeFileSync(at.path("a.csv"), HEADER + [...ROWS.slice(0, 3), row(7, wrong), ...ROWS.slice(3)].join(""));
    const stop = await stopOf(at.stage(["a.csv"]));
    expect(stop).toMatchObject({ exit: 2, kind: "uncertain_encoding" });
    expect(stop.message).toContain("Line 5 reads ");
    expect(stop.message).toContain(text);

    // What is advised is followed: then it is sent as it stands.
    const [advised] = /csv: \{ encoding: [\w-]+ \}/.exec(stop.hint ?? "") ?? [];
    at.mapping = `${advised}\n${MAPPING}`;
    await at.stage(["a.csv"]);
    const sent = at.rows().find(({ key }) => key === "A-7");
    // A control character is refused in whatever encoding.
    if (/[\u0080-\u009f]/.test(wrong)) expect(sent).toMatchObject({ status: "invalid", kind: "undecodable" });
    else expect(JSON.parse(sent?.payload ?? "{}").stage).toBe(wrong.replace(/\s+$/, ""));
  });

  it("stops where it was misread twice, and in a file with its byte order mark, and in UTF-16", async () => {
    const twice = misread(misread("Größe", "utf-8", "windows-1252"), "utf-8", "windows-1252");
    const text = HEADER + [...ROWS, row(7, twice)].join("");
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, "utf16le")]) {
      const { encoding } = (await openExport(exportFile(bytes), {})).detected;
      expect(encoding).toMatchObject({
        sure: false,
        misread: { line: 7, was: "utf-8", samples: [twice], meant: ["Größe"] },
      });
    }
  });

  it.each([
    ["gb18030", "windows-1252", "chinese"],
    ["big5", "windows-1252", "traditional"],
    ["windows-1250", "windows-1252", "polish"],
    ["windows-1250", "windows-1252", "czech"],
    ["windows-1254", "windows-1252", "turkish"],
    ["windows-1251", "windows-1252", "russian"],
    ["koi8-r", "windows-1252", "russian"],
    ["windows-1253", "windows-1252", "greek"],
    ["macintosh", "windows-1252", "french"],
    ["windows-1252", "windows-1251", "german"],
    ["windows-1251", "gb18030", "russian"],
  ])("stops where all of it is %s that was read as %s: %s", async (was, read_as, language) => {
    const { encoding } = (
      await openExport(exportFile(misread(smallExport(language, { rows: 8, seed: 3 }), was, read_as)), {})
    ).detected;
    expect(encoding).toMatchObject({ value: "utf-8", sure: false });
    expect(encoding?.misread?.read_as).toBe(read_as);
  });

  it.each([
    ["???", "??", "????"],
    ["?? ??", "???", "?? ???"],
    ["M?ller", "Ren?e", "Gr?ger"],
    ["锟斤拷锟斤拷", "初试", "复试"],
    ["ï¿½ï¿½", "初试", "复试"],
    ["\ufffd\ufffd\ufffd", "\ufffd\ufffd", "\ufffd\ufffd\ufffd\ufffd"],
  ])("stops where the characters are lost: %s, %s, %s", async (...texts) => {
    const text = HEADER + texts.map((stage, n) => row(n, stage)).join("");
    const file = await openExport(exportFile(text), {}, { known_columns: ["id", "stage"] });
    expect(file.detected.encoding).toMatchObject({ sure: false, misread: { line: 2 } });
  });
});

/** What people write, and looks a little like it. */
const GENUINE = [
  ...["Ã…", "IRMÃ…", "AMANHÃ»", "«voilá»…", "PRIVÉ”", "CAFÉ’S", "NIÑO®", "MALMÖ–", "Nestlé®", "Élysée»", "résumé…"],
  ...["java工程师", "Java和go", "e签宝app", "李娜", "梓萱玥", "犇", "龘", "司马懿", "𠮷野家", "ｱｲｳ", "応募経路"],
  ...["A→B", "x²", "H₂O", "20°C", "N° 5", "1ª", "±5", "½", "§5", "©2024", "№5", "€50", "£50k", "A×B", "µm", "Ω"],
  ...["Þórður", "ÄÖÜ", "åäö", "jäääär", "na hÉireann", "JOSé", "Zażółć gęślą jaźń", "Příliš žluťoučký", "Ґудзь"],
  ...["???", "What??", "Why?Because", "a?b", "https://x.io/a?b=c", "─────", "■ done", "● ok", "😀", "👍🏽", "ﬁancé"],
  ...[
    "´",
    "`",
    "Mc´Donald",
    "col·legi",
    "שָׁלוֹם",
    "हिन्दी",
    "ქართული",
    "Ünîcödé",
    "C♯",
    "Qurʾān",
    "Oʻzbek",
    "e\u0301cole",
  ],
];

describe("text that is right", () => {
  it("does not stop an export, alone or beside others", async () => {
    const stopped: string[] = [];
    const look = async (text: string, what: string): Promise<void> => {
      const { encoding } = (await openExport(exportFile(text), {})).detected;
      if (encoding?.sure !== true || encoding.value !== "utf-8") stopped.push(what);
    };
    for (const text of GENUINE) await look(HEADER + row(1, "ok") + row(2, text), text);
    await look(HEADER + GENUINE.map((text, n) => row(n, text)).join(""), "all of them");
    for (const language of LANGUAGES) {
      const lines = smallExport(language, { rows: GENUINE.length, seed: 5 }).split("\r\n");
      await look(lines.map((line, n) => `${line};${GENUINE[n] ?? ""}`).join("\n"), `all of them beside ${language}`);
    }
    expect(stopped).toEqual([]);
  });

  it("is what the columns that are used hold: nobody sends the others", async () => {
    const path = exportFile(`id,stage,note\n1,初试,GrÃ¶ÃŸe\n2,复试,\n`);
    expect((await openExport(path, {}, { known_columns: ["id", "stage"] })).detected.encoding?.sure).toBe(true);
    expect((await openExport(path, {}, { known_columns: ["id", "note"] })).detected.encoding?.sure).toBe(false);
  });
});
