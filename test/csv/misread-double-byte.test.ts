import { describe, expect, it } from "vitest";
import { newDecoder } from "../../src/csv/encodings/decoder.js";
import { isBad } from "../../src/model/record.js";
import { type Encoding, encode } from "../exports/encode.js";
import { readExport } from "./exports.js";

const T = (at: number): string => `74123456789012${30_000 + at * 37}`;
const CHINESE = ["王小明", "后端工程师", "面试未通过", "陈思远", "已归档", "候选人主动放弃"];
const ENGLISH = ["Engineer", "Designer", "Grace Hopper"];

/** What is told of an export with these titles, in the order in which they stand. */
async function told(titles: readonly string[], encoding: Encoding = "utf-8") {
  const lines = titles.map((title, at) => `A-${at},${T(at)},${title}\n`);
  const { source, records } = await readExport(encode(`id,talent,title\n${lines.join("")}`, encoding), {}, ["title"]);
  expect(records).toHaveLength(titles.length);
  const warnings = source.notes.warnings().map(({ kind, message, lines: at }) => `${kind} ${at} ${message}`);
  return { found: source.detected.encoding, warnings };
}

const among = (words: readonly string[], cell: string) =>
  Array.from({ length: 40 }, (_, at) => (at === 30 ? cell : (words[at % words.length] as string)));
const OTHER: Readonly<Record<string, string>> = {
  gb18030: "前端工程师",
  big5: "薪資期望不符",
  "euc-kr": "데이터 엔지니어",
  shift_jis: "内定辞退",
  "euc-jp": "最終面接",
};
const misread = (text: string, was: Encoding, read_as: Encoding) => newDecoder(read_as).decode(encode(text, was));

describe("text of Chinese, Japanese or Korean that was read in another encoding before it was saved", () => {
  const CELLS: readonly (readonly [text: string, was: Encoding, read_as: Encoding])[] = [
    ["后端工程师", "gb18030", "big5"],
    ["前端开发工程师", "gb18030", "euc-jp"],
    ["后端工程师", "gb18030", "shift_jis"],
    ["後端工程師", "big5", "gb18030"],
    ["백엔드 엔지니어", "euc-kr", "gb18030"],
    ["프로덕트 매니저", "euc-kr", "big5"],
    ["バックエンドエンジニア", "shift_jis", "gb18030"],
    ["鈴木一郎", "shift_jis", "big5"],
    ["営業部長", "euc-jp", "gb18030"],
    ["一次面接", "euc-jp", "big5"],
    ["高橋美咲", "euc-jp", "euc-kr"],
  ];

  it.each(CELLS)("is told of one cell, and stops for two: %s, %s as %s", async (text, was, read_as) => {
    const read = misread(text, was, read_as);
    for (const words of [CHINESE, ENGLISH]) {
      const { found, warnings } = await told(among(words, read));
      if (found?.sure) expect(warnings).toEqual([expect.stringMatching(/^odd_characters 32 column title: unusual/)]);
      else expect(found).toMatchObject({ misread: { line: 32, was, read_as, samples: [read], meant: [text] } });
      const other = OTHER[was] as string;
      const twice = await told([...among(words, read), misread(other, was, read_as)]);
      expect(twice.found).toMatchObject({ sure: false, misread: { line: 32, was, read_as, meant: [text, other] } });
    }
  });

  it.each([
    ["王小明", "gb18030", "big5"],
    ["林志豪", "big5", "euc-kr"],
    ["不採用", "shift_jis", "gb18030"],
  ] as const)("warns of a name of three characters: %s, %s as %s", async (text, was, read_as) => {
    const { found, warnings } = await told(among(CHINESE, misread(text, was, read_as)));
    expect(found).toMatchObject({ sure: true });
    expect(warnings).toEqual([expect.stringMatching(/^odd_characters 32 column title: unusual characters/)]);
  });
});

/** Family names and given names of which many are in no everyday use, places, companies: all invented. */
const FAMILIES =
  "李 王 张 欧阳 司徒 龚 逄 郜 鄢 酆 郗 陳 劉 蔡 謝 鄭 鍾 顏 歐陽 佐藤 髙橋 渡邉 齋藤 金 朴 崔 姜 權".split(" ");
const GIVEN = Array.from(
  "龑赟翀喆彧婧昊曦睿煜焱燚犇羴淼垚麤龘翾翊瑀瑄琬琰珺玥珞璟瑾璠甯祎祺竑筱缃胤臻芃芊茜荀菡葳蓁蕙藜裎襄觐誉谌豫踽轶逯鎧鈺彥懿霏霖韬頔颀馗骁骞鲲鸢麒黛黻鼐旼洙瑞姸",
);
const PLACES =
  "彰化縣員林市 屏東縣潮州鎮 噍吧哖 艋舺 鄄城 盱眙 犍为 邛崃 隰县 渑池 麻栗坡 榮寶齋 瑞蚨祥 內聯陞 六必居 縱橫鑫源 鼎晟瀚宇 髙﨑 鰐淵 勅使河原 大韓民國 株式會社".split(
    " ",
  );

function names(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const family = FAMILIES[(at * 7) % FAMILIES.length] as string;
    const [one, other] = [GIVEN[(at * 13) % GIVEN.length], GIVEN[(at * 29 + 5) % GIVEN.length]] as [string, string];
    const kinds = [family + one, family + one + other, one, one + other, PLACES[at % PLACES.length] as string];
    return kinds[at % kinds.length] as string;
  });
}

describe("rare characters that are right", () => {
  it("are told by nobody: 3,000 names, places and companies, alone and among others", async () => {
    const { found, warnings } = await told(names(3000));
    expect(found).toMatchObject({ value: "utf-8", sure: true });
    expect(warnings).toEqual([]);
    const mixed = await told(names(3000).flatMap((name, at) => [name, CHINESE[at % CHINESE.length] as string]));
    expect(mixed).toMatchObject({ found: { sure: true }, warnings: [] });
  });

  it("are read as they stand in GB18030", async () => {
    expect(await told(names(3000), "gb18030")).toMatchObject({ found: { value: "gb18030" }, warnings: [] });
    // Two in a line are as long as words of another encoding may be.
    const [one, other] = [names(1500), names(3000).slice(1500)];
    const pairs = encode(one.map((name, at) => `A-${at},${name},${other[at]}\n`).join(""), "gb18030");
    const { records } = await readExport(Buffer.concat([Buffer.from("id,name,boss\n"), pairs]), {
      encoding: "gb18030",
    });
    expect(records.filter(isBad)).toEqual([]);
  });
});
