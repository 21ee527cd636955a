import type { Counts } from "../model/status.js";
import { fitted, widthOf } from "../model/width.js";
import { terminal } from "./texts/en/terminal.js";

/** What a line of progress tells, the most important first. */
export interface Standing {
  /** How long it will take, or what it waits for. */
  readonly outlook: string;
  readonly done: number;
  readonly of: number;
  /** What else is worth knowing, the most important first, e.g. "rejected 3". */
  readonly more: readonly string[];
}

const EN = terminal.progress;
const BAR = 20;
const GAP = "  ";

/** As many of a standing's parts as there is room for: none of them is cut, but for the first. */
export function progressLine({ outlook, done, of, more }: Standing, columns: number, t = EN): string {
  const share = of === 0 ? 1 : done / of;
  const filled = Math.floor(share * BAR);
  const percent = `${Math.floor(share * 100)}%`;
  const bar = `[${"#".repeat(filled)}${"-".repeat(BAR - filled)}] ${percent}`;
  const shown: (string | undefined)[] = [outlook, undefined, t.of(done, of)];
  const fits = (parts: readonly (string | undefined)[]) =>
    widthOf(parts.filter((part) => part !== undefined).join(GAP)) < columns;
  if (!fits(shown)) return fitted(outlook, columns - 1);
  for (const part of more) if (fits([...shown, part])) shown.push(part);
  // The bar is the first to go.
  const with_bar = [shown[0], [bar, percent].find((each) => fits([...shown, each])), ...shown.slice(2)];
  return with_bar.filter((part) => part !== undefined).join(GAP);
}

/** Statuses that somebody will have to look at, and what is left out, as parts of a standing. */
export function worthTelling(counts: Counts, t = EN): string[] {
  const statuses = ["rejected", "failed", "in_doubt", "invalid", "skipped"] as const;
  return statuses.filter((status) => counts[status] > 0).map((status) => t.status(status, counts[status]));
}
