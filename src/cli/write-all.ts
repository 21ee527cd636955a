import { writeSync } from "node:fs";

/** Writes all of it: the system may take a part of what it is given, and says so by a number alone. */
export function writeAll(fd: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    const taken = writeSync(fd, rest);
    if (taken === 0) throw Object.assign(new Error("nothing could be written"), { code: "ENOSPC" });
    rest = rest.subarray(taken);
  }
}
