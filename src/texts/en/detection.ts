/** Why an export is read as it is. */
export const detection = {
  by_named_line: "named by the first line",
  by_columns: "the mapping's columns are parted by it",
  by_one_column: "there is one column only",
  by_share: ({ percent, cells }: { percent: number; cells: number }) =>
    `${percent} % of the records have ${cells} cells`,
  by_backslash: "quotation marks inside of cells come after a backslash",
  by_open_quotes: "no cell that begins with a quotation mark ends with one",
  by_inner_quotes: "no cell begins with a quotation mark, and some hold one",
  by_apostrophes: "cells are in apostrophes",
  by_mark: "by its byte order mark",
  by_zeros: "every other byte is zero",
  by_escapes: "by its escape sequences",
  by_ascii: "all of it is ASCII",
  by_utf_8: "all of it is valid UTF-8",
  by_most_utf_8: "most of its lines are valid UTF-8",
  by_titles: "so its header has the mapping's columns",
  by_accident: ({ reads_as }: { reads_as: string }) => `valid UTF-8 by accident, but only so it reads as ${reads_as}`,
  by_language: ({ reads_as }: { reads_as: string }) => `not valid UTF-8, and it reads as ${reads_as}`,
  by_misread: "text in it seems to have been decoded wrongly before it was saved",
  by_text_mark: "a byte order mark that some program has saved as text",
  by_first_bytes: "by its first bytes",
  by_first_line: "the first filled line",
  by_width: "the first line of titles as wide as the records",
  by_titles_found: ({ found, wanted }: { found: number; wanted: number }) =>
    `it has ${found} of the ${wanted} columns looked for`,
  by_no_titles: "the first filled line, because no line looks like titles",
  by_rows_above: "the first filled line, because lines above the first titles look like rows",
};

export type DetectionTexts = typeof detection;
