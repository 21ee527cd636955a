import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rows, workplace } from "./exports.js";
import { hire } from "./program.js";

const HEAD = "target: external-application\nfields:\n  external_id: id\n";

it("check tells a field and a column that are not there at once, in the order of their lines", async () => {
  const cwd = workplace(rows(2));
  writeFileSync(join(cwd, "mapping.yaml"), `${HEAD}  talent_id: talnt\n  job_titel: job\n  stage: stge\n`);
  const { exit, json } = await hire(["check", "export.csv", "--json"], { cwd });
  expect([exit, json.error.kind]).toEqual([2, "bad_mapping"]);
  const lines = json.error.message.split("\n").map((line: string) => line.replace(/;? in its header.*;/, ";"));
  expect(lines).toEqual([
    expect.stringMatching(/^mapping.yaml line 4: fields.talent_id: .*no column talnt.*did you mean talent\?$/),
    expect.stringMatching(/^mapping.yaml line 5: fields.job_titel: .*no such field; did you mean job_title\?$/),
    expect.stringMatching(/^mapping.yaml line 6: fields.stage: .*no column stge.*did you mean stage\?$/),
  ]);
});

it("check tells what is wrong with a mapping alone where no export can be read, or it lacks its key", async () => {
  const cwd = workplace(rows(2));
  for (const [text, path, problems] of [
    [`${HEAD}  job_titel: job\n  talent_id: talent\n`, "gone.csv", 1],
    ["target: external-application\nfields:\n  talent_id: talent\n  job_titel: job\n", "export.csv", 2],
    ["target: external-aplication\nfields:\n  talent_id: talnt\n", "export.csv", 1],
  ] as const) {
    writeFileSync(join(cwd, "mapping.yaml"), text);
    const { error } = (await hire(["check", path, "--json"], { cwd })).json;
    expect([error.kind, error.message.split("\n").length]).toEqual(["bad_mapping", problems]);
  }
});
