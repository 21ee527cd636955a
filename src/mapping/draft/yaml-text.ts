import { printable } from "../../model/text.js";
import { UNDECIDED } from "../../model/undecided.js";
import { wrapped } from "../../model/width.js";
import { type Content, type Entry, type Tell, ToDecide } from "./entry.js";

const WIDTH = 120;

// What a plain scalar can be made of wherever it stands, in braces too, and whoever reads it: no indicator, no word
// that other readers of YAML take for a number, a boolean or nothing.
const PLAIN = /^[\p{L}_/][\p{L}\p{N}_./()（）·'’ -]*$/u;
const OTHER_MEANING = /^(?:y|n|yes|no|on|off|true|false|null|inf|nan)$/i;

/** A text as YAML, in quotes where it needs them. */
export function scalar(text: string): string {
  const is_plain = PLAIN.test(text) && !/\s$|\s{2}/.test(text) && !OTHER_MEANING.test(text);
  // JSON's strings are YAML's, and both escape what is invisible; the separators of lines JSON lets stand.
  return is_plain && !text.startsWith(UNDECIDED)
    ? text
    : JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escaped);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A mapping file as text: the keys with their comments. Keys at the top stand apart. */
export function yamlText(entries: readonly Entry[], tell: Tell): string {
  return `${entries.map((entry) => linesOf(entry, "", tell).join("\n")).join("\n\n")}\n`;
}

function linesOf(entry: Entry, indent: string, tell: Tell): string[] {
  const { key, content, above = [], beside, is_off = false } = entry;
  const comments = above.flatMap((remark) => commentLines(tell(remark), indent));
  const head = `${scalar(key)}:`;
  const lines = withHead(head, contentLines(content, is_off ? "" : indent, tell));
  const first = lines[0] as string;
  if (beside !== undefined) lines[0] = `${first}  # ${printable(tell(beside))}`;
  if (!is_off) return [...comments, indent + (lines[0] as string), ...lines.slice(1)];
  return [...comments, ...lines.map((line) => `${indent}# ${line}`)];
}

function withHead(head: string, [first = "", ...others]: readonly string[]): string[] {
  return [first === "" ? head : `${head} ${first}`, ...others];
}

/** The first line goes on behind the key. */
function contentLines(content: Content, indent: string, tell: Tell): string[] {
  if (content instanceof ToDecide) return [content.text(tell)];
  if (typeof content === "number" || typeof content === "boolean") return [String(content)];
  if (typeof content === "string") return [scalar(content)];
  if ("items" in content) return ["", ...content.items.flatMap((item) => itemLines(item, `${indent}  `, tell))];
  if ("pairs" in content) {
    return ["", ...content.pairs.flatMap((entry, index) => apart(entry, index, linesOf(entry, `${indent}  `, tell)))];
  }
  return [`[${content.map(scalar).join(", ")}]`];
}

/** A key with comments above stands apart from the one before it. */
function apart({ above = [] }: Entry, index: number, lines: readonly string[]): readonly string[] {
  return index > 0 && above.length > 0 ? ["", ...lines] : lines;
}

function itemLines(item: readonly Entry[], indent: string, tell: Tell): string[] {
  if (item.some(({ content }) => !isShort(content))) {
    const [first = "", ...others] = item.flatMap((entry) => linesOf(entry, `${indent}  `, tell));
    return [`${indent}- ${first.trimStart()}`, ...others];
  }
  const pairs = item.map(({ key, content }) => `${scalar(key)}: ${contentLines(content, "", tell).join("")}`);
  const notes = item.flatMap(({ beside }) => (beside === undefined ? [] : tell(beside)));
  return [`${indent}- { ${pairs.join(", ")} }${notes.length === 0 ? "" : `  # ${printable(notes.join("; "))}`}`];
}

/** It may stand in braces. */
function isShort(content: Content): boolean {
  return !(content instanceof ToDecide) && (typeof content !== "object" || Array.isArray(content));
}

/** A comment in lines of 120 columns; it never holds a character that would end the line. */
function commentLines(text: string, indent: string): string[] {
  const start = `${indent}# `;
  return wrapped((start + printable(text)).trimEnd(), WIDTH, start).split("\n");
}
