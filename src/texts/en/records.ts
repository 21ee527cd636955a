import type { RecordTexts } from "../catalogue.js";
import { delimiter } from "./delimiters.js";

const NOTHING_QUOTED = 'If the whole file quotes no cell: csv: quote: "".';

/** Why a record cannot be read. */
export const records: RecordTexts = {
  quote_inside_cell: {
    message: "Invalid CSV quoting: a quotation mark inside an unquoted cell",
    hint: `Quote the whole cell and double every quotation mark inside it. ${NOTHING_QUOTED}`,
  },
  text_after_quote: {
    message: "Invalid CSV quoting: text after a closing quote",
    hint: 'Double every quotation mark inside a quoted cell. If the whole file writes \\": csv: escape: "\\\\".',
  },
  quote_not_closed: {
    message: "Invalid CSV quoting: a quotation mark opens a cell and none closes it",
    hint: `Close the cell with a quotation mark, and double those inside it. ${NOTHING_QUOTED}`,
  },
  swallows_rows: {
    message: "Invalid CSV quoting: a quotation mark opens a cell that takes in the rows below it",
    hint: `Delete the quotation mark, or close the cell with one. ${NOTHING_QUOTED}`,
  },
  part_of_cell: {
    message: "The line does not look like a row, and may be text of a cell of the unreadable record above",
    hint: "Correct the quotation marks of the record above first; a line that belongs to a cell goes with it.",
  },
  title_line: {
    message: "The line looks like column titles, not like the other rows",
    hint: "Delete the line from the export and run the same command again. If it is the header: csv: header_line.",
  },
  below_other_header: ({ line }) => ({
    message: `The record is below another header (line ${line}) with other columns`,
    hint: "Move what is below that header into a file of its own, with a mapping of its own.",
  }),
  record_too_long: {
    message: "The record is longer than 1 MiB",
    hint: "Check that line breaks and the delimiter are as the mapping says.",
  },
  undecodable_bytes: ({ encoding }) => ({
    message: `The record has bytes that are not valid ${encoding}`,
    hint: "Set the export's true encoding in the mapping under csv: encoding, or correct the record.",
  }),
  too_many_cells: ({ expected }) => ({
    message: `Wrong number of cells: more than the ${expected} of the header`,
    hint: "Quote the cells that contain the delimiter.",
  }),
  too_few_cells: ({ expected }) => ({
    message: `Wrong number of cells: fewer than the ${expected} of the header`,
    hint: "Complete the record to the header's columns. If it is no row: delete it from the export and run again.",
  }),
  shifted_cells: {
    message: "The cells do not look like their columns, but like those beside them: the record is shifted",
    hint: "Quote the cell that contains the delimiter, or insert the missing cell.",
  },
  quoted_as_a_whole: {
    message: "The whole line is one quoted cell",
    hint: "Remove the quotation marks around the line, and write one where there are two inside it.",
  },
  other_delimiter: ({ found, named }) => ({
    message: `The cells are separated by ${delimiter(found)}, those of the header by ${delimiter(named)}`,
    hint: "Move the lines with the other delimiter into a file of their own, with their header.",
  }),
};
