// Numbers as the bench prints them.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const fixed = (value, digits = 2) => value.toFixed(digits);
export const percent = (value) => `${(value * 100).toFixed(1)} %`;
export const times = (value) => `${value.toFixed(2)} x`;
