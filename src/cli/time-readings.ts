import { basename } from "node:path";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import { STDIN } from "../model/record.js";
import { printable } from "../model/text.js";
import { counted } from "./numbers.js";

type KnownExport = Pick<ProfiledExport, "path" | "facts">;

/** A line for each time that is read by what was inferred from its column. */
export function timeLines(exports: readonly KnownExport[]): string[] {
  return exports.flatMap(({ path, facts }) =>
    Object.entries(facts.times).flatMap(([field, { formats, cells, samples }]) => {
      if (cells === 0) return [];
      const read = samples.map(({ text, read: time }) => `${text} is ${time}`).join(", ");
      const found = formats.length === 0 ? noFormat(cells) : `is written ${formats.join(" | ")} (${read})`;
      return printable(`${path === STDIN ? "stdin" : basename(path)}: ${field} ${found}`);
    }),
  );
}

function noFormat(cells: number): string {
  return `has no format that is known in ${counted(cells, "cell", "cells")}: set it in the mapping`;
}

export interface DifferentFormats {
  readonly field: string;
  readonly message: string;
}

/** Times that two exports of one call write in different ways: each is read in its own, which may be right. */
export function differentFormats(exports: readonly KnownExport[]): DifferentFormats[] {
  const ways = new Map<string, Map<string, string[]>>();
  for (const { path, facts } of exports) {
    for (const [field, { formats }] of Object.entries(facts.times)) {
      if (formats.length === 0) continue;
      const by_formats = ways.get(field) ?? new Map<string, string[]>();
      ways.set(field, by_formats);
      const way = Array.from(formats).sort().join(" | ");
      by_formats.set(way, [...(by_formats.get(way) ?? []), basename(path)]);
    }
  }
  return Array.from(ways)
    .filter(([, by_formats]) => by_formats.size > 1)
    .map(([field, by_formats]) => {
      const told = Array.from(by_formats, ([way, names]) => `${names.join(", ")}: ${way}`);
      return { field, message: printable(`the exports use different formats (${told.join("; ")})`) };
    });
}
