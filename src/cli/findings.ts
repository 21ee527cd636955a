import type { CheckVerdict, Finding } from "../engine/checks/preflight.js";
import { printable } from "../model/text.js";
import type { Output } from "./output.js";

const WORDS: Readonly<Record<CheckVerdict, string>> = { good: "good", note: "note", bad: "bad", not_known: "unknown" };
const WIDTH = Math.max(...Object.values(WORDS).map((word) => word.length));

/** As they stand in the JSON. */
export function findingFacts(findings: readonly Finding[]): Omit<Finding, "exit">[] {
  return findings.map(({ exit: _exit, ...facts }) => facts);
}

/** A line for each, and what to do where it is not good. */
export function printFindings(output: Output, findings: readonly Finding[]): void {
  const { paint } = output;
  const colours: Readonly<Record<CheckVerdict, (text: string) => string>> = {
    good: paint.green,
    note: paint.yellow,
    bad: paint.red,
    not_known: paint.yellow,
  };
  for (const { verdict, message, hint, code } of findings) {
    const number = code === undefined ? "" : ` [${code}]`;
    output.result(`${colours[verdict](WORDS[verdict].padEnd(WIDTH))}  ${printable(`${message}${number}`)}`);
    if (hint !== undefined) output.text(`${" ".repeat(WIDTH)}  → ${printable(hint)}`, " ".repeat(WIDTH + 4));
  }
  if (findings.length > 0) output.result("");
}
