import { because } from "../../texts/because.js";
import type { Problem, ReadValue } from "./value.js";

// U+FFFD, NUL, and the control characters that text in a Windows encoding has where it was decoded as ISO-8859-1.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const REMAINS = /[\u0000\u0080-\u0084\u0086-\u009f\ufffd]/;

export const UNDECODABLE: Problem = because("undecodable", { id: "undecodable_text" });

/** Whether some of its characters are the remains of others. */
export function isUndecodable(text: string): boolean {
  return REMAINS.test(text);
}

/** Any text, as it stands in the cell; tabs, line breaks and the other control characters of ASCII are part of it. */
export const readText: ReadValue = (text) => (isUndecodable(text) ? UNDECODABLE : text);
