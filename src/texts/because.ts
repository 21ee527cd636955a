import type { FailureKind } from "../model/failure.js";
import type { Reason } from "../model/reason.js";
import { type Sentence, sentenceOf } from "./catalogue.js";
import { reasons } from "./en/reasons.js";

/** A failure with its English sentence, which programs read; people are told in their own language, from `reason`. */
export function because<Kind extends FailureKind>(
  kind: Kind,
  reason: Reason,
): Sentence & { readonly kind: Kind; readonly reason: Reason } {
  return { kind, ...inEnglish(reason) };
}

/** The same, of a failure that keeps its kind. */
export function inEnglish(reason: Reason): Sentence & { readonly reason: Reason } {
  return { reason, ...sentenceOf(reasons, reason) };
}
