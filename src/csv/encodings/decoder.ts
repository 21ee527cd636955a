import { C1_OF_WINDOWS_1252 } from "../../model/windows-1252.js";
import { codePage, codePageName } from "./code-pages.js";

/** Turns bytes into text; what cannot be decoded becomes U+FFFD. Without `stream` the text is at its end. */
export interface Decoder {
  decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string;
}

/** `encoding`: a name that `encodingOf` gives. A byte order mark is kept, as U+FEFF. */
export function newDecoder(encoding: string): Decoder {
  if (encoding === "windows-1252") return WINDOWS_1252;
  const page = codePage(encoding);
  return page === undefined ? new TextDecoder(encoding, { ignoreBOM: true }) : singleByte(/[\u0080-\u00ff]/g, page);
}

/** The one name of an encoding: WHATWG's, or that of a code page. Undefined for a label that nobody knows. */
export function encodingOf(label: string): string | undefined {
  const name = codePageName(label);
  if (codePage(name) !== undefined) return name;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

function singleByte(beyond_latin1: RegExp, page: string): Decoder {
  return {
    decode(bytes = new Uint8Array()) {
      const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
      return latin1.replace(beyond_latin1, (char) => page[char.charCodeAt(0) - 0x80] as string);
    },
  };
}

/**
 * Some versions of Node read windows-1252 as ISO-8859-1 (nodejs/node#56542): its dashes and quotation marks become
 * control characters.
 */
const WINDOWS_1252 = singleByte(/[\u0080-\u009f]/g, C1_OF_WINDOWS_1252);
