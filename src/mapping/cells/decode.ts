import { C1_OF_WINDOWS_1252 } from "../../model/windows-1252.js";
import type { CellCleaner } from "./clean.js";
import { namedCharacter } from "./html-entities.js";

/**
 * What a program may have made of a text before it was exported: `html`, characters and line breaks as a web page
 * writes them (`&amp;`, `&#39;`, `<br>`); `xlsx`, control characters as files of spreadsheets write them (`_x000D_`).
 */
export const DECODINGS = ["html", "xlsx"] as const;
export type Decoding = (typeof DECODINGS)[number];

const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,15}));/g;
/** Tags that part lines, and others. */
const BLOCKS = "br|p|div|li|ul|ol|tr|td|th|table|tbody|h[1-6]|hr|blockquote|pre";
const INLINE = "b|strong|i|em|u|s|strike|sub|sup|span|font|a|small|code|img";
/** Tags of web pages alone: `<T>` is a type, and <anna@example.com> is an address. */
const TAG = new RegExp(`</?(?:(${BLOCKS})|${INLINE})(?:\\s[^<>]*)?/?>|<!--[\\s\\S]{0,1000}?-->`, "gi");
/** ST_Xstring of ECMA-376, part 1: `_x005F_` is the underscore before what is to stand as it is. */
const ESCAPE = /_x([0-9a-f]{4})_/gi;

/** What the text holds of each of these; every text is asked, so most of them must cost nothing. */
export function encodedIn(text: string): readonly Decoding[] {
  if (!SUSPECT.test(text)) return NONE;
  return DECODINGS.filter((each) => (each === "html" ? holdsHtml(text) : holdsEscape(text)));
}

const SUSPECT = /[&<]|_x/i;
const NONE: readonly Decoding[] = [];

function holdsHtml(text: string): boolean {
  for (const [, decimal, hex, name] of text.matchAll(ENTITY)) {
    if (character(decimal, hex, name) !== undefined) return true;
  }
  return text.search(TAG) !== -1;
}

export function holdsEscape(text: string): boolean {
  return text.includes("_") && text.search(ESCAPE) !== -1;
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** The cleaner of cells that are decoded first: what stands around a value may be encoded, too. */
export function decodingCleaner(cleaner: CellCleaner, decodings: readonly Decoding[]): CellCleaner {
  if (decodings.length === 0) return cleaner;
  const decode = (cell: string): string => decodings.reduce((text, each) => DECODERS[each](text), cell);
  return { clean: (cell) => cleaner.clean(decode(cell)), cleanings: (cell) => cleaner.cleanings(decode(cell)) };
}

const DECODERS: Readonly<Record<Decoding, (text: string) => string>> = {
  html: (text) => (text.includes("&") || text.includes("<") ? withoutEntities(withoutTags(text)) : text),
  xlsx: (text) => (text.includes("_") ? withoutEscapes(text) : text),
};

/** Tags before entities: `&lt;b&gt;` is a text about a tag. */
function withoutTags(text: string): string {
  if (text.search(TAG) === -1) return text;
  const lines = text.replace(TAG, (_tag, block?: string) => (block === undefined ? "" : "\n"));
  return lines.replace(/[ \t]*\n\s*/g, "\n").trim();
}

function withoutEntities(text: string): string {
  return text.replace(ENTITY, (whole, decimal, hex, name) => character(decimal, hex, name) ?? whole);
}

function character(decimal?: string, hex?: string, name?: string): string | undefined {
  // Who writes &nbsp; means a space.
  if (name !== undefined) return name === "nbsp" ? " " : namedCharacter(name);
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  // As browsers read them: numbers of windows-1252, which Word and old programs write.
  if (code >= 0x80 && code <= 0x9f) return C1_OF_WINDOWS_1252[code - 0x80];
  if (code === 0xa0) return " ";
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).replace(LONE_SURROGATE, "\ufffd") : undefined;
}

function withoutEscapes(text: string): string {
  const decoded = text.replace(ESCAPE, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decoded === text ? text : decoded.replace(LONE_SURROGATE, "\ufffd").replace(/\r\n?/g, "\n");
}
