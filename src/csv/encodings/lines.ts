/** What ends the lines of a file's bytes: `\r` where they hold no `\n`. */
export function lineBreakIn(bytes: Buffer): number {
  return bytes.includes(10) ? 10 : 13;
}

/** Physical lines with their line breaks. */
export function linesOf(bytes: Buffer): Buffer[] {
  const line_break = lineBreakIn(bytes);
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(line_break, at);
    const end = found === -1 ? bytes.length : found + 1;
    lines.push(bytes.subarray(at, end));
    at = end;
  }
  return lines;
}
