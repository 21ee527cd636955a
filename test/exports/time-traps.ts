import type { Trap } from "./traps.js";

const table = (...times: readonly string[]): Pick<Trap, "bytes" | "rows"> => ({
  bytes: Buffer.from(`id,t\n${times.map((time, n) => `${n + 1},"${time}"\n`).join("")}`),
  rows: ["1 id|t", ...times.map((time, n) => `${n + 2} ${n + 1}|${time}`)],
});

/** Times that cannot be read, or could be read in two ways. */
export const TIME_TRAPS: Readonly<Record<string, Trap>> = {
  "times-day-first-proved-by-one": {
    ...table("03/08/2024", "04/08/2024 09:05", "13/08/2024"),
    times: { t: "dd/MM/yyyy | dd/MM/yyyy HH:mm" },
  },
  "times-month-first-proved-by-one": { ...table("08/03/2024", "08/13/2024"), times: { t: "MM/dd/yyyy" } },
  "times-day-or-month-first": { ...table("03/08/2024", "04/08/2024", "12/12/2024"), times: { t: "ambiguous" } },
  "times-of-two-users": { ...table("13/08/2024", "08/13/2024", "03/08/2024"), times: { t: "mixed" } },
  "times-shown-by-excel": {
    ...table("2024/8/3 10:30", "2024/8/13 9:05", "45507.4375"),
    times: { t: "yyyy/M/d H:mm | excel-serial" },
  },
  "times-days-as-whole-numbers": { ...table("45507", "45508"), times: { t: "numbers" } },
  "times-chinese": {
    ...table("2024年3月5日 下午2:30", "2024年3月5日", "２０２４年１２月１５日"),
    times: { t: "yyyy年M月d日 | yyyy年M月d日 ah:mm" },
  },
  "times-two-digit-years": { ...table("8/13/24", "8/3/24"), times: { t: "short_years" } },
  "times-with-utc-behind": { ...table("2024-08-03 10:30:00 UTC"), times: { t: "yyyy-MM-dd H:mm:ss O" } },
  "times-with-a-zone-that-is-no-offset": { ...table("2024-08-03 10:30:00 CST"), times: { t: "no_time" } },
  "times-edited-by-hand": {
    ...table("2024-08-03T10:30:00Z", "2024-08-04T10:30:00Z", "5. 8. 2024", "15. 8. 2024", "soon"),
    times: { t: "iso | d. M. yyyy" },
  },
  "times-of-milliseconds": { ...table("1722652200000", "1722652201000", "0"), times: { t: "epoch-ms" } },
};
