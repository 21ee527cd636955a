import type { Status } from "../../../model/status.js";
import type { ReportTexts } from "../../texts/en/report.js";

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

export function lasted(from_ms: number, to_ms: number | null, { duration }: ReportTexts): string {
  return to_ms === null ? "–" : duration(to_ms - from_ms);
}

/** A share that never rounds something to nothing, nor almost all to all. */
export function share(count: number, all: number): string {
  if (all === 0 || count === 0) return "–";
  if (count === all) return "100 %";
  const percent = (count * 100) / all;
  if (percent < 0.1) return "< 0.1 %";
  return percent > 99.9 ? "> 99.9 %" : `${percent.toFixed(1)} %`;
}
