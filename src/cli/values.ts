import { InvalidArgumentError } from "commander";
import type { MaxErrors } from "../engine/calls/error-budget.js";

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `30s`, `15m`, `8h`, `1h30m` as milliseconds. A bare number is refused: nobody knows its unit. */
export function duration(text: string): number {
  const parts = Array.from(text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g));
  const total_ms = parts.reduce((sum, [, n, unit]) => sum + Number(n) * UNITS_MS[unit as keyof typeof UNITS_MS], 0);
  if (parts.map(([part]) => part).join("") !== text || total_ms <= 0) {
    throw new InvalidArgumentError("It is a duration like 30s, 15m, 8h or 1h30m.");
  }
  return total_ms;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError("It is a whole number, 1 or more.");
  }
  return value;
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0) throw new InvalidArgumentError("It is a number above 0.");
  return value;
}

/** `20`, `5%` or `off`. */
export function maxErrors(text: string): MaxErrors {
  if (text === "off") return "off";
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text);
  const value = Number(match?.[1]);
  const is_share = match?.[2] === "%";
  if (match === null || value <= 0 || (is_share ? value > 100 : !Number.isInteger(value))) {
    throw new InvalidArgumentError("It is a number of rows like 20, a share like 5%, or off.");
  }
  return is_share ? { percent: value } : { rows: value };
}
