import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { talent } from "./exports.js";
import { folder, hire } from "./program.js";

const MAPPING = "target: external-application\nfields:\n  external_id: id\n  talent_id: talent\n  stage: stage\n";

// One word is no proof: in windows-1250 it would be Hélčne.
const HELENE = Buffer.from("48e96ce86e65", "hex");

it("sends nothing in an encoding that is a guess; once the mapping names it, everything", async () => {
  const cwd = folder();
  const line = Buffer.concat([Buffer.from(`id,talent,stage\nA-1,${talent(1)},`), HELENE, Buffer.from("\n")]);
  writeFileSync(join(cwd, "export.csv"), line);
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  for (const call of [["check"], ["run", "--sandbox"]]) {
    const { json } = await hire([...call, "export.csv", "--json"], { cwd });
    expect(json).toMatchObject({ exit: 2, error: { kind: "uncertain_encoding" } });
    expect(json.error.message, "shows both readings").toMatch(
      /as windows-1250 it reads Hélčne; as windows-1252 it reads Hélène/,
    );
    expect(json.error.hint).toContain("csv: { encoding: windows-1252 }");
  }
  writeFileSync(join(cwd, "mapping.yaml"), `csv: { encoding: windows-1252 }\n${MAPPING}`);
  const { json } = await hire(["run", "export.csv", "--sandbox", "--json"], { cwd });
  expect(json).toMatchObject({ exit: 0, counts: { done: 1 } });
  const { stdout } = await hire(["explain", "A-1"], { cwd });
  expect(stdout).toMatch(/Hélène/);
});
