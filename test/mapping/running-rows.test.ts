import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bindMapping, loadMapping } from "../../src/mapping/index.js";
import { TARGETS } from "../../src/targets/index.js";

const folder = mkdtempSync(join(tmpdir(), "running-"));

interface Case {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Lines of the mapping. */
  readonly where?: string;
  readonly fields?: string;
}

/** The warnings of `check` about an export whose first two columns are id and talent. */
function warned({ header, rows, where = "", fields = "" }: Case) {
  const path = join(folder, "mapping.yaml");
  const times = fields === "" ? "" : "timezone: UTC\n";
  const all = `fields:\n  external_id: id\n  talent_id: talent\n${fields}`;
  writeFileSync(path, `target: external-application\n${times}${where}${all}`);
  const names = ["id", "talent", ...header];
  const mapper = bindMapping(loadMapping(path, TARGETS), { line: 1, names }, "export.csv");
  for (const [n, cells] of rows.entries()) mapper.map([`A-${n}`, `693081527279020000${n + 1}`, ...cells], n + 2);
  return mapper.warnings().filter(({ kind }) => kind === "still_running" || kind === "already_hired");
}

const ENDED = '  modify_time: { column: ended, format: "yyyy-MM-dd" }\n';

it.each([
  ["Status", ["Active", "in progress", "Rejected"], 2],
  ["候选人状态", ["流程中", "进行中", "已淘汰"], 2],
  ["投递状态", ["待筛选", "已归档", "已淘汰"], 1],
  ["Applicant Status", ["IN_REVIEW", "Closed", ""], 1],
])("says of %s which rows may still run", (title, words, count) => {
  const [warning, ...more] = warned({ header: [title], rows: words.map((word) => [word]) });
  expect(more).toEqual([]);
  expect(warning).toMatchObject({ kind: "still_running", column: title, count, field: null });
});

it("gives the line that leaves them out, to be pasted", () => {
  const rows = [["流程中"], ["流程中"], ["进行中"], ["已入职"]];
  const warnings = warned({ header: ["状态"], rows });
  expect(warnings.map(({ hint }) => hint)).toEqual([
    'To leave them out, add `where:` to the mapping, and below it:  - { column: "状态", not_in: ["流程中", "进行中"] }',
    'To leave them out, add `where:` to the mapping, and below it:  - { column: "状态", not_in: ["已入职"] }',
  ]);
  const pasted = warnings.map(({ hint }) => `  ${hint.slice(hint.indexOf("- {"))}\n`).join("");
  expect(warned({ header: ["状态"], rows, where: `where:\n${pasted}` })).toEqual([]);
});

it("takes a termination date for an end, of whatever the status says", () => {
  const rows = [
    ["Active", ""],
    ["Active", "2024-05-01"],
    ["Hired", "2024-05-01"],
  ];
  const [hired, running] = warned({ header: ["Status", "ended"], rows, fields: ENDED }).sort((a, b) =>
    a.kind.localeCompare(b.kind),
  );
  expect(hired).toMatchObject({ count: 1, lines: [4] });
  expect(running).toMatchObject({ count: 1, lines: [2] });
  expect(running?.message).toBe("Active, and no termination date. They may still be running.");
});

it("believes a step only where no termination date says otherwise", () => {
  const rows = [
    ["Interview", ""],
    ["Interview", "2024-05-01"],
  ];
  expect(warned({ header: ["Stage", "ended"], rows, fields: ENDED })).toMatchObject([{ count: 1, lines: [2] }]);
  expect(warned({ header: ["Stage", "ended"], rows })).toEqual([]);
  expect(warned({ header: ["Stage", "ended"], rows: [["Hired", ""]] })).toMatchObject([{ kind: "already_hired" }]);
});

it("raises no alarm where somebody has listed what comes along, or for other columns", () => {
  const rows = [["Active"], ["Hired"]];
  const where = "where:\n  - { column: Status, in: [Active, Hired] }\n";
  expect(warned({ header: ["Status"], rows, where })).toEqual([]);
  expect(warned({ header: ["Job Status"], rows: [["Open"]] })).toEqual([]);
  expect(warned({ header: ["Notes"], rows: [["Active"]] })).toEqual([]);
});

it("does not count rows that are not sent", () => {
  const where = "where:\n  - { column: City, in: [Oslo] }\n";
  const rows = [
    ["Active", "Rome"],
    ["Active", "Oslo"],
  ];
  const [warning] = warned({ header: ["Status", "City"], rows, where });
  expect(warning).toMatchObject({ count: 1 });
  expect(warning?.hint).toContain("add under `where:` in the mapping:  - { column: ");
});
