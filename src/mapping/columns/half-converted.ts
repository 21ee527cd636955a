import type { Cell } from "./cell.js";
import type { Tally } from "./tally.js";
import type { Order } from "./time-form.js";
import type { TimeLayout } from "./time-layout.js";

/** A day is one of the first twelve of its month so often; others cannot be exchanged with the month. */
const EARLY = 12 / 30.44;
/** By chance less often than this, it is certain enough to ask. */
const CHANCE_MAX = 0.1;

/** Cells that a spreadsheet has converted: those of a layout, or its numbers of days. */
interface Converted {
  readonly layouts: readonly TimeLayout[];
  readonly tallies: readonly Tally[];
}

/**
 * A spreadsheet of another country has opened the export: dates that it could read, with day and month exchanged, it
 * has written in its own way, all others are texts as they were.
 */
export interface HalfConverted {
  readonly converted: readonly TimeLayout[];
  readonly converted_first: Cell;
  readonly texts: readonly TimeLayout[];
  readonly texts_first: Cell;
  /** Of the texts. */
  readonly order: Order;
  /** Else it may well be by chance. */
  readonly is_certain: boolean;
}

/** `days`: numbers that may be days since 1899. */
export function halfConverted(layouts: readonly TimeLayout[], days: Tally | undefined): HalfConverted | undefined {
  const converted: Converted[] = groups(layouts.filter(isOfSpreadsheet))
    .filter(({ tallies }) => sum(tallies, "early") === sum(tallies, "count"))
    .concat(days === undefined || days.early < days.count ? [] : [{ layouts: [], tallies: [days] }]);
  let found: (HalfConverted & { readonly chance: number }) | undefined;
  for (const texts of groups(layouts.filter(({ form }) => form.orders.includes("dMy")))) {
    const order = orderOf(texts.tallies);
    const texts_first = texts.tallies[0]?.first;
    if (order === undefined || texts_first === undefined) continue;
    for (const each of converted) {
      const converted_first = each.tallies[0]?.first;
      const is_same = each.layouts[0] !== undefined && each.layouts[0].family === texts.layouts[0]?.family;
      if (is_same || converted_first === undefined) continue;
      const chance = EARLY ** different(each.tallies) * (1 - EARLY) ** different(texts.tallies);
      if (found !== undefined && found.chance <= chance) continue;
      const is_certain = chance <= CHANCE_MAX;
      found = {
        converted: each.layouts,
        converted_first,
        texts: texts.layouts,
        texts_first,
        order,
        is_certain,
        chance,
      };
    }
  }
  return found;
}

/** A format in which day and month are exchanged; undefined where a name says which is which. */
export function exchanged(format: string): string | undefined {
  if (/MMM/.test(format)) return undefined;
  const [month, day] = [/M+/.exec(format)?.[0], /(?<![A-Za-z'])d+/.exec(format)?.[0]];
  if (month === undefined || day === undefined) return undefined;
  return format.replace(/M+|(?<![A-Za-z'])d+/g, (token) =>
    (token.startsWith("M") ? "d" : "M").repeat((token.startsWith("M") ? month : day).length),
  );
}

/** A program that is no spreadsheet writes T, an offset, a weekday or fractions of a second. It exchanges nothing. */
function isOfSpreadsheet({ form }: TimeLayout): boolean {
  return !/'T'|[XxOSE]/.test(form.template);
}

/** Layouts of one family stand together; where the form itself says what is what, each is alone. */
function groups(layouts: readonly TimeLayout[]): Converted[] {
  const found = new Map<unknown, TimeLayout[]>();
  for (const layout of layouts) {
    const key = layout.family ?? layout;
    found.set(key, [...(found.get(key) ?? []), layout]);
  }
  return Array.from(found.values(), (group) => ({ layouts: group, tallies: group.map(({ tally }) => tally) }));
}

function orderOf(tallies: readonly Tally[]): Order | undefined {
  const count = sum(tallies, "count");
  if (sum(tallies, "day_first") === count) return "dMy";
  return sum(tallies, "month_first") === count ? "Mdy" : undefined;
}

function different(tallies: readonly Tally[]): number {
  return tallies.reduce((total, tally) => total + tally.different.size, 0);
}

function sum(tallies: readonly Tally[], what: "count" | "early" | "day_first" | "month_first"): number {
  return tallies.reduce((total, tally) => total + tally[what], 0);
}
