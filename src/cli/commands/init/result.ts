import type { Draft, FieldDraft, Undecided } from "../../../mapping/index.js";
import { cutShort, printable } from "../../../model/text.js";
import type { InitTexts } from "../../texts/en/init.js";
import type { Texts } from "../../texts/texts.js";

const verdictsOf = (t: InitTexts): Readonly<Record<FieldDraft["verdict"], string>> => ({
  sure: "",
  likely: t.look_at_it,
  to_decide: t.to_decide,
  left_out: "",
});

/** What was found for each field, for `--json`. */
export function proposalFacts({ fields, unused }: Draft) {
  return {
    fields: fields.map(({ field, verdict, columns, reason, alternatives }) => ({
      field,
      verdict,
      columns: columns.map(({ title }) => title),
      reason: reason.message,
      alternatives: alternatives.map(({ title }) => title),
    })),
    unused: unused.map(({ title }) => title),
  };
}

/** A line for each field. */
export function proposalLines({ fields }: Draft, { init: t, about, tell }: Texts): string[] {
  const verdicts = verdictsOf(t);
  const width = Math.max(...fields.map(({ field }) => field.length));
  const lines = fields.map(({ field, verdict, columns, reason }) => {
    const from = columns.length === 0 ? "-" : columns.map(({ title }) => cutShort(title)).join(" + ");
    return printable(`  ${field.padEnd(width)}  ${about(from, `${verdicts[verdict]}${tell(reason).message}`)}`);
  });
  return [...lines, ""];
}

/** What a person has to decide before the mapping can be used. */
export function undecidedLines(mapping: string, undecided: readonly Undecided[], texts: Texts): string[] {
  if (undecided.length === 0) return [];
  const { init: t, terminal, about, tell } = texts;
  return [
    t.todos(mapping, undecided.length),
    ...undecided.map(({ line, why }) => `  ${about(terminal.line(line, undefined), printable(tell(why).message))}`),
  ];
}
