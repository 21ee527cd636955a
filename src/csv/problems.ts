import type { Failure } from "../model/failure.js";
import { delimiterName } from "./dialect.js";

const NOTHING_QUOTED = 'Where the whole file quotes no cell: csv: quote: "".';

/** Why a record cannot be read. A cell's text is in none of them: its column may be one that nobody asked for. */

export const QUOTE_INSIDE_CELL: Failure = {
  kind: "unreadable_record",
  message: "A quotation mark stands inside a cell that is not quoted.",
  hint: `Quote the whole cell and double every quotation mark inside it. ${NOTHING_QUOTED}`,
};

export const TEXT_AFTER_QUOTE: Failure = {
  kind: "unreadable_record",
  message: "Text follows the closing quotation mark of a cell.",
  hint: 'Double every quotation mark inside a quoted cell. Where the whole file writes \\": csv: escape: "\\\\".',
};

export const QUOTE_NOT_CLOSED: Failure = {
  kind: "unreadable_record",
  message: "A quotation mark opens a cell, and none closes it before the record is too long or the file ends.",
  hint: `Close the cell with a quotation mark, and double those inside it. ${NOTHING_QUOTED}`,
};

/** Where the quotation mark opens; what it has swallowed is read on its own. */
export const SWALLOWS_ROWS: Failure = {
  kind: "unreadable_record",
  message: "A quotation mark opens a cell, and the lines below that it takes in are rows.",
  hint: `Delete the quotation mark, or close the cell with one. ${NOTHING_QUOTED}`,
};

/** Below a record whose quotation marks are out of place. */
export const PART_OF_CELL: Failure = {
  kind: "unreadable_record",
  message: "The line looks like no row, and may be text of a cell of the unreadable record above.",
  hint: "Correct the quotation marks of the record above first; a line that belongs to one of its cells goes with it.",
};

export const TITLES: Failure = {
  kind: "unreadable_record",
  message: "The line looks like titles, not like the other rows.",
  hint: "Delete the line from the export and run the same command again. If it is the header: csv: header_line.",
};

/** `line`: the header's. */
export function belowOtherHeader(line: number): Failure {
  return {
    kind: "unreadable_record",
    message: "The record stands below another header, which has other columns.",
    hint: "Put what is below that header into a file of its own, and give that a mapping of its own.",
    value: `the header on line ${line}`,
  };
}

export const TOO_LONG: Failure = {
  kind: "unreadable_record",
  message: "The record is longer than 1 MiB.",
  hint: "Check that line breaks and the delimiter are what the mapping says.",
};

/** `column`: the header's name of the first cell with broken bytes, where it is known. */
export function undecodable(encoding: string, column: string | undefined): Failure {
  return {
    kind: "undecodable",
    message: `The record holds bytes that are not ${encoding}.`,
    hint: "Name the export's true encoding in the mapping under csv: encoding, or mend the record.",
    ...(column === undefined ? {} : { column }),
  };
}

export function ragged(cells: number, header_cells: number): Failure {
  const has_more = cells > header_cells;
  return {
    kind: "ragged_record",
    message: `The record has ${has_more ? "more" : "fewer"} cells than the header.`,
    hint: has_more
      ? "Quote the cells that hold the delimiter."
      : "Complete the record to the header's columns. If it is no row: delete it from the export and run again.",
    value: `${cells} ${cells === 1 ? "cell" : "cells"}, the header has ${header_cells}`,
  };
}

export const SHIFTED: Failure = {
  kind: "ragged_record",
  message: "The cells do not look like their columns, but like those beside them: the record is shifted.",
  hint: "Quote the cell that holds the delimiter, or put the missing cell in.",
};

export const QUOTED_AS_A_WHOLE: Failure = {
  kind: "ragged_record",
  message: "The line is quoted as a whole: its cells are the text of one.",
  hint: "Take the quotation marks around the line off, and write one where there are two inside of it.",
};

export function otherDelimiter(found: string, named: string): Failure {
  return {
    kind: "ragged_record",
    message: `The cells are parted by ${delimiterName(found)}, those of the header by ${delimiterName(named)}.`,
    hint: "Put the lines that are parted otherwise into a file of their own, with their header.",
  };
}
