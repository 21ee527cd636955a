import type { Problem, ReadValue } from "./value.js";

/** `6.96066E+18`: how spreadsheets show a long number. A hexadecimal id such as 123e4567 is not of this form. */
const SCIENTIFIC = /^[+-]?(?:\d|\d{1,3}[.,]\d+)e[+-]?\d{1,3}$/i;

/** A spreadsheet keeps 15 significant digits and fills up with zeros. */
const ROUNDED = /^\d{15}0+$/;

/** How a spreadsheet has damaged an id, if its form says so. `rounded` can be honest: one id in 10 000 ends in 0000. */
export function damageOf(id: string): "scientific" | "rounded" | undefined {
  if (id.length >= 16 && ROUNDED.test(id)) return "rounded";
  return SCIENTIFIC.test(id) ? "scientific" : undefined;
}

// White space, control, format (zero-width, direction), unassigned and private characters, and U+FFFD.
const FOREIGN = /[\s\p{C}\ufffd]/u;
const GUARD = /^(?:'|="|=')/;

const SAVE_AS_TEXT = "Export again and open it with the column as text (Data > From Text), or don't open it at all.";

const PROBLEMS = {
  scientific: {
    kind: "damaged_id",
    message: "a spreadsheet has turned the id into scientific notation; its digits are lost",
    hint: SAVE_AS_TEXT,
  },
  rounded: {
    kind: "damaged_id",
    message: "the id has nothing but zeros from its 16th digit on, as if a spreadsheet had rounded it",
    hint: `${SAVE_AS_TEXT} If it is right, list it in the field's \`accept_ids\`.`,
  },
  foreign: {
    kind: "bad_value",
    message: "the id holds a space, an invisible or an undecodable character",
    hint: "Mend the cell: type the id anew, without what is around or inside it.",
  },
  guard: {
    kind: "bad_value",
    message: `the id wears a spreadsheet's text mark (' or =")`,
    hint: "Take the mark off the cell: only the id itself may stand there.",
  },
} as const satisfies Record<string, Problem>;

/** Reads ids, which stay strings as they are. `accept` lets through an id that looks rounded. */
export function idReader(accept: (id: string) => boolean): ReadValue {
  return (text) => {
    if (FOREIGN.test(text)) return PROBLEMS.foreign;
    if (GUARD.test(text)) return PROBLEMS.guard;
    const damage = damageOf(text);
    if (damage === undefined || (damage === "rounded" && accept(text))) return text;
    return PROBLEMS[damage];
  };
}
