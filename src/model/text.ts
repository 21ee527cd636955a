const CUT_CHARS = 40;

// C0, DEL, C1, line separators and bidirectional overrides: a cell or a server's message must not steer a terminal.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** Text that is safe on a terminal: control characters become one space. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, " ");
}

/** A character as a message shows it: by its number (`U+202E`) where it is not to be seen. */
export function visibleCharacter(character: string): string {
  if (!/^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character)) return character;
  return `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A cell's value for a message: printable, and at most 40 characters (never half of a surrogate pair). */
export function cutShort(text: string, chars = CUT_CHARS): string {
  const points = Array.from(printable(text.slice(0, chars * 4)).trim());
  return points.length > chars || text.length > chars * 4 ? `${points.slice(0, chars).join("")}…` : points.join("");
}

/** Whether `cutShort` has cut it. */
export function isCutShort(text: string): boolean {
  return text.endsWith("…") && Array.from(text).length > CUT_CHARS;
}

const APOSTROPHES = /[\u2018\u2019\u201b\u02bc\u00b4`]/g;
const SPACES = /\s+/g;

/**
 * What Unicode calls ignorable (zero-width characters, soft hyphens, marks of direction, variation selectors, tags),
 * and what it leaves out of that class: control characters that are no space, marks of annotations, a braille cell
 * without dots.
 */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]+|(?!\s)\p{Cc}/gu;

/** The text as one sees it: without what nobody can see, and with plain, single spaces. */
export function visible(text: string): string {
  return text.normalize("NFC").replace(UNSEEN, "").replace(SPACES, " ").trim();
}

/**
 * The form in which spellings of one value, or title, are equal: without case, width, kind of space, kind of apostrophe
 * and what nobody can see.
 */
export function fold(text: string): string {
  // NFKC turns the spacing acute accent into space + combining acute, so apostrophes come first.
  return visible(text.replace(APOSTROPHES, "'").normalize("NFKC")).toLowerCase();
}
