import type { Failure } from "../../model/failure.js";
import type { Scalar } from "../../model/payload.js";

/** Why a value cannot be read: the part of a Failure that is the same for every row with this cause. */
export type Problem = Pick<Failure, "kind" | "reason" | "message" | "hint" | "parent_status">;

/** Turns trimmed text that is not empty into a payload's value, or says why not. */
export type ReadValue = (text: string) => Scalar | Problem;

export function isProblem(read: Scalar | Problem): read is Problem {
  return typeof read === "object";
}
