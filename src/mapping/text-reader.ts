import type { Problem, ReadValue } from "./value.js";

// U+FFFD, NUL, and the control characters that text in a Windows encoding has where it was decoded as ISO-8859-1.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const DAMAGED = /[\u0000\u0080-\u0084\u0086-\u009f\ufffd]/;

const PROBLEM: Problem = {
  kind: "undecodable",
  message: "the text holds a character that some program could not decode (U+FFFD, NUL or a control character)",
  hint: "Export again in UTF-8, or type the cell anew.",
};

/** Any text, as it stands in the cell, but for characters that are the remains of others. */
export const readText: ReadValue = (text) => (DAMAGED.test(text) ? PROBLEM : text);
