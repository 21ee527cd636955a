import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Entry, ToDecide } from "../../src/mapping/draft/entry.js";
import { scalar, yamlText } from "../../src/mapping/draft/yaml-text.js";
import { undecidedInText } from "../../src/mapping/index.js";
import { TARGETS } from "../../src/targets/index.js";
import fc from "../support/fast-check.js";
import { contentOf, inEnglish, proposed } from "./draft-support.js";

/** What makes YAML something else than it looks: indicators, words, line ends, white space at the edges. */
const tricky = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 30 }).filter((text) => !/[\ud800-\udfff]/.test(text)),
  fc.string({ unit: fc.constantFrom(..." :#-?,[]{}&*!|>'\"%@`\\\n\r\t~=<.0eE+_状态\u0085\u2028\ufeffTODOyesnull") }),
  fc.constantFrom(
    "TODO",
    "TODO now",
    "yes",
    "null",
    "~",
    "010",
    "1e3",
    "0x1f",
    "",
    " ",
    "- a",
    "a: b",
    "a #b",
    "{a}",
    "---",
  ),
);

describe("a text in the mapping file", () => {
  it("is read as it was, whatever it holds, alone, in a list, as a key, and in braces", () => {
    fc.assert(
      fc.property(tricky, tricky, (text, beside) => {
        const remark = { message: beside };
        const entries: Entry[] = [
          { key: "plain", content: text, above: [remark], beside: remark },
          { key: "list", content: [text, text] },
          {
            key: "map",
            content: { pairs: [{ key: text, content: { pairs: [{ key: "in", content: text }] }, above: [remark] }] },
          },
          {
            key: "items",
            content: {
              items: [
                [
                  { key: "a", content: text, beside: remark },
                  { key: "b", content: [text] },
                ],
              ],
            },
          },
          { key: "off", content: text, above: [remark], is_off: true },
        ];
        expect(parse(yamlText(entries, inEnglish), { schema: "failsafe" })).toEqual({
          plain: text,
          list: [text, text],
          map: { [text]: { in: text } },
          items: [{ a: text, b: [text] }],
        });
      }),
      { numRuns: 500 },
    );
  });

  it("wears quotes only where it needs them", () => {
    expect(["Job Title", "申请ID", "Source (detail)", "yes", "010", "a: b", "TODO"].map(scalar)).toEqual([
      "Job Title",
      "申请ID",
      "Source (detail)",
      '"yes"',
      '"010"',
      '"a: b"',
      '"TODO"',
    ]);
  });

  it("that a person is to decide is found, whatever its hint holds; a cell of the same word is not", () => {
    fc.assert(
      fc.property(tricky, (hint) => {
        const remark = { message: hint };
        const entries: Entry[] = [
          { key: "target", content: "TODO" },
          { key: "fields", content: { pairs: [{ key: "stage", content: new ToDecide(remark), beside: remark }] } },
        ];
        const text = yamlText(entries, inEnglish);
        expect(undecidedInText("mapping.yaml", text, TARGETS).map(({ key }) => key)).toEqual(["fields.stage"]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a proposal", () => {
  it("is a mapping file that names columns as they are called, whatever titles and cells hold", () => {
    const cell = fc.oneof(tricky, fc.constantFrom("LinkedIn", "2024-03-05", "6930815272790210007", "a@example.com"));
    const titles = fc.constantFrom("Source", "Origin", "Status", "ID", "Candidate ID", "Job ID", "Applied On", "邮箱");
    const header = fc.uniqueArray(fc.oneof(titles, tricky), { minLength: 1, maxLength: 6 });
    const tables = header.chain((names) =>
      fc.record({
        titles: fc.constant(names),
        rows: fc.array(fc.array(cell, { minLength: names.length, maxLength: names.length }), {
          minLength: 1,
          maxLength: 9,
        }),
      }),
    );
    fc.assert(
      fc.property(tables, (table) => {
        const found = proposed([table]);
        const { fields } = contentOf(found);
        for (const { field, columns, entry } of found.fields) {
          const [column] = columns;
          if (column === undefined || typeof entry.content !== "string") continue;
          expect(fields[field]).toBe(column.title);
        }
        for (const line of found.text.split("\n")) expect(line).not.toMatch(/[\r\u0085\u2028]/);
      }),
      { numRuns: 300 },
    );
  });
});
