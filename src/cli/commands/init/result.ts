import type { Draft, FieldDraft } from "../../../mapping/index.js";
import { cutShort, printable } from "../../../model/text.js";
import { init as t } from "../../texts/en/init.js";

const VERDICTS = {
  sure: "",
  likely: t.look_at_it,
  to_decide: t.to_decide,
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
export function undecidedLines(
  mapping: string,
  undecided: readonly { readonly line: number; readonly text: string }[],
): string[] {
  if (undecided.length === 0) return [];
  return [
    t.todos(mapping, undecided.length),
    ...undecided.map(({ line, text }) => `  line ${line}: ${printable(text)}`),
  ];
}
