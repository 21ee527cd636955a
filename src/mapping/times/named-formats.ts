import type { ReadTime, TimeFormat, WallTime } from "./wall-time.js";
import { fractionMs, offsetMs, wallMs } from "./wall-time.js";

const DAY_MS = 86_400_000;

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;

function readIso(text: string): WallTime | "no_such_time" | undefined {
  const parts = ISO.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, offset] = parts;
  const wall_ms = wallMs(
    Number(year),
    Number(month),
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
    fraction === undefined ? 0 : fractionMs(fraction),
  );
  if (wall_ms === undefined) return "no_such_time";
  if (offset === undefined) return { wall_ms, date_only: hour === undefined };
  const offset_ms = offsetMs(offset);
  return offset_ms === undefined ? "no_such_time" : { wall_ms, date_only: false, offset_ms };
}

/** pandas and R write whole numbers with `.0` where a column has gaps, spreadsheets of some countries a comma. */
const FRACTION = "(?:[.,]\\d{1,20})?";

function epoch(digits_max: number, unit_ms: number): ReadTime {
  const pattern = new RegExp(`^\\d{1,${digits_max}}${FRACTION}$`);
  return (text) =>
    pattern.test(text) ? { wall_ms: Math.round(decimal(text) * unit_ms), date_only: false, offset_ms: 0 } : undefined;
}

function decimal(text: string): number {
  return Number(text.replace(",", "."));
}

const EXCEL_SERIAL = new RegExp(`^\\d{1,6}${FRACTION}$`);
/** Day 0 of the 1900 date system as it counts after its false 29 February 1900. */
const EXCEL_DAY_0_MS = Date.UTC(1899, 11, 30);

/** Rounded to seconds: a cell shows fewer decimals than the spreadsheet holds (0.333333 is 08:00:00). */
function readExcelSerial(text: string): WallTime | undefined {
  if (!EXCEL_SERIAL.test(text)) return undefined;
  const days = decimal(text);
  const wall_ms = EXCEL_DAY_0_MS + Math.round((days * DAY_MS) / 1000) * 1000;
  return { wall_ms, date_only: Number.isInteger(days) };
}

/** The formats that have a name instead of tokens. An `iso` text may or may not carry an offset. */
export const NAMED_FORMATS: Readonly<Record<string, TimeFormat>> = {
  iso: { name: "iso", local: false, read: readIso },
  "epoch-ms": { name: "epoch-ms", local: false, read: epoch(15, 1) },
  "epoch-s": { name: "epoch-s", local: false, read: epoch(12, 1000) },
  "excel-serial": { name: "excel-serial", local: true, read: readExcelSerial },
};
