import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { folder, hire } from "./program.js";

const MAPPING = `target: external-application
timezone: Asia/Shanghai
fields:
  external_id: id
  talent_id: talent
  job_title: job
  delivery_type: way
  create_time: { column: created, format: "yyyy/MM/dd HH:mm" }
`;
const LONG = "A very long title of a job that nobody would ever apply for";
const EXPORT = `id,talent,job,way,created
A-1,6930815272790200007,,,not a time
A-2,6930815272790200014,${LONG},3,2023/07/02 00:30
A-3,6930815272790200021,工程师,,2023/07/03 14:14
A-4,6930815272790200028,Cook,2,2023/07/04 08:00
A-5,,Cook,2,2023/07/04 08:00
`;

let cwd: string;
beforeAll(() => {
  cwd = folder("file");
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  writeFileSync(join(cwd, "export.csv"), EXPORT);
});

it("check shows two valid rows with labels, and times in the mapping's zone", async () => {
  const { stdout } = await hire(["check", "export.csv"], { cwd, env: { TZ: "America/New_York" } });
  const shown = stdout.slice(stdout.indexOf("Two rows"), stdout.indexOf("5 rows")).trimEnd();
  expect(shown.split("\n").map((line) => line.trimEnd())).toEqual([
    "Two rows as Feishu Hire will have them (times: Asia/Shanghai)",
    "                 line 3                                     line 5",
    "  external_id    A-2                                        A-4",
    "  talent_id      6930815272790200014                        6930815272790200028",
    `  job_title      ${LONG.slice(0, 40)}…  Cook`,
    "  delivery_type  recommendation                             candidate applied",
    "  create_time    2023-07-02 00:30                           2023-07-04 08:00",
  ]);
});

it("its JSON has what is sent, and how it reads", async () => {
  const { json } = await hire(["check", "export.csv", "--json"], { cwd });
  expect(json.preview).toHaveLength(2);
  expect(json.preview[0]).toMatchObject({ export: "export.csv", line: 3, key: "A-2" });
  expect(json.preview[0].fields).toContainEqual({
    field: "create_time",
    value: Date.UTC(2023, 6, 1, 16, 30),
    shown: "2023-07-02 00:30",
  });
  expect(json.preview[1].fields).toContainEqual({ field: "delivery_type", value: 2, shown: "candidate applied" });
});

it("explain shows dates and labels, the numbers beside them", async () => {
  const args = ["run", "export.csv", "--sandbox", "--limit", "1"];
  await hire(args, { cwd });
  const { stdout } = await hire(["explain", "A-2"], { cwd, env: { TZ: "Asia/Shanghai" } });
  expect(stdout).toContain("  delivery_type: recommendation (3)\n");
  expect(stdout).toContain(`  create_time: 2023-07-02 00:30 UTC+8 (${Date.UTC(2023, 6, 1, 16, 30)})\n`);
  expect(stdout).toMatch(/\n {2}\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC\+8 {2}attempt 1: accepted/);
  expect(stdout).not.toMatch(/\dZ\b/);
});
