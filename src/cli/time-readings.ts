import { basename } from "node:path";
import type { ProfiledExport } from "../engine/staging/profile-exports.js";
import { STDIN } from "../model/record.js";
import type { Said } from "../model/said.js";
import { printable } from "../model/text.js";
import type { PartToTell, Sentence } from "../texts/catalogue.js";
import { saying } from "../texts/saying.js";
import type { ReadingTexts } from "./texts/en/readings.js";

type KnownExport = Pick<ProfiledExport, "path" | "facts">;

/** A line for each time that is read by what was inferred from its column. */
export function timeLines(exports: readonly KnownExport[], t: ReadingTexts): string[] {
  return exports.flatMap(({ path, facts }) =>
    Object.entries(facts.times).flatMap(([field, { formats, cells, samples }]) => {
      if (cells === 0) return [];
      const name = path === STDIN ? "stdin" : basename(path);
      const found = formats.length === 0 ? t.no_format(field, cells) : t.formats(field, formats, samples);
      return printable(t.of_export(name, found));
    }),
  );
}

export type DifferentFormats = PartToTell & Sentence & { readonly field: string; readonly said: Said };

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
      const written = Array.from(by_formats, ([formats, names]) => ({
        exports: names.map(printable),
        formats: printable(formats),
      }));
      return { field, ...saying("formats_differ", { ways: written }) };
    });
}
