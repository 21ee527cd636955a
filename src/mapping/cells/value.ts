import type { FailureKind } from "../../model/failure.js";
import type { Scalar } from "../../model/payload.js";
import type { Status } from "../../model/status.js";

/** Why a value cannot be read: the part of a Failure that is the same for every row with this cause. */
export interface Problem {
  readonly kind: FailureKind;
  readonly message: string;
  readonly hint: string;
  /** See Failure. */
  readonly parent_status?: Status;
}

/** Turns trimmed text that is not empty into a payload's value, or says why not. */
export type ReadValue = (text: string) => Scalar | Problem;

export function isProblem(read: Scalar | Problem): read is Problem {
  return typeof read === "object";
}
