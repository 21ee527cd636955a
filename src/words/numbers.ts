/** 12345 as 12,345. */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** 1 row, 2 rows. */
export function counted(value: number, one: string, many: string): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A share, rounded down: 100% is all of them. */
export function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.floor((part / whole) * 100)}%`;
}
