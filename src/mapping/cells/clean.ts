import type { FieldDefinition } from "../../model/payload.js";
import { hasQuoteMark, unquoted } from "./quote-marks.js";
import { halfWidth, trimCell } from "./text.js";

/**
 * What was taken off a cell beyond the white space around it, because it is certain that it is no part of the value:
 * `text_mark` what exporters and spreadsheets put there to keep a text a text, `quotes` around an id, `invisible`
 * characters that nobody can see, `full_width` letters and digits of an id written in full width.
 */
export type Cleaning = "text_mark" | "quotes" | "invisible" | "full_width";

export interface CellCleaner {
  /** The cell as a field reads it. A cell that is clean comes back as it is. */
  clean(cell: string): string;
  /** What `clean` does to this cell; nothing where it is white space alone. */
  cleanings(cell: string): Cleaning[];
}

type Step = readonly [Cleaning, (text: string) => string];

/** `="0123"`, the formula of a text; quotes inside are doubled. */
const FORMULA = /^=\s*"((?:[^"]|"")*)"$/;
// What ends in an apostrophe, too, is quoted by its author: 'on hold', '123'.
const MARK_OF_TEXT = /^'(?=[=+\-@])(?!.*'$)/s;
const MARK_OF_VALUE = /^'(?=[\d=+\-@])(?!.*'$)/s;
const TAB_MARK = /^ *\t|\t *$/;

// White space, zero-width characters and marks of direction.
const UNSEEN = "\\s\\u200b-\\u200f\\u2060\\ufeff\\u061c\\u202a-\\u202e\\u2066-\\u2069";
const UNSEEN_AROUND = new RegExp(`^[${UNSEEN}]+|[${UNSEEN}]+$`, "g");
/** Zero-width spaces and joiners of words, which mean nothing in an id. Others (U+200D, directions) are left alone. */
const UNSEEN_INSIDE = /[\u200b\u2060\ufeff]/g;
const FULL_WIDTH = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;

const formula: Step = ["text_mark", (text) => text.replace(FORMULA, unwrapped)];
const mark_of_text: Step = ["text_mark", (text) => text.replace(MARK_OF_TEXT, "")];
const mark_of_value: Step = ["text_mark", (text) => text.replace(MARK_OF_VALUE, "")];
const invisible: Step = ["invisible", (text) => text.replace(UNSEEN_AROUND, "").replace(UNSEEN_INSIDE, "")];
const quotes: Step = ["quotes", unquoted];
const full_width: Step = ["full_width", (text) => text.replace(FULL_WIDTH, halfWidth)];

function unwrapped(_whole: string, inner: string): string {
  return inner.replaceAll('""', '"');
}

/** Steps are repeated until nothing changes: `'="0123"` wears two marks. */
function settle(cell: string, steps: readonly Step[], seen?: Set<Cleaning>): string {
  let text = trimCell(cell);
  for (;;) {
    const before = text;
    for (const [cleaning, step] of steps) {
      const after = step(text);
      if (after !== text) seen?.add(cleaning);
      text = after;
    }
    if (text === before) return text;
    text = trimCell(text);
  }
}

/** No step changes an id without any of these, or a quotation mark around it. */
const SUSPECT = new RegExp(`^=|[${UNSEEN}\\uff10-\\uff5a]`);

function idCleaner(steps: readonly Step[]): CellCleaner {
  return {
    clean: (cell) => (SUSPECT.test(cell) || hasQuoteMark(cell) ? settle(cell, steps) : cell),
    cleanings: (cell) => {
      const seen = new Set<Cleaning>(TAB_MARK.test(cell) ? ["text_mark"] : []);
      settle(cell, steps, seen);
      return Array.from(seen);
    },
  };
}

const APOSTROPHE = 0x27;
const EQUALS = 0x3d;

/** Of text and other values: only what begins with a mark wears one. */
function valueCleaner(steps: readonly Step[]): CellCleaner {
  return {
    clean: (cell) => {
      const text = trimCell(cell);
      const first = text.charCodeAt(0);
      return first === APOSTROPHE || first === EQUALS ? settle(text, steps) : text;
    },
    cleanings: (cell) => {
      const seen = new Set<Cleaning>();
      settle(cell, steps, seen);
      return Array.from(seen);
    },
  };
}

const KEY = idCleaner([invisible, mark_of_value, formula, quotes]);
const ID = idCleaner([invisible, mark_of_value, formula, quotes, full_width]);
const TEXT = valueCleaner([mark_of_text, formula]);
const VALUE = valueCleaner([mark_of_value, formula]);

/**
 * The cleaner of a field's cells. An id that makes the key keeps its full width: an export that was sent by an earlier
 * version is known by it.
 */
export function cellCleaner(kind: FieldDefinition["kind"], is_key = false): CellCleaner {
  if (kind === "id") return is_key ? KEY : ID;
  return kind === "text" || kind === "file" ? TEXT : VALUE;
}
