import type { Draft, FieldDraft } from "../../../mapping/index.js";
import { cutShort, printable } from "../../../model/text.js";
import { counted } from "../../numbers.js";

const VERDICTS = {
  sure: "",
  likely: "look at it: ",
  to_decide: "to decide: ",
  left_out: "",
} as const satisfies Record<FieldDraft["verdict"], string>;

/** What was found for each field, for `--json`. */
export function proposalFacts({ fields, unused }: Draft) {
  return {
    fields: fields.map(({ field, verdict, columns, reason, alternatives }) => ({
      field,
      verdict,
      columns: columns.map(({ title }) => title),
      reason,
      alternatives: alternatives.map(({ title }) => title),
    })),
    unused: unused.map(({ title }) => title),
  };
}

/** A line for each field. */
export function proposalLines({ fields }: Draft): string[] {
  const width = Math.max(...fields.map(({ field }) => field.length));
  const lines = fields.map(({ field, verdict, columns, reason }) => {
    const from = columns.length === 0 ? "-" : columns.map(({ title }) => cutShort(title)).join(" + ");
    return printable(`  ${field.padEnd(width)}  ${from}: ${VERDICTS[verdict]}${reason}`);
  });
  return [...lines, ""];
}

/** What a person has to decide before the mapping can be used. */
export function undecidedLines(undecided: readonly { readonly line: number; readonly text: string }[]): string[] {
  if (undecided.length === 0) return [];
  const things = counted(undecided.length, "line is yours to decide", "lines are yours to decide");
  return [
    `${things}; check and run refuse the mapping until then:`,
    ...undecided.map(({ line, text }) => `  line ${line}: ${printable(text)}`),
  ];
}
