import type { CellTexts, Sentence } from "../catalogue.js";
import { badFile } from "./files.js";

const AS_TEXT = "Export again and do not save the file from Excel, or import this column as Text (Data > From Text).";
const MAY_COLLAPSE = "Ids that were different may look the same now.";
const IF_RIGHT = "If it is right, list it in the field's `accept_ids`, or set `accept_ids: all`.";
const MEANS_NOTHING = 'If it means "none", add it to `empty` in the mapping.';
const FILL_IN = "Fill in the cell, or leave such rows out with `where` in the mapping.";

const damagedId = (message: string, hint = `${AS_TEXT} ${IF_RIGHT}`): Sentence => ({ message, hint });
function correctFile(file: string): string {
  return `Correct ${file}, then run the same command again.`;
}

/** Why a cell cannot be read. */
export const cells: CellTexts = {
  undecodable_text: {
    message: "The text has a character that another program could not decode (U+FFFD, NUL or a control character)",
    hint: "Export again in UTF-8, or type the cell again.",
  },
  error_value: {
    message: "The cell has a spreadsheet's error value (#REF!, #NV, Err:502, ####), not data",
    hint: `Correct the cell. ${MEANS_NOTHING}`,
  },
  missing_value: { message: "A required value is missing", hint: FILL_IN },
  missing_part: { message: "A part of the field's template is empty", hint: FILL_IN },
  value_refused: ({ target, issue }) => ({
    message: `${target} does not accept the value: ${issue}`,
    hint: "Correct the cell, or the field in the mapping.",
  }),
  unmapped_value: {
    message: "Unknown value: not listed in the field's `values`",
    hint: "Add it under `values`, or set a default with `otherwise`; `hire-import check` lists all such values.",
  },
  unknown_choice: ({ choices }) => ({
    message: `Unknown value: none of ${Object.entries(choices)
      .map((choice) => choice.join(" "))
      .join(", ")}`,
    hint: "Give the field `values` in the mapping: each value of the export, and the number that it means.",
  }),
  not_yes_or_no: {
    message: "Unknown value: neither yes nor no",
    hint: "Give the field `values` in the mapping: each value of the export, and true or false.",
  },
  not_a_number: {
    message: "Not a number written with digits and at most one point",
    hint: "Write it as 12 or 12.5, or give the field `values` in the mapping.",
  },
  time_is_nothing: ({ paste }) => ({
    message: "The date is a word for nothing",
    hint: `If it means "none", set at the top of the mapping:  ${paste}`,
  }),
  time_zone_letters: ({ letters }) => ({
    message: `The time names its zone by an abbreviation (${letters}), which several zones may share`,
    hint:
      "Quote the letters in the field's `format`, and set the zone: " +
      `{ format: "yyyy-MM-dd HH:mm '${letters}'", timezone: … }.`,
  }),
  time_other_format: ({ formats, more }) => ({
    message: `The date does not have the format ${formats}`,
    hint: `Correct the cell, or add its format: ${more}. ${MEANS_NOTHING}`,
  }),
  time_unknown_format: {
    message: "The date has no known format",
    hint: `Give the field a format, e.g. format: "yyyy/MM/dd HH:mm". ${MEANS_NOTHING}`,
  },
  time_not_iso: {
    message: "The date is not an ISO date",
    hint: `Give the field a format, e.g. format: "yyyy/MM/dd HH:mm". ${MEANS_NOTHING}`,
  },
  time_impossible: { message: "Invalid date", hint: `Correct the date. ${MEANS_NOTHING}` },
  time_ambiguous: ({ formats }) => ({
    message: "The date can be read day first or month first",
    hint: `Write it as the format says (${formats}), with all its zeros.`,
  }),
  time_implausible: {
    message: "The date is outside the years 1980 to 2099",
    hint: `Correct the cell, or the field's \`format\`: seconds read as milliseconds look so. ${MEANS_NOTHING}`,
  },
  time_without_zone: {
    message: "The time has no offset and the mapping has no timezone",
    hint: "Add the zone of the export's times to the mapping, e.g. timezone: Asia/Shanghai.",
  },
  time_skipped: ({ zone }) => ({
    message: `The local time does not exist: clocks in ${zone} were put forward over it`,
    hint: "Correct the cell, or set the field's `timezone` if its times are of another zone.",
  }),
  time_twice: ({ zone, format }) => ({
    message: `The local time exists twice: clocks in ${zone} were put back over it`,
    hint: `Write the time with its offset (2024-10-27T02:30:00+02:00)${format === "" ? "" : `, and set ${format}`}.`,
  }),
  id_scientific: damagedId("ID damaged by a spreadsheet (scientific notation)", `${AS_TEXT} ${MAY_COLLAPSE}`),
  id_like_scientific: damagedId(
    "The id looks like scientific notation, and most ids of its column are not hexadecimal",
    `If it is hexadecimal, list it in the field's \`accept_ids\`, or set \`accept_ids: all\`. Otherwise: ${AS_TEXT}`,
  ),
  id_rounded: damagedId(
    "ID looks rounded by a spreadsheet (only zeros after digit 15)",
    `${AS_TEXT} ${MAY_COLLAPSE} ${IF_RIGHT}`,
  ),
  id_shortened: damagedId("ID damaged by a spreadsheet (leading zeros removed): shorter than the column's other ids"),
  id_as_date: damagedId("ID damaged by a spreadsheet (turned into a date)"),
  id_like_date: damagedId("The id looks like a date, unlike the column's other ids: a spreadsheet makes dates of ids"),
  id_as_truth: damagedId("ID damaged by a spreadsheet (TRUE or FALSE)"),
  id_as_number: damagedId(
    "The id is written as a number, with decimals or thousands separators",
    `Export again without that program, or remove what it has added. ${IF_RIGHT}`,
  ),
  id_with_spaces: {
    message: "The id has a space or an invisible character in it",
    hint: "Type the id again, without what is inside it.",
  },
  id_with_quote: {
    message: "The id begins or ends with a single quotation mark or apostrophe",
    hint: "Remove the mark: only the id itself belongs into the cell.",
  },
  id_with_escape: {
    message: "The id has _x000D_ or the like in it, as spreadsheet files write control characters",
    hint: "Correct the cell, or set decode: [xlsx] at the field in the mapping.",
  },
  id_is_title: {
    message: "The id is a column title, as in a second header line",
    hint: `Delete the line, or leave it out with \`where\` in the mapping. ${IF_RIGHT}`,
  },
  id_is_nothing: {
    message: "The id is a word for nothing",
    hint: `Fill in the cell, or add the word to \`empty\` in the mapping. ${IF_RIGHT}`,
  },
  number_damaged: {
    message: "Number damaged by a spreadsheet (scientific notation, rounding or a date)",
    hint: AS_TEXT,
  },
  bad_email: { message: "Not a single email address", hint: "Write one address into the cell." },
  bad_mobile: {
    message: "Not a single mobile number (in China: 11 digits, beginning with 1)",
    hint: "Write one number into the cell, with its country code where the mapping has no mobile_code: +852 …",
  },
  bad_country_code: {
    message: "Not a country calling code",
    hint: "Write it with digits (86, +852), or give mobile_code `values` in the mapping.",
  },
  bad_id_document: {
    message: "Not a valid ID document number",
    hint: "Compare the cell with the ID document: a digit is wrong or missing.",
  },
  mobile_without_country: {
    message: "The mobile number is not of the Chinese mainland: Feishu needs the location code of its country",
    hint: "Set mobile_country_code with `values` (Feishu's list of locations) in the mapping, or leave the number out.",
  },
  bad_file: ({ what }) => badFile[what],
  no_person: {
    message: "No email, phone or ID number to look up the talent",
    hint: "Fill in one of the cells, or leave such rows out with `where` in the mapping.",
  },
  lookup_unknown: ({ file }) => ({
    message: `The id is not in ${file}`,
    hint: `Add it to ${file}, or leave such rows out with \`where\` in the mapping.`,
  }),
  lookup_twice: ({ file }) => ({ message: `${file} has different values for the id`, hint: correctFile(file) }),
  lookup_empty: ({ file, column }) => ({
    message: `${file} has nothing for the id in its column ${column}`,
    hint: correctFile(file),
  }),
  lookup_damaged: ({ file, column, cause }, say) => ({
    message: `${file}, ${column}: ${say(cause).message}`,
    hint: correctFile(file),
  }),
};
