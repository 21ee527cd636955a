/** 12345 as 12,345. By hand, since the first use of `Intl` costs as much as half of a start of Node. */
export function number(value: number): string {
  const rounded = String(Math.round(value * 1000) / 1000);
  return rounded.replace(/(?<!\.\d*)\B(?=(\d{3})+(?!\d))/g, ",");
}

/** 1 row, 2 rows. */
export function counted(value: number, one: string, many: string): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A share, rounded down: 100% is all of them. */
export function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.floor((part / whole) * 100)}%`;
}

/** A duration for people: 45 s, 12 min, 3 h 20 min, 2 d 4 h. */
export function inWords(duration_ms: number): string {
  const seconds = Math.max(0, Math.round(duration_ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
