import type { Failure } from "../../model/failure.js";
import type { Reason } from "../../model/reason.js";
import { inEnglish } from "../../texts/because.js";
import { saying } from "../../texts/saying.js";

/** A failure as it is kept: without a sentence of any language. Ledgers of 0.2.0 have one, and no reason. */
export type KeptFailure = Omit<Failure, "reason" | "message" | "hint" | "also"> & {
  readonly reason?: Reason;
  readonly message?: string;
  readonly hint?: string;
  readonly also?: readonly KeptFailure[];
};

/** To be written as JSON. */
export function keptFailure({ reason, message, hint, also, value, ...failure }: Failure): KeptFailure {
  return {
    ...failure,
    ...(value === undefined || failure.others !== undefined ? {} : { value }),
    ...(reason.id === "as_written" ? { message, hint } : { reason }),
    ...(also === undefined ? {} : { also: also.map(keptFailure) }),
  };
}

/** JSON of a failure, for the ledger. */
export function failureJson(failure: Failure | null): string | null {
  return failure === null ? null : JSON.stringify(keptFailure(failure));
}

/** A failure of the ledger, whichever version wrote it, with its English sentence. */
export function readFailure(json: string): Failure {
  return wholeFailure(JSON.parse(json) as KeptFailure);
}

export function wholeFailure({ reason, message = "", hint = "", also, ...failure }: KeptFailure): Failure {
  const { others } = failure;
  return {
    ...failure,
    ...(others === undefined ? {} : { value: saying("also_on", { others }).message }),
    ...inEnglish(reason ?? { id: "as_written", message, hint }),
    ...(also === undefined ? {} : { also: also.map(wholeFailure) }),
  };
}

/** What rows with one cause have in common in a column with failures, as SQL. */
export const reasonIn = (column: string): string => `coalesce(${column} ->> '$.reason', ${column} ->> '$.message')`;

/** What a cause says, in English, and what to say it in another language from. */
export type Told = Pick<Failure, "reason" | "message" | "hint">;

/** Of the JSON of a failure that stands for its group. */
export function toldBy(json: string): Told {
  const { reason, message, hint } = readFailure(json);
  return { reason, message, hint };
}
