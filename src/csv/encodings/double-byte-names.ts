/** Encodings of Chinese, Japanese and Korean that write most characters in two bytes, by their WHATWG names. */
export const DOUBLE_BYTE = ["gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"] as const;
export type DoubleByte = (typeof DOUBLE_BYTE)[number];

export function isDoubleByte(encoding: string): encoding is DoubleByte {
  return (DOUBLE_BYTE as readonly string[]).includes(encoding);
}
