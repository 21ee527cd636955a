import type { Failure } from "../../model/failure.js";
import { because } from "../../texts/because.js";

/** Why a record cannot be read. A cell's text is in none of them: its column may be one that nobody asked for. */

export const QUOTE_INSIDE_CELL: Failure = because("unreadable_record", { id: "quote_inside_cell" });
export const TEXT_AFTER_QUOTE: Failure = because("unreadable_record", { id: "text_after_quote" });
/** Before the record is too long or the file ends. */
export const QUOTE_NOT_CLOSED: Failure = because("unreadable_record", { id: "quote_not_closed" });
/** Where the quotation mark opens; what it has swallowed is read on its own. */
export const SWALLOWS_ROWS: Failure = because("unreadable_record", { id: "swallows_rows" });
/** Below a record whose quotation marks are out of place. */
export const PART_OF_CELL: Failure = because("unreadable_record", { id: "part_of_cell" });
export const TITLES: Failure = because("unreadable_record", { id: "title_line" });
export const TOO_LONG: Failure = because("unreadable_record", { id: "record_too_long" });
export const SHIFTED: Failure = because("ragged_record", { id: "shifted_cells" });
export const QUOTED_AS_A_WHOLE: Failure = because("ragged_record", { id: "quoted_as_a_whole" });

/** `line`: the header's. */
export function belowOtherHeader(line: number): Failure {
  return because("unreadable_record", { id: "below_other_header", line });
}

/** `column`: the header's name of the first cell with broken bytes, where it is known. */
export function undecodable(encoding: string, column: string | undefined): Failure {
  const failure = because("undecodable", { id: "undecodable_bytes", encoding });
  return column === undefined ? failure : { ...failure, column };
}

export function ragged(cells: number, expected: number): Failure {
  const id = cells > expected ? "too_many_cells" : "too_few_cells";
  return { ...because("ragged_record", { id, expected }), value: String(cells) };
}

/** Characters. */
export function otherDelimiter(found: string, named: string): Failure {
  return because("ragged_record", { id: "other_delimiter", found, named });
}
