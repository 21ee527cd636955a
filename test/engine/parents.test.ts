import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { exitOfLedger } from "../../src/app/exit-code.js";
import { openExports } from "../../src/engine/staging/exports.js";
import { openParent } from "../../src/engine/staging/parents.js";
import { type LedgerLookupField, ledgerLookups, loadMapping } from "../../src/mapping/index.js";
import { EXIT } from "../../src/model/exit.js";
import { TARGETS } from "../../src/targets/index.js";
import { Desk } from "./support.js";

const mappingOf = (parents: Desk, fields = "") => `target: external-application
fields:
  external_id: id
  talent_id: { column: parent, lookup: { ledger: ${parents.ledger_path} } }
${fields}`;

/** The parents are talents, which is what the field names. */
const PARENTS = "target: talent\nfields:\n  external_id: id\n  name: talent\n";

/** An import whose rows hang on those of another one, P-1, P-2, … */
async function family(...statuses: readonly ("done" | "failed" | "in_doubt" | "rejected" | undefined)[]) {
  const parents = new Desk();
  const children = new Desk();
  parents.write("p.csv", ...statuses.map((_, n) => `P-${n + 1},T${n + 1},s,applied`));
  await parents.stage(["p.csv"], { mapping: PARENTS });
  for (const [n, status] of statuses.entries()) if (status !== undefined) parents.sent(`P-${n + 1}`, status);
  const write = (...rows: readonly string[]) => children.writeRaw("a.csv", ["id,parent,stage", ...rows, ""].join("\n"));
  const stage = () => children.stage(["a.csv"], { mapping: mappingOf(parents) });
  const statusesOf = () =>
    Object.fromEntries(children.rows().map(({ key, status, kind }) => [key, kind ?? status] as const));
  const exit = () => exitOfLedger(children.ledger);
  return { parents, children, write, stage, statusesOf, exit };
}

const talentOf = (desk: Desk, key: string) => JSON.parse(desk.row(key).payload ?? "{}").talent_id;

it("gives the id under which Feishu holds the parent, and looks again for those that were not done", async () => {
  const { parents, children, write, stage, statusesOf, exit } = await family("done", undefined, "rejected");
  write("C-1,P-1,x", "C-2,P-2,x", "C-3,P-3,x", "C-4,P-9,x", "C-5,p-1,x");
  await stage();
  expect(statusesOf()).toEqual({
    "C-1": "pending",
    "C-2": "parent_not_done",
    "C-3": "parent_not_done",
    "C-4": "parent_unknown",
    // A key is what it is, to the letter.
    "C-5": "parent_unknown",
  });
  expect(talentOf(children, "C-1")).toBe("R-P-1");
  expect(exit()).toBe(EXIT.unfinished);
  expect(children.ledger.summary.problems().map(({ kind, message }) => `${kind}: ${message}`)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^parent_not_done: .*pending$/),
      expect.stringMatching(/^parent_not_done: .*rejected$/),
    ]),
  );

  children.sent("C-1", "done");
  const before = children.row("C-1").pass;
  await stage();
  // Nothing has changed anywhere: a resume reads nothing again.
  expect(children.row("C-1").pass).toBe(before);

  parents.sent("P-2", "done");
  await stage();
  expect(statusesOf()).toMatchObject({ "C-1": "done", "C-2": "pending", "C-3": "parent_not_done" });
  expect(talentOf(children, "C-2")).toBe("R-P-2");
  children.sent("C-2", "done");
  // What is left is no row that the same command would take on.
  expect(exit()).toBe(EXIT.some_rows_failed);
});

it("counts a done row as changed whose parent is another record by now", async () => {
  const { parents, children, write, stage } = await family("done");
  write("C-1,P-1,x");
  await stage();
  children.sent("C-1", "done");
  const { id, payload } = parents.row("P-1");
  parents.ledger.settlements.settle({
    row_id: id,
    run_id: null,
    how: "person",
    verdict: "done",
    remote_id: "R-other",
    failure: null,
    evidence: payload,
    now_ms: 0,
  });
  await stage();
  expect(children.ledger.summary.changed().count).toBe(1);
  expect(children.row("C-1")).toMatchObject({ status: "done", sent_payload: expect.stringContaining("R-P-1") });
});

it("tells what is wrong with a row itself before what it waits for", async () => {
  const { parents, children } = await family(undefined);
  children.writeRaw("a.csv", "id,parent,way\nC-1,P-1,strange\n");
  const way = "  delivery_type: { column: way, values: { applied: 2 } }\n";
  await children.stage(["a.csv"], { mapping: mappingOf(parents, way) });
  expect(children.row("C-1").kind).toBe("unmapped_value");
  expect(exitOfLedger(children.ledger)).toBe(EXIT.some_rows_failed);
});

it("reads a ledger that is being written, and what is written then at the next look", async () => {
  const { parents, children, write } = await family(undefined);
  write("C-1,P-1,x");
  children.writeRaw("mapping.yaml", mappingOf(parents));
  const mapping = loadMapping(children.path("mapping.yaml"), TARGETS);
  const look = () => openParent(mapping, ledgerLookups(mapping)[0] as LedgerLookupField);
  const meanwhile = parents.ledger.transaction(() => {
    parents.sent("P-1", "done");
    return look();
  });
  expect(meanwhile.find("P-1")).toMatchObject({ kind: "parent_not_done", parent_status: "pending" });
  expect(look().find("P-1")).toBe("R-P-1");
  expect(look().sha256).not.toBe(meanwhile.sha256);
});

it.each([
  ["there is none", undefined, EXIT.usage],
  ["it is no ledger", "id,parent\n", EXIT.machine],
  ["it is an empty file", "", EXIT.machine],
])("refuses a parent where %s", async (_, content, exit) => {
  const desk = new Desk();
  const path = desk.path("parent.db");
  if (content !== undefined) writeFileSync(path, content.repeat(400));
  desk.writeRaw("a.csv", "id,parent\nC-1,P-1\n");
  const fields = "  external_id: id\n  talent_id: { column: parent, lookup: { ledger: parent.db } }\n";
  desk.writeRaw("mapping.yaml", `target: external-application\nfields:\n${fields}`);
  const opened = openExports(loadMapping(desk.path("mapping.yaml"), TARGETS), [desk.path("a.csv")]);
  const hint = expect.not.stringContaining("--ledger");
  await expect(opened).rejects.toMatchObject({ exit, hint, message: expect.stringContaining("mapping.yaml line 4") });
});

it("says where a key differs in case or zeros alone, and never takes it for the other one", async () => {
  const { children, write, stage } = await family("done");
  write("C-1,p-1,x", "C-2,0P-1,x", "C-3,P-11,x");
  await stage();
  const told = children.ledger.summary.problems().map(({ message, count }) => [count, message]);
  expect(told).toEqual([
    [2, expect.stringMatching(/has no row with this key, but one that differs in case or leading zeros/)],
    [1, expect.stringMatching(/has no row with this key$/)],
  ]);
});

it("finds a key in full width where the parent's has it so, and in half width where it has not", async () => {
  const { parents, children, write, stage, statusesOf } = await family("done");
  parents.write("p.csv", "P-1,T1,s,applied", "Ｐ-２,T2,s,applied");
  await parents.stage(["p.csv"], { mapping: PARENTS });
  parents.sent("Ｐ-２", "done");
  write("C-1,Ｐ-１,x", "C-2,Ｐ-２,x", "C-3,P-2,x");
  await stage();
  expect(statusesOf()).toEqual({ "C-1": "pending", "C-2": "pending", "C-3": "parent_unknown" });
  expect([talentOf(children, "C-1"), talentOf(children, "C-2")]).toEqual(["R-P-1", "R-Ｐ-２"]);
});

it("refuses the ledger of another kind of records", async () => {
  const { parents, write, children } = await family("done");
  write("C-1,P-1,x");
  children.writeRaw("mapping.yaml", mappingOf(parents));
  const mapping = loadMapping(children.path("mapping.yaml"), TARGETS);
  const named = mapping.fields.map((field) => ({ ...field, shape: { ...field.shape, record_of: "note" } }));
  const opened = openExports({ ...mapping, fields: named }, [children.path("a.csv")]);
  await expect(opened).rejects.toMatchObject({
    exit: EXIT.other_ledger,
    message: expect.stringContaining("holds rows of the target talent; the field names rows of note"),
  });
});

it.each([
  ["lookup: { ledger: x.db, key: id }", /lookup.key: means nothing beside ledger/],
  ["lookup: { key: id }", /lookup.file: is missing/],
  ["lookup: { leger: x.db }", /lookup.leger: unknown key.*ledger/],
])("refuses a mapping with %s", (lookup, message) => {
  const desk = new Desk();
  desk.writeRaw(
    "mapping.yaml",
    `target: external-application\nfields:\n  external_id: id\n  talent_id: { column: t, ${lookup} }\n`,
  );
  expect(() => loadMapping(desk.path("mapping.yaml"), TARGETS)).toThrow(message);
});
