import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readFailure } from "../../src/ledger/file/failures.js";
import { Desk, mappingText } from "./support.js";

const OTHER_MAPPING = mappingText({ more: "  resume_source: { value: old system }" });

/** Stages `a.csv` with these lines and writes its failures to `failed.csv`. */
async function failing(lines: readonly string[], before?: (desk: Desk) => void): Promise<Desk> {
  const desk = new Desk();
  desk.write("a.csv", ...lines);
  await desk.stage(["a.csv"]);
  before?.(desk);
  await desk.failures("a.csv", "failed.csv");
  return desk;
}

/** Lines of `failed.csv` below its header. */
function failedLines(desk: Desk): string[] {
  return readFileSync(desk.path("failed.csv"), "utf8").split("\r\n").slice(1, -1);
}

function writeFailed(desk: Desk, lines: readonly string[]): void {
  const [header] = readFileSync(desk.path("failed.csv"), "utf8").split("\r\n");
  writeFileSync(desk.path("failed.csv"), [header, ...lines, ""].join("\r\n"));
}

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((first, at) =>
    permutations(all.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
  );
}

describe("a mended failures file", () => {
  it("mends rows with a bad cell, without a key, and not even CSV", async () => {
    const desk = await failing(["A-1,T1,,pigeon", ",T2,,", 'A-3,T3,"x"y,', "A-4,T4"]);
    const ids = desk.rows().map(({ id }) => id);
    desk.edit("failed.csv", ",pigeon", ",applied");
    desk.edit("failed.csv", ",,T2", ",A-2,T2");
    desk.edit("failed.csv", ',,,,"A-3,T3,""x""y,"', 'A-3,T3,xy,,"A-3,T3,""x""y,"');
    desk.edit("failed.csv", ',,,,"A-4,T4"', 'A-4,T4,,,"A-4,T4"');
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual([
      "failed.csv:2 A-1 pending",
      "failed.csv:3 A-2 pending",
      "failed.csv:4 A-3 pending",
      "failed.csv:5 A-4 pending",
    ]);
    expect(desk.rows().map(({ id }) => id)).toEqual(ids);
  });

  it("that was not touched changes nothing", async () => {
    const desk = await failing(["A-1,T1,,pigeon", ",T2,,", "A-4,T4", "A-5,T5,x,", "A-5,T5,y,"]);
    const before = desk.rows().map(({ id, key, status, kind }) => [id, key, status, kind]);
    await desk.stage(["failed.csv"]);
    const after = desk.rows().map(({ id, key, status, kind }) => [id, key, status, kind]);
    const expected = before.map(([id, key, status, kind]) => [
      id,
      key,
      status,
      // Its text is kept in the column `_raw`, and waits there for its cells.
      kind === "ragged_record" ? "unreadable_record" : kind,
    ]);
    expect(after).toEqual(expected);
  });

  it("mends by changing the key", async () => {
    const desk = await failing(["A-1,T1,,pigeon"]);
    const [before] = desk.rows();
    desk.edit("failed.csv", "A-1,T1,,pigeon", "B-1,T1,,applied");
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["failed.csv:2 B-1 pending"]);
    expect(desk.rows()[0]?.id).toBe(before?.id);
  });

  it("can be mended again in its place", async () => {
    const desk = await failing(["A-1,T1,,pigeon", ",T2,,"]);
    desk.edit("failed.csv", ",pigeon", ",dove");
    await desk.stage(["failed.csv"]);
    desk.edit("failed.csv", ",dove", ",applied");
    desk.edit("failed.csv", ",,T2", ",A-2,T2");
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ pending: 2 });
  });

  it("can be written out again where it is still wrong", async () => {
    const desk = await failing(["A-1,T1,,pigeon", "A-2,T2"]);
    desk.edit("failed.csv", ",pigeon", ",dove");
    await desk.stage(["failed.csv"]);
    expect(await desk.failures("failed.csv", "failed-again.csv")).toBe(2);
    desk.edit("failed-again.csv", ",dove", ",applied");
    desk.edit("failed-again.csv", ',,,,"A-2,T2"', 'A-2,T2,,,"A-2,T2"');
    await desk.stage(["failed-again.csv"]);
    expect(desk.counts()).toEqual({ pending: 2 });
  });

  it("a record whose cells still stand in _raw alone stays invalid, also outside where", async () => {
    const desk = new Desk();
    desk.mapping = mappingText({ top: "where:\n  - { column: stage, in: [offer] }" });
    desk.write("a.csv", "A-1,T1");
    await desk.stage(["a.csv"]);
    await desk.failures("a.csv", "failed.csv");
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["failed.csv:2 - invalid unreadable_record"]);
  });

  it("a row that where leaves out after it was mended is skipped", async () => {
    const desk = new Desk();
    desk.mapping = mappingText({ top: "where:\n  - { column: stage, in: [offer] }" });
    desk.write("a.csv", "A-1,T1,offer,pigeon", ",T2,offer,");
    await desk.stage(["a.csv"]);
    await desk.failures("a.csv", "failed.csv");
    desk.edit("failed.csv", "A-1,T1,offer,pigeon", "A-1,T1,other,pigeon");
    desk.edit("failed.csv", ",,T2,offer", ",A-2,T2,other");
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["failed.csv:2 A-1 skipped excluded", "failed.csv:3 A-2 skipped excluded"]);
  });
});

describe("a row that was sent", () => {
  const rejected = () => failing(["A-1,T1,offer,"], (desk) => desk.sent("A-1", "rejected", 1002102));

  it("is mended under the same key", async () => {
    const desk = await rejected();
    desk.edit("failed.csv", "T1", "T9");
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["failed.csv:2 A-1 pending"]);
    expect(desk.rows()[0]?.payload).toContain("T9");
  });

  it("stays rejected where nothing was mended", async () => {
    const desk = await rejected();
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 rejected refused"]);
  });

  it("is another row with another key: what Feishu may hold keeps its own", async () => {
    const desk = await rejected();
    desk.edit("failed.csv", "A-1,T1", "B-1,T1");
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 rejected refused", "failed.csv:2 B-1 pending"]);
  });

  it("is not touched by where", async () => {
    const desk = await rejected();
    desk.edit("failed.csv", "T1,offer", "T1,other");
    await desk.stage(["failed.csv"], { mapping: mappingText({ top: "where:\n  - { column: stage, in: [offer] }" }) });
    expect(desk.brief()).toEqual(["2 A-1 rejected refused"]);
  });
});

describe("a _row cell that cannot be right", () => {
  it("given twice in one file is refused, for each of them", async () => {
    const desk = await failing(["A-1,T1,,pigeon", "A-2,T2,,pigeon"]);
    const [first = "", second = ""] = failedLines(desk);
    const mended = first.replace(",pigeon", ",applied");
    writeFailed(desk, [mended, second.replace(",pigeon", ",applied"), mended.replace("A-1", "A-3")]);
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual([
      "failed.csv:2 A-1 invalid bad_row_reference",
      "failed.csv:3 A-2 pending",
      "failed.csv:4 - invalid bad_row_reference",
    ]);
    writeFailed(desk, [mended, second.replace(",pigeon", ",applied")]);
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ pending: 2, skipped: 1 });
  });

  it("given twice is refused for a row that was sent, too", async () => {
    const desk = await failing(["A-1,T1,,"], (each) => each.sent("A-1", "rejected", 1));
    const [line = ""] = failedLines(desk);
    writeFailed(desk, [line, line.replace("T1", "T9")]);
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ invalid: 2 });
  });

  it("given in two files of one call is refused", async () => {
    const desk = await failing(["A-1,T1,,pigeon"]);
    desk.edit("failed.csv", ",pigeon", ",applied");
    // To the byte the same, it would count as one file.
    writeFileSync(desk.path("copy.csv"), readFileSync(desk.path("failed.csv"), "utf8").replace("T1", "T9"));
    await desk.stage(["failed.csv", "copy.csv"]);
    expect(desk.counts()).toEqual({ invalid: 2 });
  });

  it.each([
    ["damaged", (cell: string) => cell.replace("-", "/"), "damaged"],
    ["another ledger's", (cell: string) => cell.replace("L", "M"), "another ledger"],
    ["of a row that there is not", () => "-77", "no row with this _row"],
  ])("%s makes its record invalid and mends nothing", async (_, spoil, message) => {
    const desk = await failing(["A-1,T1,,pigeon", "A-2,T2,,pigeon"]);
    const [first = "", second = ""] = failedLines(desk).map((line) => line.replace(",pigeon", ",applied"));
    const cell = second.slice(0, second.indexOf(","));
    const spoilt = spoil(cell).startsWith("-") ? cell.replace(/-\d+$/, spoil(cell)) : spoil(cell);
    writeFailed(desk, [first, second.replace(cell, spoilt)]);
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual([
      "3 A-2 invalid unmapped_value",
      "failed.csv:2 A-1 pending",
      "failed.csv:3 - invalid bad_row_reference",
    ]);
    const problems = [...desk.ledger.summary.eachProblem(2)].map(({ failure }) => readFailure(failure).message);
    expect(problems.join()).toContain(message);
  });

  it("a file of another ledger is refused as a whole", async () => {
    const desk = await failing(["A-1,T1,,pigeon"]);
    const elsewhere = await failing(["Z-1,T1,,pigeon"]);
    const foreign = readFileSync(elsewhere.path("failed.csv"), "utf8");
    writeFileSync(desk.path("foreign.csv"), foreign.replace(",pigeon", ",applied"));
    const refused = { exit: 2, kind: "bad_row_reference" };
    await expect(desk.stage(["foreign.csv"])).rejects.toMatchObject(refused);
    expect(desk.brief()).toEqual(["2 A-1 invalid unmapped_value"]);
  });

  it("an empty one is a row that somebody has added", async () => {
    const desk = await failing(["A-1,T1,,pigeon"]);
    writeFailed(desk, [...failedLines(desk), ",,,,,,,B-1,T1,,"]);
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["failed.csv:2 A-1 invalid unmapped_value", "failed.csv:3 B-1 pending"]);
  });
});

describe("several rows mended at once", () => {
  it("two rows mended into one are a repeat", async () => {
    const desk = await failing(["A-1,T1,,pigeon", "A-2,T1,,pigeon"]);
    const [first = "", second = ""] = failedLines(desk).map((line) => line.replace(",pigeon", ",applied"));
    writeFailed(desk, [first, second.replace("A-2", "A-1")]);
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["failed.csv:2 A-1 pending", "failed.csv:3 A-1 skipped repeat"]);
  });

  it("a row mended into a done one of the same content is a repeat", async () => {
    const desk = await failing(["A-1,T1,,applied", "A-2,T1,,pigeon"], (each) => each.sent("A-1", "done"));
    desk.edit("failed.csv", "A-2,T1,,pigeon", "A-1,T1,,applied");
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 done", "failed.csv:2 A-1 skipped repeat"]);
  });

  it("two rows mended into one key with different content are in conflict", async () => {
    const desk = await failing(["A-1,T1,,pigeon", "A-2,T2,,pigeon"]);
    const [first = "", second = ""] = failedLines(desk).map((line) => line.replace(",pigeon", ",applied"));
    writeFailed(desk, [first, second.replace("A-2", "A-1")]);
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["failed.csv:2 A-1 invalid key_conflict", "failed.csv:3 A-1 invalid key_conflict"]);
  });

  it.each([
    ["the first takes another key", ["A-5,T5,x,", "A-6,T5,x,"]],
    ["the second takes another key", ["A-5,T5,y,", "A-6,T5,y,"]],
  ])("a conflict is mended where %s", async (_, [from, to]) => {
    const desk = await failing(["A-5,T5,x,", "A-5,T5,y,"]);
    desk.edit("failed.csv", from as string, to as string);
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ pending: 2 });
  });

  const THREE = ["A-1,T1,,pigeon", "A-2,T2,,pigeon", "A-3,T3,,pigeon"];
  const KEYS = ["A-1", "A-2", "A-3"];
  const SOME_ORDERS = [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ];

  /** `failed.csv` with these keys for the three rows, its lines in this order; each row is right but for its key. */
  const rekeyed = async (keys: readonly string[], order: readonly number[]) => {
    const desk = await failing(THREE);
    const lines = failedLines(desk).map((line, at) =>
      line.replace(`A-${at + 1},T${at + 1},,pigeon`, `${keys[at]},T${at + 1},,applied`),
    );
    writeFailed(
      desk,
      order.map((at) => lines[at] as string),
    );
    return desk;
  };
  const talents = (desk: Desk) =>
    Object.fromEntries(desk.rows().map(({ key, payload }) => [key, JSON.parse(payload ?? "{}").talent_id]));

  it.each(permutations(KEYS).filter((keys) => String(keys) !== String(KEYS)))(
    "rows exchange their keys, in whatever order they stand: %j",
    async (...keys) => {
      for (const order of SOME_ORDERS) {
        const desk = await rekeyed(keys, order);
        const ids = desk.rows().map(({ id }) => id);
        for (const reuse of [true, false]) {
          await desk.stage(["failed.csv"], { reuse });
          expect(desk.counts()).toEqual({ pending: 3 });
          expect(desk.rows().map(({ id }) => id)).toEqual(ids);
          expect(talents(desk)).toEqual(Object.fromEntries(keys.map((key, at) => [key, `T${at + 1}`])));
        }
        await desk.stage(["a.csv"], { reuse: false });
        expect(desk.counts()).toEqual({ pending: 3 });
      }
    },
  );

  it.each(permutations([0, 1, 2]))(
    "a key is given up by one row and taken by another: in the order %j",
    async (...order) => {
      const desk = await rekeyed(["A-2", "A-3", "A-4"], order);
      await desk.stage(["failed.csv"]);
      expect(desk.counts()).toEqual({ pending: 3 });
      expect(talents(desk)).toEqual({ "A-2": "T1", "A-3": "T2", "A-4": "T3" });
    },
  );

  it.each(permutations([0, 1, 2]))("a key that its row keeps is in conflict: in the order %j", async (...order) => {
    const desk = await rekeyed(["A-2", "A-2", "A-1"], order);
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ pending: 1, invalid: 2 });
    expect(talents(desk)["A-1"]).toBe("T3");
  });

  it.each([[[0, 1]], [[1, 0]]])("a conflict is mended in the order %j", async (order) => {
    const desk = await failing(["A-5,T5,x,", "A-5,T5,y,"]);
    const lines = failedLines(desk).map((line) => line.replace("A-5,T5,x,", "A-6,T5,x,"));
    writeFailed(
      desk,
      order.map((at) => lines[at] as string),
    );
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ pending: 2 });
  });

  /** Two lines that have exchanged their `_row`; both rows are refused, or the first alone. */
  it.each([
    ["none of them was sent", [], [0, 1]],
    ["the first was sent", ["A-1"], [0, 1]],
    ["the first was sent", ["A-1"], [1, 0]],
    ["the second was sent", ["A-2"], [0, 1]],
    ["both were sent", ["A-1", "A-2"], [1, 0]],
  ] as const)("two lines have exchanged their _row: %s %j %j", async (_, sent, order) => {
    const lines = ["A-1", "A-2"].map(
      (key, at) => `${key},T${at + 1},,${sent.some((each) => each === key) ? "" : "pigeon"}`,
    );
    const desk = await failing(lines, (each) => {
      for (const key of sent) each.sent(key, "rejected", 1002102);
    });
    const [first = "", second = ""] = failedLines(desk).map((line) => line.replace(/,(?:pigeon)?$/, ",applied"));
    const reference = (line: string) => line.slice(0, line.indexOf(","));
    const exchanged = [
      first.replace(reference(first), reference(second)),
      second.replace(reference(second), reference(first)),
    ];
    writeFailed(
      desk,
      order.map((at) => exchanged[at] as string),
    );
    for (const names of [["failed.csv"], ["a.csv", "failed.csv"]]) {
      await desk.stage(names, { reuse: false });
      expect(desk.counts()).toEqual({ pending: 2 });
      expect(talents(desk)).toEqual({ "A-1": "T1", "A-2": "T2" });
    }
  });

  it.each([[[0, 1]], [[1, 0]]])("a row that somebody has added takes a key that is given up: %j", async (order) => {
    const desk = await failing(["A-1,T1,,pigeon"]);
    const [line = ""] = failedLines(desk);
    const lines = [line.replace("A-1,T1,,pigeon", "A-9,T1,,applied"), ",,,,,,,A-1,T7,,applied"];
    writeFailed(
      desk,
      order.map((at) => lines[at] as string),
    );
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ pending: 2 });
    expect(talents(desk)).toEqual({ "A-9": "T1", "A-1": "T7" });
  });

  it("a row that somebody has added with the key of another line is told, whichever comes first", async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const desk = await failing(["A-1,T1,,pigeon"]);
      const lines = [(failedLines(desk)[0] ?? "").replace(",pigeon", ",applied"), ",,,,,,,A-1,T7,,applied"];
      writeFailed(
        desk,
        order.map((at) => lines[at] as string),
      );
      await desk.stage(["failed.csv"]);
      expect(desk.counts()).toEqual({ invalid: 2 });
    }
  });

  it("a key goes over to a row whose owner where leaves out", async () => {
    const desk = await failing(["A-1,T1,other,", "A-2,T2,offer,pigeon"]);
    desk.edit("failed.csv", "A-2,T2,offer,pigeon", "A-1,T2,offer,applied");
    const mapping = mappingText({ top: "where:\n  - { column: stage, in: [offer] }" });
    await desk.stage(["a.csv"], { mapping });
    await desk.stage(["failed.csv"], { mapping });
    expect(desk.brief()).toEqual(["2 A-1 skipped excluded", "failed.csv:2 A-1 pending"]);
  });
});

describe("the export beside its mended failures file", () => {
  const LINES = ["A-1,T1,,pigeon", ",T2,,", "A-4,T4", "A-4,T4", "A-5,T5,x,", "A-5,T5,y,", "A-6,T6,,", "A-1,T1,,pigeon"];
  const mended = async (): Promise<Desk> => {
    const desk = await failing(LINES);
    desk.edit("failed.csv", "A-1,T1,,pigeon", "B-1,T1,,applied");
    desk.edit("failed.csv", ",,T2", ",A-2,T2");
    desk.edit("failed.csv", ',,,,"A-4,T4"', 'A-4,T4,,,"A-4,T4"');
    desk.edit("failed.csv", "A-5,T5,x,", "A-7,T5,x,");
    return desk;
  };
  const MENDED = [
    "8 A-6 pending",
    "9 A-1 skipped repeat",
    "failed.csv:2 B-1 pending",
    "failed.csv:3 A-2 pending",
    "failed.csv:4 A-4 pending",
    "failed.csv:5 - invalid unreadable_record",
    "failed.csv:6 A-7 pending",
    "failed.csv:7 A-5 pending",
  ];

  it.each([[["failed.csv"]], [["a.csv", "failed.csv"]], [["failed.csv", "a.csv"]]])(
    "comes to the same: %s",
    async (names) => {
      const desk = await mended();
      await desk.stage(names);
      expect(desk.brief()).toEqual(MENDED);
      await desk.stage(names, { reuse: false });
      expect(desk.brief()).toEqual(MENDED);
    },
  );

  it.each([[["a.csv"]], [["a.csv", "failed.csv"]], [["failed.csv", "a.csv"]]])(
    "staged again with another mapping does not bring back what was mended: %s",
    async (names) => {
      const desk = await mended();
      await desk.stage(["failed.csv"]);
      desk.mapping = OTHER_MAPPING.replace("applied: 2", "applied: 2, pigeon: 4");
      await desk.stage(names);
      expect(desk.brief()).toEqual(MENDED);
    },
  );

  it("does not bring it back after the mended rows were sent, either", async () => {
    const desk = await mended();
    await desk.stage(["failed.csv"]);
    for (const key of ["B-1", "A-2", "A-4", "A-5", "A-6", "A-7"]) desk.sent(key, "done");
    const before = desk.brief();
    desk.mapping = OTHER_MAPPING.replace("applied: 2", "applied: 2, pigeon: 4");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(before);
    desk.write("later.csv", "B-1,T1,new,applied");
    await desk.stage(["later.csv"]);
    await desk.stage(["a.csv"], { reuse: false });
    expect(desk.counts()).toEqual({ done: 6, skipped: 1, invalid: 1 });
    expect(desk.row("B-1")).toMatchObject({ file: "later.csv", sent_payload: expect.any(String) });
  });

  it("a row that is corrected there, and not yet right, stays when its record is gone from the export", async () => {
    const desk = await failing(["A-1,T1,,pigeon", "A-2,T2,,"]);
    desk.edit("failed.csv", ",pigeon", ",dove");
    await desk.stage(["failed.csv"]);
    desk.write("a.csv", "A-2,T2,,");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-2 pending", "failed.csv:2 A-1 invalid unmapped_value"]);
  });

  it("a record that was changed in the export since is the newer one", async () => {
    const desk = await failing(["A-1,T1,,pigeon"]);
    desk.edit("failed.csv", ",pigeon", ",applied");
    await desk.stage(["failed.csv"]);
    desk.write("a.csv", "A-1,T1,offer,applied");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 pending"]);
    expect(desk.rows()[0]?.payload).toContain("offer");
  });
});
