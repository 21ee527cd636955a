import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportText } from "../../bench/make-export.mjs";
import { EXPORTS, FILES } from "../../scripts/make-fixtures.mjs";
import { ROOT } from "./source-tree.js";

describe("the example exports", () => {
  it.each(Object.entries(EXPORTS))("%s is what its script writes, to the byte", (path, { bytes }) => {
    expect(readFileSync(join(ROOT, path)).equals(bytes())).toBe(true);
  });

  it.each(Object.entries(FILES))("%s is what its script writes, to the byte", (path, text) => {
    expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);
  });

  it.each(Object.keys(EXPORTS))("%s has a mapping beside it", (path) => {
    const names = ["mapping.yaml", basename(path).replace(/csv$/, "yaml")];
    expect(names.some((name) => existsSync(join(ROOT, path, "..", name)))).toBe(true);
  });

  it.each(Object.entries(EXPORTS))("%s names nobody's address or number", (_, { text }) => {
    const addresses = text().match(/[^\s,;"]+@[^\s,;"]+/g) ?? [];
    expect(addresses.filter((address: string) => !/@(example\.(com|org|net)|mail\.example)$/.test(address))).toEqual(
      [],
    );
    expect((text().match(/\b1[3-9]\d{9}\b/g) ?? []).filter((number: string) => !number.startsWith("1380000"))).toEqual(
      [],
    );
  });
});

describe("the export for measurements", () => {
  it("is the same for the same seed, and as long as asked", () => {
    const text = (rows: number, seed: number): string => [...exportText(rows, seed)].join("");
    const hash = (rows: number, seed: number): string => createHash("sha256").update(text(rows, seed)).digest("hex");
    expect(hash(2500, 1)).toBe(hash(2500, 1));
    expect(hash(2500, 1)).not.toBe(hash(2500, 2));
    expect(text(2500, 1).match(/\r\n/g)).toHaveLength(2501);
  });
});
