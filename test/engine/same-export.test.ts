import { copyFileSync, linkSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Desk } from "./support.js";

/** Two rows that no key tells from others, one that has none at all, one that is fine. */
const LINES = [",T1,offer,", "A-1,T1,offer,", ",T1,offer,", "A-2,T2,,"];
const WHOLE = ["2 - invalid missing_value", "3 A-1 pending", "4 - invalid missing_value", "5 A-2 pending"];

function begun() {
  const desk = new Desk();
  desk.write("a.csv", ...LINES);
  return desk;
}

/** Whatever the file is called. */
const brief = (desk: Desk) => desk.brief().map((line) => line.replace(/^\S+:/, ""));

const gzip = (from: string, to: string) => writeFileSync(to, gzipSync(readFileSync(from)));

const WAYS: readonly (readonly [string, string, (from: string, to: string) => void])[] = [
  ["a symbolic link", "link.csv", (from, to) => symlinkSync(from, to)],
  ["a hard link", "hard.csv", (from, to) => linkSync(from, to)],
  ["a copy", "copy.csv", (from, to) => copyFileSync(from, to)],
  ["a packed copy", "a.csv.gz", gzip],
  ["a packed one of any name", "export", gzip],
  ["the file, moved", "moved.csv", (from, to) => renameSync(from, to)],
  [
    "the file, packed where it stood",
    "a.csv.gz",
    (from, to) => {
      gzip(from, to);
      rmSync(from);
    },
  ],
];

describe("an export is known by what it holds", () => {
  it.each(WAYS)("by %s it is the same one, whose rows are counted once", async (_name, other, make) => {
    const desk = begun();
    await desk.stage(["a.csv"]);
    make(desk.path("a.csv"), desk.path(other));
    await desk.stage([other]);
    expect(brief(desk)).toEqual(WHOLE);
    expect(desk.ledger.sources.all()).toHaveLength(1);
    expect(desk.events).toContainEqual(expect.objectContaining({ event: "staged", reused: true }));
    expect(desk.ledger.given_exports.unread()).toEqual([]);
    // A program of another version stages it anew: its rows are the same rows.
    await desk.stage([other], { version: "2.0.0" });
    expect(brief(desk)).toEqual(WHOLE);
  });

  it.each(WAYS.slice(0, 5))("beside %s in one call it is read once, and that is said", async (_name, other, make) => {
    for (const names of [
      ["a.csv", other],
      [other, "a.csv"],
    ]) {
      const desk = begun();
      make(desk.path("a.csv"), desk.path(other));
      const staged = await desk.stage(names);
      expect(staged.exports).toHaveLength(1);
      expect(brief(desk)).toEqual(WHOLE);
      expect(desk.events.map(({ event }) => event)).toContain("same_export");
      await desk.stage(names.toReversed());
      expect(brief(desk)).toEqual(WHOLE);
    }
  });

  it("whose name another content has now is that other one, and the content is where it went", async () => {
    const desk = begun();
    await desk.stage(["a.csv"]);
    renameSync(desk.path("a.csv"), desk.path("january.csv"));
    desk.write("a.csv", ",T3,offer,", "B-1,T3,,");
    await desk.stage(["a.csv", "january.csv"]);
    expect(desk.rows().filter(({ key }) => key === null)).toHaveLength(3);
    expect(
      desk.ledger.sources
        .all()
        .map(({ path }) => path)
        .sort(),
    ).toEqual([desk.path("a.csv"), desk.path("january.csv")]);
  });

  it("with other content it is another one, however alike", async () => {
    const desk = begun();
    await desk.stage(["a.csv"]);
    desk.write("b.csv", ...LINES, "A-3,T3,,");
    await desk.stage(["b.csv"]);
    expect(desk.rows().filter(({ key }) => key === null)).toHaveLength(4);
    expect(desk.ledger.sources.all()).toHaveLength(2);
  });

  it("of an earlier version, which knew both names, it stays two", async () => {
    const desk = begun();
    await desk.stage(["a.csv"]);
    const { sources } = desk.ledger;
    const [{ sha256, size_bytes, dialect, facts }] = sources.all() as [ReturnType<typeof sources.all>[number]];
    copyFileSync(desk.path("a.csv"), desk.path("copy.csv"));
    sources.begin({ path: desk.path("copy.csv"), sha256, size_bytes, dialect, facts });
    await desk.stage(["a.csv", "copy.csv"]);
    expect(sources.all()).toHaveLength(2);
  });
});
