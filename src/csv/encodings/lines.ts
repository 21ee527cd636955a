/** Physical lines with their line breaks: `\r` where the bytes hold no `\n`. */
export function linesOf(bytes: Buffer): Buffer[] {
  const line_break = bytes.includes(10) ? 10 : 13;
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(line_break, at);
    const end = found === -1 ? bytes.length : found + 1;
    lines.push(bytes.subarray(at, end));
    at = end;
  }
  return lines;
}
