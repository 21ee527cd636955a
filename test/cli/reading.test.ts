import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, hire } from "./program.js";

const T = (at: number): string => `74123456789012${30_000 + at * 37}`;
const MAPPING = "target: external-application\nfields:\n  external_id: id\n  talent_id: talent\n  stage: stage\n";

/** A folder with an export and a mapping. */
function desk(lines: readonly string[]): string {
  const at = folder();
  writeFileSync(join(at, "mapping.yaml"), MAPPING);
  writeFileSync(join(at, "export.csv"), `id,talent,note,stage\n${lines.join("\n")}\n`);
  return at;
}

const LINES = [
  `A-1,${T(1)},"two\nlines",Offer`,
  `A-2,${T(2)},"three\nmore\nlines",Offer`,
  `A-3,${T(3)},x,Offer`,
  "id,talent,stage,note",
  `A-4,${T(4)},Screening,"y"`,
  "共导出 4 条记录",
];

describe("check and run", () => {
  it("say what was found beside the rows", async () => {
    const at = desk(LINES);
    const told = [
      "Ignored lines: 1 header again, 1 footer",
      "Records with line breaks: 2, the longest at line 4 (3 lines)",
    ];
    const checked = await hire(["check", "export.csv", "--no-color"], { cwd: at });
    for (const line of told) expect(checked.stdout).toContain(line);
    expect(checked.stdout).toContain("warning  export.csv: another header");
    const ran = await hire(["run", "export.csv", "--sandbox", "--yes", "--no-color"], { cwd: at });
    for (const line of told) expect(ran.stdout).toContain(line);
    expect(ran.stderr).toContain("export.csv line 8: another header");
  });

  it("have it in the JSON, and say it again of an export that is staged already", async () => {
    const at = desk(LINES);
    const expected = {
      not_rows: { "export.csv": { header: { count: 1, lines: [8] }, footer: { count: 1, lines: [10] } } },
      spanning: { "export.csv": { count: 2, longest: { line: 4, lines: 3 } } },
      warnings: [{ kind: "header_moved", field: null, export: "export.csv", count: 1, lines: [8] }],
    };
    for (const words of [["check"], ["run", "--sandbox", "--yes"], ["run", "--sandbox", "--yes"]]) {
      const [command = "", ...flags] = words;
      const { json } = await hire([command, "export.csv", ...flags, "--json"], { cwd: at });
      expect(json).toMatchObject(expected);
    }
  });

  it("say what is odd about cells that are sent all the same", async () => {
    const at = desk([`A-1,${T(1)},x,nan`, `A-2,${T(2)},x,R&amp;D`, `A-3,${T(3)},x,Offer`, "A-4,hired-12,x,Offer"]);
    const told = [
      "export.csv line 2: column stage: words for nothing are sent as they stand: nan",
      "export.csv line 3: column stage: HTML is sent as it stands",
      "export.csv line 5: talent_id: hired-12: unlike the other ids",
    ];
    const words = ["run", "export.csv", "--sandbox", "--yes", "--limit", "1"];
    const ran = await hire([...words, "--no-color"], { cwd: at });
    for (const line of told) expect(ran.stderr).toContain(line);
    const { json } = await hire(["check", "export.csv", "--json"], { cwd: at });
    const kinds = [{ kind: "word_for_nothing" }, { kind: "encoded_text" }, { kind: "unlike_other_ids", lines: [5] }];
    expect(json).toMatchObject({ warnings: kinds });
    const again = desk(["A-4,hired-12,x,nan", ...[1, 2, 3].map((n) => `A-${n},${T(n)},x,R&amp;D`)]);
    const { json: run } = await hire([...words, "--json"], { cwd: again });
    expect(run).toMatchObject({ warnings: [{ kind: "encoded_text" }, { kind: "word_for_nothing" }, { lines: [2] }] });
  });

  it("say also that no record has several lines", async () => {
    const { stdout } = await hire(["check", "export.csv"], { cwd: desk([`A-1,${T(1)},x,Offer`]) });
    expect(stdout).toContain("Records with line breaks: none");
  });
});
