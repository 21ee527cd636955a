import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { talent } from "./exports.js";
import { folder, hire } from "./program.js";

const MAPPING = `target: external-application
fields:
  external_id: id
  talent_id: talent
  job_recruitment_type: kind
  delivery_type:
    column: way
    values:
      内推: 3
      Career Site: 2
`;

const LONG = "Minimum qualifications as stated in the ad not met";

/** Ways of applying, each in a row of its own. */
function place(...ways: readonly string[]): string {
  const cwd = folder();
  const lines = ways.map((way, n) => `A-${n},${talent(n + 1)},社招,"${way.replaceAll('"', '""')}"`);
  writeFileSync(join(cwd, "export.csv"), `id,talent,kind,way\n${lines.join("\n")}\n`);
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  return cwd;
}

/** The lines that `check` prints under a field, up to the next one. */
function linesUnder(stdout: string, field: string): string[] {
  const [, below = ""] = stdout.split(new RegExp(`^  ${field} \\(.*\\n`, "m"));
  const lines = below.split("\n");
  return lines
    .slice(
      0,
      lines.findIndex((line) => !line.startsWith("    ")),
    )
    .map((line) => line.slice(4));
}

describe("check lists the values that the mapping does not", () => {
  it("as lines that can be filled in and pasted as they are", async () => {
    const ways = ["猎头", 'yes: "no" # x', "- a", "123", "true", "a\nb", "'{", "*", "null,", "\\n", "猎头 "];
    const cwd = place(...ways);
    const { stdout, exit } = await hire(["check", "export.csv"], { cwd });
    expect(exit).toBe(1);
    const pasted = linesUnder(stdout, "delivery_type");
    expect(pasted[0]).toBe("猎头: TODO  # 2 rows");
    expect(pasted).toHaveLength(ways.length - 1);
    const kinds = linesUnder(stdout, "job_recruitment_type");
    expect(kinds).toEqual(["values:", "  社招: TODO  # 11 rows"]);

    const path = join(cwd, "mapping.yaml");
    const kind = `job_recruitment_type:\n    column: kind\n${kinds.map((line) => `    ${line}`).join("\n")}`;
    const whole = readFileSync(path, "utf8").replace("job_recruitment_type: kind", kind);
    writeFileSync(path, `${whole}${pasted.map((line) => `      ${line}\n`).join("")}`);
    const unfilled = await hire(["check", "export.csv", "--json"], { cwd });
    expect(unfilled.exit).toBe(2);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(": TODO", ": 1"));
    const filled = await hire(["check", "export.csv", "--json"], { cwd });
    expect(filled.json).toMatchObject({ exit: 0, problems: [], unmapped: [] });
  });

  it("with what they are probably meant to be", async () => {
    const cwd = place("Carrer Site", "内推,Career Site", LONG, LONG);
    const { stdout } = await hire(["check", "export.csv"], { cwd });
    expect(stdout).toContain(
      "delivery_type (column way): 1 HR sourcing, 2 candidate applied, 3 recommendation, 4 other",
    );
    expect(linesUnder(stdout, "delivery_type")).toEqual([
      "# 2 rows, to be written out: Minimum qualifications as stated in the …",
      "Carrer Site: TODO  # 1 row, like Career Site",
      '"内推,Career Site": TODO  # 1 row; or all such cells by split: ","',
    ]);
    const { json } = await hire(["check", "export.csv", "--json"], { cwd });
    const of_way = { field: "delivery_type", column: "way", count: 1 };
    expect(json.unmapped).toEqual([
      {
        ...of_way,
        field: "job_recruitment_type",
        column: "kind",
        value: "社招",
        count: 4,
        suggestion: null,
        split: null,
      },
      { ...of_way, value: `${LONG.slice(0, 40)}…`, count: 2, suggestion: null, split: null },
      { ...of_way, value: "Carrer Site", suggestion: "Career Site", split: null },
      { ...of_way, value: "内推,Career Site", suggestion: null, split: "," },
    ]);
  });

  it("once, where several exports have them", async () => {
    const cwd = place("猎头", "BOSS");
    const csv = readFileSync(join(cwd, "export.csv"), "utf8");
    writeFileSync(join(cwd, "other.csv"), csv.replace("BOSS", "猎 头").replaceAll("A-", "B-"));
    const { stdout } = await hire(["check", "export.csv", "other.csv"], { cwd });
    expect(linesUnder(stdout, "delivery_type")).toEqual([
      "猎头: TODO  # 2 rows",
      "BOSS: TODO  # 1 row",
      "猎 头: TODO  # 1 row",
    ]);
  });

  it("up to a hundred of a field", async () => {
    const cwd = place(...Array.from({ length: 102 }, (_, n) => `way ${n}`));
    const { stdout } = await hire(["check", "export.csv"], { cwd });
    const lines = linesUnder(stdout, "delivery_type");
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe("# and 2 more (--json has all)");
  });
});
