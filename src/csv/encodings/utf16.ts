import { plausibility } from "./plausible.js";

const READABLE_UTF16 = 0.5;

/** The encoding that a byte order mark names. */
export function markOf(head: Buffer): string | undefined {
  if (head.length >= 3 && head.readUIntBE(0, 3) === 0xefbbbf) return "utf-8";
  if (head.length < 2) return undefined;
  const mark = head.readUInt16BE(0);
  if (mark === 0xfffe) return "utf-16le";
  return mark === 0xfeff ? "utf-16be" : undefined;
}

/** UTF-16, by its byte order mark or by its zero bytes: in every other encoding of exports ASCII stands for itself. */
export function wideEncodingOf(head: Buffer): string | undefined {
  const encoding = markOf(head) ?? utf16Of(head);
  return encoding === "utf-8" ? undefined : encoding;
}

/**
 * UTF-16 without its mark: delimiters, digits and line ends have a zero byte, always on the same side. Where there are
 * few of them, because hardly anything is ASCII, what is not must read well.
 */
export function utf16Of(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  const zeros = [0, 0] as [number, number];
  for (let at = head.indexOf(0); at !== -1; at = head.indexOf(0, at + 1)) {
    const side = at % 2 === 0 ? 0 : 1;
    // 4E 00 is 一, one of the most frequent characters of all: its zero is on the other side.
    if (head[side === 0 ? at + 1 : at - 1] !== 0x4e) zeros[side] += 1;
  }
  const [even, odd] = zeros;
  const [more, fewer] = even > odd ? [even, odd] : [odd, even];
  if (more < 2 || fewer > more * 0.02) return undefined;
  const mean_min = more < head.length * 0.05 ? READABLE_UTF16 : 0;
  const encoding = even > odd ? "utf-16be" : "utf-16le";
  const text = new TextDecoder(encoding).decode(head.subarray(0, head.length - (head.length % 2)));
  const is_text = /[\r\n]/.test(text) && plausibility(text, "any").mean >= mean_min;
  return is_text ? encoding : undefined;
}
