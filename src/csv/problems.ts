import type { Failure } from "../words/failure.js";

/** Why a record cannot be read. A cell's text is in none of them: its column may be one that nobody asked for. */

export const QUOTE_INSIDE_CELL: Failure = {
  kind: "unreadable_record",
  message: "A quotation mark stands inside a cell that is not quoted.",
  hint: "Quote the whole cell and double every quotation mark inside it.",
};

export const TEXT_AFTER_QUOTE: Failure = {
  kind: "unreadable_record",
  message: "Text follows the closing quotation mark of a cell.",
  hint: 'Double every quotation mark inside a quoted cell. Where the whole file writes \\": csv: escape: "\\\\".',
};

export const QUOTE_NOT_CLOSED: Failure = {
  kind: "unreadable_record",
  message: "A quotation mark opens a cell, and none closes it before the record is too long or the file ends.",
  hint: "Close the cell with a quotation mark, and double those inside it.",
};

export const HEADER_AGAIN: Failure = {
  kind: "unreadable_record",
  message: "The line repeats the header, as where one export was put behind another.",
  hint: "Delete the line, or give the exports one by one.",
};

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
  return {
    kind: "ragged_record",
    message: "The record has another number of cells than the header.",
    hint: "Quote the cells that hold the delimiter, and complete or shorten the record to the header's columns.",
    value: `${cells} ${cells === 1 ? "cell" : "cells"}, the header has ${header_cells}`,
  };
}
