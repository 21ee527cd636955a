/** A duration for people: 45 秒, 12 分钟, 3 小时 20 分钟, 2 天 4 小时. */
export function duration(duration_ms: number): string {
  const seconds = Math.max(0, Math.round(duration_ms / 1000));
  if (seconds < 90) return `${seconds} 秒`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} 小时 ${minutes % 60} 分钟`;
  return `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`;
}
