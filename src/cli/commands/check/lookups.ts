import type { OpenedLookups } from "../../../engine/staging/lookups.js";
import { printable } from "../../../model/text.js";
import type { LedgerFacts } from "../../facts.js";
import { counted, number } from "../../numbers.js";

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
export function lookupLines(facts: ReturnType<typeof lookupFacts>, rows: number): string[] {
  return facts
    .flatMap(({ field, file, entries, unknown_rows, waiting_rows, unusable_lines }) => [
      `${field}: ${file} (${counted(entries, "entry", "entries")}) does not know ${number(unknown_rows)} of ` +
        `${number(rows)} rows${waiting_rows === undefined ? "" : `, and has ${number(waiting_rows)} of them not done`}`,
      ...unusable_lines.map(({ message, count, lines }) => {
        const shown = lines.slice(0, LINES_SHOWN).map((line) => `line ${line}`);
        const more = count > shown.length ? ` and ${number(count - shown.length)} more` : "";
        return `  ${file} ${shown.join(", ")}${more} cannot be used: ${message}`;
      }),
    ])
    .map(printable);
}
