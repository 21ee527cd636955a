import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { newDecoder } from "../../src/csv/encodings/decoder.js";
import { stopOf } from "../csv/exports.js";
import { Desk, mappingText } from "./support.js";

const T = (at: number): string => `74123456789012${30_000 + at * 37}`;

const payloads = (desk: Desk) =>
  desk.rows().map(({ payload }) => JSON.parse(payload ?? "{}") as Record<string, unknown>);

describe("a record that is shifted by a delimiter without quotes", () => {
  it("is refused, and sent right once its cells are written into their columns", async () => {
    const desk = new Desk();
    desk.write("a.csv", `A-1,${T(1)},Offer,applied`, `A-2,${T(2)},Offer, but no,`, `A-3,${T(3)},Hired,`);
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 pending", "3 - invalid ragged_record", "4 A-3 pending"]);
    await desk.failures("a.csv", "failed.csv");
    const raw = `"A-2,${T(2)},Offer, but no,"`;
    desk.edit("failed.csv", `,,,,${raw}`, `A-2,${T(2)},"Offer, but no",,${raw}`);
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ pending: 3 });
    expect(payloads(desk)[1]).toMatchObject({ external_id: "A-2", stage: "Offer, but no" });
  });

  it("in a lookup file gives nobody another person's talent", async () => {
    const desk = new Desk();
    const lookup = "  talent_id: { column: person, lookup: { file: people.csv, key: person, value: talent } }\n";
    desk.mapping = `target: external-application\nfields:\n  external_id: id\n${lookup}`;
    const people = [`P-1,Ann,${T(1)},x`, `P-2,Li, Bob,${T(2)},`, `P-3,Eve,${T(3)},`, `P-4,"Li, Di",${T(4)},`];
    desk.writeRaw("people.csv", `person,name,talent,note\n${people.join("\n")}\n`);
    desk.writeRaw("a.csv", "id,person\nA-1,P-1\nA-2,P-2\nA-3,P-3\nA-4,P-4\n");
    const { exports } = await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 pending", "3 A-2 invalid not_in_lookup", "4 A-3 pending", "5 A-4 pending"]);
    expect(payloads(desk).map(({ talent_id }) => talent_id)).toEqual([T(1), undefined, T(3), T(4)]);
    const [found] = [...(exports[0]?.lookups.by_field.values() ?? [])];
    expect(found?.unusable).toMatchObject([
      { message: "Wrong number of cells: more than the 4 of the header", count: 1, lines: [3] },
    ]);
  });

  it.each([
    ["reads in two ways", Buffer.from("Niño", "latin1"), "windows-1252"],
    ["was decoded wrongly before it was saved", Buffer.from("MÃ¼ller"), "utf-8"],
  ])(
    "in a lookup file stops where its text %s, until the mapping names its encoding",
    async (_name, name, encoding) => {
      const desk = new Desk();
      const mapping = (more: string) =>
        "target: external-application\nfields:\n  external_id: id\n" +
        `  talent_id: { column: person, lookup: { file: people.csv, key: person, value: talent${more} } }\n`;
      const people = Buffer.concat([Buffer.from("person,talent\n"), name, Buffer.from(`,${T(1)}\n`)]);
      writeFileSync(desk.path("people.csv"), people);
      desk.writeRaw("a.csv", `id,person\nA-1,${newDecoder(encoding).decode(name)}\n`);
      desk.mapping = mapping("");
      const stop = await stopOf(desk.stage(["a.csv"]));
      expect(stop).toMatchObject({ exit: 2, kind: "uncertain_encoding" });
      expect(stop.hint).toMatch(/lookup: \{ …, encoding: [\w-]+ \}/);
      desk.mapping = `csv: { encoding: utf-8 }\n${mapping(`, encoding: ${encoding}`)}`;
      await desk.stage(["a.csv"]);
      expect(payloads(desk).map(({ talent_id }) => talent_id)).toEqual([T(1)]);
    },
  );

  it("in a lookup file whose columns come in another order further down is read by these", async () => {
    const desk = new Desk();
    const lookup = "  talent_id: { column: person, lookup: { file: people.csv, key: old, value: new } }\n";
    desk.mapping = `target: external-application\nfields:\n  external_id: id\n${lookup}`;
    desk.writeRaw("people.csv", `old,new\nP-1,${T(1)}\nnew,old\n${T(2)},P-2\n`);
    desk.writeRaw("a.csv", "id,person\nA-1,P-1\nA-2,P-2\n");
    const { exports } = await desk.stage(["a.csv"]);
    expect(payloads(desk).map(({ talent_id }) => talent_id)).toEqual([T(1), T(2)]);
    expect([...(exports[0]?.lookups.warnings.values() ?? [])].flat()).toMatchObject([
      { kind: "header_moved", lines: [3] },
    ]);
  });
});

describe("rows below a header in another order", () => {
  it("hold each cell in its field, also in the failures file and back", async () => {
    const desk = new Desk();
    const second = ["stage,way,talent,id", `Offer,applied,${T(2)},A-2`, `Hired,pigeon,${T(3)},A-3`];
    desk.write("a.csv", `A-1,${T(1)},Offer,applied`, ...second);
    const { contents } = await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 pending", "4 A-2 pending", "5 A-3 invalid unmapped_value"]);
    expect(payloads(desk)[1]).toEqual({ external_id: "A-2", talent_id: T(2), stage: "Offer", delivery_type: 2 });
    expect(contents.get(desk.path("a.csv"))).toMatchObject({
      not_rows: { header: { count: 1, lines: [3] } },
      warnings: [{ kind: "header_moved", lines: [3] }],
    });
    await desk.failures("a.csv", "failed.csv");
    desk.edit("failed.csv", `A-3,${T(3)},Hired,pigeon`, `A-3,${T(3)},Hired,applied`);
    await desk.stage(["failed.csv"]);
    expect(payloads(desk)[2]).toEqual({ external_id: "A-3", talent_id: T(3), stage: "Hired", delivery_type: 2 });
  });
});

describe("rows that a quotation mark has swallowed", () => {
  it("are rows again, and the two that it damaged can be corrected", async () => {
    const desk = new Desk();
    const rows = [`A-1,${T(1)},"Offer, x",`, `A-2,${T(2)},"strong,`, `A-3,${T(3)},Offer,`, `A-4,${T(4)},5 ft 10",`];
    desk.write("a.csv", ...rows);
    const { contents } = await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual([
      "2 A-1 pending",
      "3 - invalid unreadable_record",
      "4 A-3 pending",
      "5 - invalid unreadable_record",
    ]);
    expect(contents.get(desk.path("a.csv"))?.spanning).toEqual({ count: 0, longest: null });
    await desk.failures("a.csv", "failed.csv");
    desk.edit("failed.csv", `,,,,"A-2,${T(2)},""strong,"`, `A-2,${T(2)},"""strong",,x`);
    desk.edit("failed.csv", `,,,,"A-4,${T(4)},5 ft 10"","`, `A-4,${T(4)},"5 ft 10""",,x`);
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ pending: 4 });
    expect(payloads(desk).map(({ stage }) => stage)).toEqual(["Offer, x", '"strong', "Offer", '5 ft 10"']);
  });

  it("are none where the mapping says that nothing is quoted", async () => {
    const desk = new Desk();
    desk.mapping = mappingText({ top: 'csv: { quote: "" }' });
    desk.write("a.csv", `A-1,${T(1)},"strong,`, `A-2,${T(2)},Offer,`, `A-3,${T(3)},5 ft 10",`);
    await desk.stage(["a.csv"]);
    expect(payloads(desk).map(({ stage }) => stage)).toEqual(['"strong', "Offer", '5 ft 10"']);
  });
});

describe("what stands below the last row", () => {
  const rows = [`A-1,${T(1)},Offer,`, `A-2,${T(2)},Offer,`, `A-3,${T(3)},Offer,`];

  it.each([
    ["how many there are", ["共导出 3 条记录"], { footer: [5] }],
    ["when it was made", ["Generated: 2024-05-01 12:00,,,"], { footer: [5] }],
    ["who made it, in two cells", ["导出人,recruiting"], { footer: [5] }],
    ["a report's end", ["", "合计,3,,", "End of report", "Page 1 of 1, Confidential"], { total: [6], footer: [7, 8] }],
  ])("is no row: %s", async (_name, lines, expected) => {
    const desk = new Desk();
    desk.write("a.csv", ...rows, ...lines);
    const { contents } = await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 pending", "3 A-2 pending", "4 A-3 pending"]);
    const { total, footer } = contents.get(desk.path("a.csv"))?.not_rows ?? {};
    expect({ total: total?.lines, footer: footer?.lines }).toEqual({ total: [], footer: [], ...(expected as object) });
  });

  it.each([
    ["a row that was cut off", "A-4"],
    ["a row that was cut off in its second cell", "A-4,74123"],
    ["a row without its ids, however few it holds", ",,Report analyst,applied"],
    ["a word that nobody knows", "thanks"],
  ])("is one that is told: %s", async (_name, line) => {
    const desk = new Desk();
    desk.write("a.csv", ...rows, line);
    await desk.stage(["a.csv"]);
    expect(desk.counts()).toEqual({ pending: 3, invalid: 1 });
  });

  it("is one where a row stands below it", async () => {
    const desk = new Desk();
    desk.write("a.csv", ...rows, "共导出 3 条记录", `A-4,${T(4)},Offer,`);
    await desk.stage(["a.csv"]);
    expect(desk.counts()).toEqual({ pending: 4, invalid: 1 });
  });

  it("is left out once it is deleted from the export", async () => {
    const desk = new Desk();
    desk.write("a.csv", ...rows, "thanks");
    await desk.stage(["a.csv"]);
    desk.write("a.csv", ...rows);
    await desk.stage(["a.csv"]);
    expect(desk.counts()).toEqual({ pending: 3, skipped: 1 });
  });
});

describe("what was found in an export that is staged already", () => {
  it("is said again", async () => {
    const desk = new Desk();
    desk.write("a.csv", `A-1,${T(1)},"two\nlines",`, "id,talent,stage,way", `A-2,${T(2)},x,`);
    const first = await desk.stage(["a.csv"]);
    const second = await desk.stage(["a.csv"]);
    expect([...second.contents]).toEqual([...first.contents]);
    expect(second.contents.get(desk.path("a.csv"))).toMatchObject({
      spanning: { count: 1, longest: { line: 2, lines: 2 } },
      not_rows: { header: { lines: [4] } },
    });
  });
});

describe("a record of an export that leaves out blank cells at the end", () => {
  it("is complete where that is how Excel has written all of it", async () => {
    const desk = new Desk();
    // The header and fifteen rows are Excel's first block of sixteen.
    const way = (at: number) => (at > 15 ? "" : at === 3 ? ",applied" : ",");
    const rows = Array.from({ length: 40 }, (_, index) => `A-${index + 1},${T(index + 1)},Offer${way(index + 1)}`);
    desk.writeRaw("a.csv", `id,talent,stage,way\r\n${rows.join("\r\n")}\r\n`);
    const { exports } = await desk.stage(["a.csv"]);
    expect(desk.counts()).toEqual({ pending: 40 });
    expect(exports[0]?.file.widths).toMatchObject({ leaves_out: true, shorter: 25 });
  });
});
