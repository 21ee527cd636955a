// How many cells of a terminal a text takes: two for what Unicode calls wide (UAX #11, East_Asian_Width W and F), none
// for marks that stand on their neighbour.
const SCRIPTS = "\\p{Script=Han}\\p{Script=Hangul}\\p{Script=Hiragana}\\p{Script=Katakana}";
const WIDE = new RegExp(`[${SCRIPTS}\\p{Emoji_Presentation}\\u3000-\\u303e\\uff01-\\uff60\\uffe0-\\uffe6]`, "u");
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;

export function widthOf(text: string): number {
  let width = 0;
  for (const point of text) width += NONE.test(point) ? 0 : WIDE.test(point) ? 2 : 1;
  return width;
}

/** As much of a text as fits into so many cells. */
export function fitted(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let shown = "";
  let width = 0;
  for (const point of text) {
    width += widthOf(point);
    if (width > columns - 1) break;
    shown += point;
  }
  return `${shown}…`;
}

/** `padEnd` for a terminal. */
export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

/** Breaks lines between words, and between the characters of scripts without spaces; what follows is indented. */
export function wrapped(text: string, columns: number, indent = indentOf(text)): string {
  if (widthOf(text) <= columns) return text;
  const lines: string[] = [];
  let line = "";
  for (const piece of piecesOf(text)) {
    const is_full = line.trim() !== "" && line !== indent && widthOf(line + piece.trimEnd()) > columns;
    if (is_full) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += is_full ? piece.trimStart() : piece;
  }
  return [...lines, line.trimEnd()].join("\n");
}

const indentOf = (text: string): string => /^ */.exec(text)?.[0] ?? "";

const IN_QUOTES = '[^\\s\\p{Script=Han}"]*"[^"\\s]*"[^\\s\\p{Script=Han}]*\\s*';
const PIECES = new RegExp(
  `^ +|${IN_QUOTES}|[^\\s\\p{Script=Han}]+\\s*|\\p{Script=Han}[，。；：、）」]*\\s*|\\s+`,
  "gu",
);

/**
 * Words with the spaces behind them; a wide character may begin a line, unless it ends a sentence. What is in quotes
 * may be copied: it is broken at its own spaces alone.
 */
function piecesOf(text: string): string[] {
  return text.match(PIECES) ?? [text];
}
