import type { Status } from "../../model/status.js";
import { inWords } from "../numbers.js";

/** What each status means, in the words of somebody who does not run the program. */
export const MEANING: Readonly<Record<Status, string>> = {
  done: "Feishu Hire holds it",
  skipped: "left out on purpose, or an exact repeat of another row",
  pending: "not sent yet",
  sending: "on its way at this moment",
  invalid: "cannot be sent as it stands in the file",
  rejected: "Feishu Hire refused it",
  failed: "given up for now; it is certainly not there",
  in_doubt: "it was sent, and no trustworthy answer came",
};

/** The order in which a reader asks for them: what is there, what is not to be, what is left. */
export const READING_ORDER: readonly Status[] = [
  "done",
  "skipped",
  "pending",
  "sending",
  "in_doubt",
  "failed",
  "rejected",
  "invalid",
];

export const EXIT_MEANING: Readonly<Record<number, string>> = {
  0: "complete",
  1: "finished, some rows not sent",
  2: "wrong usage",
  3: "refused by Feishu",
  4: "Feishu out of reach",
  5: "a bug",
  6: "stopped: too many errors",
  7: "finished, some rows in doubt",
  8: "another run was at work",
  9: "another ledger",
  10: "unfinished",
  11: "this machine refused",
  130: "stopped (Ctrl-C)",
  129: "stopped (the terminal was closed)",
  143: "stopped (SIGTERM)",
};

export const named = (status: string): string => status.replaceAll("_", " ");

export function lasted(from_ms: number, to_ms: number | null): string {
  return to_ms === null ? "cut off" : inWords(to_ms - from_ms);
}

/** A share that never rounds something to nothing, nor almost all to all. */
export function share(count: number, all: number): string {
  if (all === 0 || count === 0) return "–";
  if (count === all) return "100 %";
  const percent = (count * 100) / all;
  if (percent < 0.1) return "< 0.1 %";
  return percent > 99.9 ? "> 99.9 %" : `${percent.toFixed(1)} %`;
}
