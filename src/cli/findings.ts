import type { CheckVerdict, Finding } from "../engine/checks/preflight.js";
import { printable } from "../model/text.js";
import { padded, widthOf } from "../model/width.js";
import type { Output } from "./output.js";

/** As they stand in the JSON. */
export function findingFacts(findings: readonly Finding[]): Omit<Finding, "exit">[] {
  return findings.map(({ exit: _exit, ...facts }) => facts);
}

/** A line for each, and what to do where it is not good. */
export function printFindings(output: Output, findings: readonly Finding[]): void {
  const { paint, texts } = output;
  const t = texts.afterwards.findings;
  const width = Math.max(...Object.values(t).map(widthOf));
  const colours: Readonly<Record<CheckVerdict, (text: string) => string>> = {
    good: paint.green,
    note: paint.yellow,
    bad: paint.red,
    not_known: paint.yellow,
  };
  for (const finding of findings) {
    const { verdict, code } = finding;
    const { message, hint = "" } = texts.tell(finding);
    const number = code === undefined ? "" : ` [${code}]`;
    output.result(`${colours[verdict](padded(t[verdict], width))}  ${printable(`${message}${number}`)}`);
    if (hint !== "") output.text(`${" ".repeat(width)}  → ${printable(hint)}`, " ".repeat(width + 4));
  }
  if (findings.length > 0) output.result("");
}
