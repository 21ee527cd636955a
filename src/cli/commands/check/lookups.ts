import type { OpenedLookups } from "../../../engine/staging/lookups.js";
import { printable } from "../../../model/text.js";
import type { LedgerFacts } from "../../facts.js";
import type { Texts } from "../../texts/texts.js";

const LINES_SHOWN = 3;

/** What a mapping's lookup files hold, and how many rows they do not help, for `--json`. */
export function lookupFacts(lookups: OpenedLookups | undefined, { problems }: Pick<LedgerFacts, "problems">) {
  return Array.from(lookups?.by_field ?? [], ([field, { source, entries, unusable }]) => {
    const rows = (kind: string) => problems.filter((each) => each.kind === kind && each.field === field);
    const sum = (kind: string) => rows(kind).reduce((total, { count }) => total + count, 0);
    return {
      field,
      file: source.name,
      entries,
      unknown_rows: sum("not_in_lookup") + sum("parent_unknown"),
      ...(source.kind === "ledger" ? { waiting_rows: sum("parent_not_done") } : {}),
      unusable_rows: sum("bad_lookup"),
      unusable_lines: unusable,
    };
  });
}

/** One line for each file, and one for each reason why lines of it cannot be used. */
export function lookupLines(facts: ReturnType<typeof lookupFacts>, rows: number, texts: Texts): string[] {
  const { check: t, readings } = texts;
  return facts
    .flatMap(({ unusable_lines, unknown_rows: unknown, waiting_rows: waiting, ...of }) => [
      t.lookup({ ...of, unknown, waiting, rows }),
      ...unusable_lines.map((why) => {
        const shown = why.lines.slice(0, LINES_SHOWN);
        const lines = readings.lines_of(of.file, shown, Math.max(0, why.count - shown.length));
        return t.unusable(lines, texts.tell(why).message);
      }),
    ])
    .map(printable);
}
