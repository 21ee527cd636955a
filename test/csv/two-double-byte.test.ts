import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { openExport } from "../../src/csv/export/open-export.js";
import { isBad } from "../../src/model/record.js";
import { type Encoding, encode } from "../exports/encode.js";
import { exportFile, readExport, stopOf } from "./exports.js";

const T = (at: number): string => `74123456789012${30_000 + at * 37}`;

type Language = "chinese" | "traditional" | "japanese" | "korean";
const JOBS: Readonly<Record<Language, readonly string[]>> = {
  chinese: ["王小明,后端工程师,简历初筛", "李建国,产品经理,面试未通过", "赵雅婷,数据分析师,候选人主动放弃"],
  traditional: ["陳建宏,後端工程師,履歷初審", "林怡君,行銷專員,面試未通過", "張家豪,業務助理,候選人主動放棄"],
  japanese: ["佐藤健,営業部長,書類選考", "鈴木一郎,人事担当,内定辞退", "高橋美咲,データ分析,最終面接"],
  korean: ["김민수,백엔드 엔지니어,서류전형", "이지은,데이터 분석가,최종 면접", "박서준,마케팅 담당자,지원 철회"],
};
const WRITTEN: readonly (readonly [Encoding, Language])[] = [
  ["gb18030", "chinese"],
  ["big5", "traditional"],
  ["shift_jis", "japanese"],
  ["euc-jp", "japanese"],
  ["euc-kr", "korean"],
];

const row = (language: Language, at: number): string => `A-${at},${T(at)},${JOBS[language][at % 3]}\n`;

function rows([encoding, language]: (typeof WRITTEN)[number], from: number, count: number): Buffer {
  return encode(Array.from({ length: count }, (_, at) => row(language, from + at)).join(""), encoding);
}

const HEADER = Buffer.from("id,talent,name,job,stage\n");
const PAIRS = WRITTEN.flatMap((one) =>
  WRITTEN.filter((other) => other !== one).map((other) => [one[0], other[0], one, other] as const),
);

describe("an export in two encodings of Chinese, Japanese or Korean", () => {
  it.each(PAIRS)("stops with the line, and the advice makes one of it: %s, then %s", async (_1, _2, one, other) => {
    for (const [above, below] of [
      [6, 6],
      [90, 4],
      [4, 90],
    ] as const) {
      const path = exportFile(Buffer.concat([HEADER, rows(one, 0, above), rows(other, above, below)]));
      const stop = await stopOf(openExport(path, {}));
      expect(stop).toMatchObject({ exit: 2, kind: "two_encodings" });
      expect(stop.message).toContain(`is ${one[0]}, and in another one from line ${above + 2} on: ${other[0]}`);
      // Of one kind each: the command is the same for all.
      if (above !== 6 || one[0] !== "gb18030") continue;
      const command = (stop.hint ?? "").slice((stop.hint ?? "").indexOf(": ") + 2);
      execFileSync("sh", ["-c", command]);
      const { records } = await readExport(execFileSync("cat", [command.split(" > ").at(-1) as string]));
      expect(records).toHaveLength(above + below);
      expect(records.at(-1)).toMatchObject({
        cells: row(other[1], above + below - 1)
          .trimEnd()
          .split(","),
      });
    }
  });

  it("stops where a few lines stand at the end of a large one, or at its begin", async () => {
    const [chinese, traditional] = WRITTEN as [(typeof WRITTEN)[number], (typeof WRITTEN)[number]];
    const many = rows(chinese, 0, 12_000);
    const below = await stopOf(openExport(exportFile(Buffer.concat([HEADER, many, rows(traditional, 12_000, 3)])), {}));
    expect(below.message).toContain("is gb18030, and in another one from line 12002 on: big5");
    const above = await stopOf(openExport(exportFile(Buffer.concat([HEADER, rows(traditional, 12_000, 3), many])), {}));
    expect(above.message).toContain("is big5, and in another one from line 5 on: gb18030");
  });

  it.each(PAIRS)("refuses the records of single lines: %s, and a line in %s", async (_1, _2, one, other) => {
    const { source, records } = await readExport(
      Buffer.concat([HEADER, rows(one, 0, 30), rows(other, 30, 1), rows(one, 31, 30)]),
      { encoding: one[0] },
    );
    expect(source.dialect.encoding).toBe(one[0]);
    const refused = records.flatMap((record) => (isBad(record) ? [`${record.line} ${record.failure.kind}`] : []));
    expect(refused).toEqual(["32 undecodable"]);
  });

  it("takes no name for UTF-8 that is valid so by accident", async () => {
    const text = `id,name\n1,璞瑅\n${Array.from({ length: 9 }, (_, at) => `A-${at},王小明 后端工程师\n`).join("")}`;
    const { records } = await readExport(encode(text, "gb18030"), { encoding: "gb18030" });
    expect(records[0]).toMatchObject({ cells: ["1", "璞瑅"] });
  });
});
