import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { newDecoder } from "../../src/csv/decoder.js";
import { openExport } from "../../src/csv/open-export.js";
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

  it.each(cases)("%s in %s is told from thirty rows", async (language, encoding) => {
    const bytes = bytesIn(smallExport(language, { rows: 30, has_own_titles: true, seed: 4 }), encoding);
    const found = await encodingOf(bytes);
    expect(newDecoder(found?.value ?? "utf-8").decode(bytes)).toBe(newDecoder(encoding).decode(bytes));
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
