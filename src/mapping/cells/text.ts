export { fold } from "../../model/text.js";

/** ASCII white space, no-break space and the full-width (ideographic) space: what people type around a value. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0 || code === 0x3000;
}

/** The cell without spaces around it. */
export function trimCell(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

const WIDE = /[\uff01-\uff5e]/g;
const ODD_SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;

/** Full-width letters, digits and signs as their ASCII twins, and all kinds of spaces as the plain one. */
export function halfWidth(text: string): string {
  const narrow = (wide: string): string => String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
  return text.replace(WIDE, narrow).replace(ODD_SPACES, " ");
}

export type IsEmpty = (trimmed: string) => boolean;

/** A test for the mapping's spellings of nothing, for trimmed text. The empty string is always nothing. */
export function emptyTest(spellings: readonly string[]): IsEmpty {
  const known = new Set(spellings.map((spelling) => trimCell(spelling).toLowerCase()));
  const longest = Math.max(0, ...Array.from(known, (spelling) => spelling.length));
  return (trimmed) => trimmed.length === 0 || (trimmed.length <= longest && known.has(trimmed.toLowerCase()));
}

export const DEFAULT_EMPTY: readonly string[] = ["", "-", "N/A", "#N/A", "NULL", "无"];
