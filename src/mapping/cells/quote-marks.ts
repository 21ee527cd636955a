/**
 * Characters that people and programs put around a value to quote it: those of Unicode's property Quotation_Mark and
 * the accents that stand in for them. Which belongs to which differs by country („…“, »…«, ’…’), so any may open and
 * close.
 */
const MARKS = "\"'`´«»‘’‚‛“”„‟‹›「」『』〝〞〟＂＇｀｢｣";

/** Each of them. */
export const QUOTE_MARKS: readonly string[] = Array.from(MARKS);

const QUOTED = new RegExp(`^([${MARKS}]{1,3})([^${MARKS}]+)([${MARKS}]{1,3})$`);
const CODES: ReadonlySet<number> = new Set(Array.from(MARKS, (mark) => mark.charCodeAt(0)));

/** The text inside of the quotation marks around all of it; the text itself where there are none, or not in pairs. */
export function unquoted(text: string): string {
  const [, before = "", inside = "", behind = ""] = QUOTED.exec(text) ?? [];
  return before.length === behind.length && before !== "" ? inside : text;
}

/** Whether a quotation mark stands first or last. */
export function hasQuoteMark(text: string): boolean {
  return CODES.has(text.charCodeAt(0)) || CODES.has(text.charCodeAt(text.length - 1));
}
