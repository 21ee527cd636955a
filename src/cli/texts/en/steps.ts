import { counted, number } from "../../numbers.js";
import { afterwards } from "./afterwards.js";

/** What `migrate` tells of its steps. */
export const steps = {
  title: (step: number, of: number, name: string) => `Step ${step} of ${of}: ${name}`,
  not_begun: "not begun",
  not_verifiable: "cannot be read back",
  stopped: "stopped",
  read_back: (rows: number | undefined) => (rows === undefined ? "read back" : `${number(rows)} read back`),
  sent: ({ rows, imported, skipped, pending, in_doubt, attention }: SentStep) =>
    [
      `${number(imported)} of ${counted(rows, "row", "rows")} done`,
      ...(skipped > 0 ? [`${number(skipped)} skipped`] : []),
      ...(pending > 0 ? [`${number(pending)} to be sent`] : []),
      ...(in_doubt > 0 ? [`${number(in_doubt)} with an unknown result`] : []),
      ...(attention > 0 ? [`${number(attention)} need attention`] : []),
    ].join(", "),
  verified: ({ rows, same, differing, missing, unread, doubles }: VerifiedStep) => {
    const words = afterwards.verified;
    const found = Object.entries({ differing, missing, unread, doubles }).filter(([, count]) => count > 0);
    return [
      `${number(same)} of ${counted(rows, "row", "rows")} as sent`,
      ...found.map(([what, count]) => `${number(count)} ${words[what as keyof typeof words]}`),
    ].join(", ");
  },
};

export interface SentStep {
  readonly rows: number;
  readonly imported: number;
  readonly skipped: number;
  readonly pending: number;
  readonly in_doubt: number;
  readonly attention: number;
}

export interface VerifiedStep {
  readonly rows: number;
  readonly same: number;
  readonly differing: number;
  readonly missing: number;
  readonly unread: number;
  readonly doubles: number;
}

export type StepTexts = typeof steps;
