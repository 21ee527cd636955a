import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { newDecoder } from "../../src/csv/encodings/decoder.js";
import { isOdd, oddWords } from "../../src/csv/encodings/odd-words.js";
import { openExport } from "../../src/csv/export/open-export.js";
import { ExitError } from "../../src/model/exit-error.js";
import { exportFile } from "../csv/exports.js";
import { bytesIn, LANGUAGES, type Shape, smallExport, WRITTEN_IN } from "./small-exports.js";

/** What is found of an export's encoding; undefined where it cannot be told. */
async function encodingOf(bytes: Buffer) {
  const path = exportFile(bytes);
  try {
    return (await openExport(path, {})).detected.encoding;
  } catch (error) {
    if (error instanceof ExitError && error.kind === "unknown_encoding") return undefined;
    throw error;
  } finally {
    rmSync(path);
  }
}

const SHAPES: readonly Omit<Shape, "seed">[] = [
  { rows: 1, only: "names" },
  { rows: 2, only: "reasons" },
  { rows: 3 },
  { rows: 5, has_own_titles: true },
  { rows: 12, only: "names" },
  { rows: 30 },
];

describe("small exports in the encodings of their languages", () => {
  const cases = Object.entries(WRITTEN_IN).flatMap(([language, encodings]) =>
    encodings.map((encoding) => [language, encoding] as const),
  );

  it("are never certain and wrong, and mostly right", async () => {
    const wrong: string[] = [];
    let [all, right, certain] = [0, 0, 0];
    for (const [index, [language, encoding]] of cases.entries()) {
      for (const [at, shape] of SHAPES.entries()) {
        const bytes = bytesIn(smallExport(language, { ...shape, seed: index * SHAPES.length + at }), encoding);
        const found = await encodingOf(bytes);
        const is_right =
          found !== undefined && newDecoder(found.value).decode(bytes) === newDecoder(encoding).decode(bytes);
        all += 1;
        if (is_right) right += 1;
        if (is_right && found.sure) certain += 1;
        if (!is_right && found?.sure) wrong.push(`${language} in ${encoding}, ${shape.rows} rows: ${found.value}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(right / all).toBeGreaterThan(0.92);
    expect(certain / all).toBeGreaterThan(0.75);
  });

  it("are not certain where two words are all, and names of another language as well", async () => {
    const bytes = bytesIn("id,name\nA-0,Zoë\nA-1,Maël\n", "windows-1252");
    expect(await encodingOf(bytes)).toMatchObject({ sure: false });
  });

  it.each(cases)("%s in %s is told from thirty rows", async (language, encoding) => {
    const bytes = bytesIn(smallExport(language, { rows: 30, has_own_titles: true, seed: 4 }), encoding);
    const found = await encodingOf(bytes);
    expect(newDecoder(found?.value ?? "utf-8").decode(bytes)).toBe(newDecoder(encoding).decode(bytes));
  });
});

describe("a word that nobody writes", () => {
  it.each(["쟀隙戌", "偉넋", "÷ז", "÷Ï≈ÙÏ”"])("is %s", (word) => expect(isOdd(word)).toBe(true));
  it.each(["김민준", "金", "“Über”", "«là»", "O´Connor", "데이터 分析"])("is not %s", (word) =>
    expect(oddWords(word).share).toBe(0),
  );
});

/** Ids and a column of words. */
const tableOf = (words: readonly string[], encoding: string) =>
  bytesIn(`id,name\r\n${words.map((word, at) => `A-${at},${word}\r\n`).join("")}`, encoding);

describe("Chinese characters, which each country has at other bytes", () => {
  it.each([
    ["stages in Japanese", "euc-jp", ["書類選考", "一次面接", "最終面接", "内定", "不採用", "辞退", "保留"]],
    ["names in Japanese", "euc-jp", ["佐藤健太", "井上一郎", "吉田大輔", "山口拓也", "中村美咲"]],
    ["jobs in katakana", "euc-jp", ["データアナリスト", "プロダクトマネージャー"]],
    ["jobs in katakana", "shift_jis", ["デザイナー", "データアナリスト"]],
    ["rare names, which are Korean words otherwise", "gb18030", ["萧斐", "林杰", "徐婧琪"]],
    ["rare names, which are Korean words otherwise", "gb18030", ["宋楷瑞", "傅皓轩", "于馨蕊", "仝弈辰", "李睿渊"]],
    ["rare names, which are Japanese words otherwise", "gb18030", ["吴洋", "赵瑾瑜", "仝瑾瑜"]],
    ["rare names, which are signs otherwise", "gb18030", ["孙懿轩", "曹秀兰"]],
  ])("are never taken for another country's for certain: %s, %s", async (_name, encoding, words) => {
    const found = await encodingOf(tableOf(words, encoding));
    expect([found?.value, found?.sure]).not.toEqual([expect.not.stringMatching(`^${encoding}$`), true]);
  });

  it.each([
    ["stages", "gb18030", ["简历筛选", "初试", "终试", "录用", "淘汰", "放弃", "待定"]],
    ["usual names", "gb18030", ["王芳", "李伟", "张敏", "刘洋", "陈静", "杨勇", "赵磊", "黄娟", "周涛", "吴超"]],
    ["rare names", "gb18030", ["张诗涵", "欧阳子轩", "司马浩然", "缪雨桐", "覃欣怡", "佘桂英", "闫超", "萧翎", "吕明"]],
    ["names of Taiwan", "big5", ["陳志明", "林淑芬", "黃家豪", "張雅婷", "李俊傑", "王怡君", "吳冠宇"]],
    ["names in Korean", "euc-kr", ["김민준", "이서연", "박도윤", "최지우", "정하준", "강서준", "조지호"]],
    ["jobs in katakana", "euc-jp", ["デザイナー", "営業担当", "データアナリスト", "マーケティング", "経理"]],
  ])("are certain where they are enough: %s, %s", async (_name, encoding, words) => {
    expect(await encodingOf(tableOf(words, encoding))).toMatchObject({ value: encoding, sure: true });
  });
});

describe("small exports in UTF-8", () => {
  it.each(LANGUAGES)("are certain: %s", async (language) => {
    for (const [at, shape] of SHAPES.entries()) {
      const text = smallExport(language, { ...shape, seed: 100 + at });
      const found = await encodingOf(Buffer.from(text));
      expect([found?.value, found?.sure, found?.rival]).toEqual(["utf-8", true, undefined]);
    }
  });
});

describe("an encoding of seven bits, which is ASCII to look at", () => {
  const table = (stage: string) => `id,talent,stage\nA-1,6930815272790201001,${stage}\nA-2,6930815272790201002,Offer\n`;

  it("of Japan is read", async () => {
    const path = exportFile(Buffer.from(table("\u001b$B7PM}C4Ev\u001b(B"), "latin1"));
    const source = await openExport(path, {});
    expect(source.detected.encoding).toMatchObject({ value: "iso-2022-jp", sure: true });
    for await (const [record] of source.records()) expect(record?.cells?.[2]).toBe("経理担当");
    rmSync(path);
  });

  it.each([
    ["of China", "~{;a<F~}"],
    ["of Korea", "\u001b$)C@L"],
  ])("%s is refused", async (_name, stage) => {
    expect(await encodingOf(Buffer.from(table(stage), "latin1"))).toBeUndefined();
  });

  it.each(["~{x}~", "a ~{b} c~}", "$B7PM}"])("is none where a text holds %s", async (stage) => {
    expect(await encodingOf(Buffer.from(table(`"${stage}"`)))).toMatchObject({ value: "utf-8", sure: true });
  });
});
