import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { talent } from "./exports.js";
import { folder, hire } from "./program.js";

const MAPPING = "target: external-application\nfields:\n  external_id: id\n  talent_id: talent\n  stage: stage\n";

// 서류 전형 in EUC-KR reads as Chinese characters that hardly anybody uses.
const KOREAN = Buffer.from("bcadb7f920c0fcc7fc", "hex");

it("sends nothing in an encoding that is a guess; once the mapping names it, everything", async () => {
  const cwd = folder();
  const line = Buffer.concat([Buffer.from(`id,talent,stage\nA-1,${talent(1)},`), KOREAN, Buffer.from("\n")]);
  writeFileSync(join(cwd, "export.csv"), line);
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  for (const call of [["check"], ["run", "--sandbox"]]) {
    const { json } = await hire([...call, "export.csv", "--json"], { cwd });
    expect(json).toMatchObject({ exit: 2, error: { kind: "uncertain_encoding" } });
    expect(json.error.message, "shows how it would read").toMatch(/辑幅 傈屈/);
    expect(json.error.hint).toMatch(/encoding: gb18030 in the mapping/);
  }
  writeFileSync(join(cwd, "mapping.yaml"), `csv: { encoding: euc-kr }\n${MAPPING}`);
  const { json } = await hire(["run", "export.csv", "--sandbox", "--json"], { cwd });
  expect(json).toMatchObject({ exit: 0, counts: { done: 1 } });
  const { stdout } = await hire(["explain", "A-1"], { cwd });
  expect(stdout).toMatch(/서류 전형/);
});
