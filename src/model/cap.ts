/** How often Feishu allows one kind of request. With both, both are kept. */
export type Cap =
  | { readonly cap_per_s: number; readonly cap_per_min?: number }
  | { readonly cap_per_min: number; readonly cap_per_s?: never };

/** Requests a second that a cap allows. */
export function pacePerSecond({ cap_per_s, cap_per_min }: Cap): number {
  return Math.min(cap_per_s ?? Number.POSITIVE_INFINITY, (cap_per_min ?? Number.POSITIVE_INFINITY) / 60);
}
