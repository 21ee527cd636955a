import type { Owner, Settlements } from "../../ledger/rows/settlements.js";
import type { Clock } from "../../model/clock.js";
import type { Failure } from "../../model/failure.js";
import type { Payload } from "../../model/payload.js";
import { findOf, type Target } from "../../targets/target.js";
import { because } from "../../texts/because.js";

export interface ReassignOptions {
  readonly target: Target;
  readonly settlements: Settlements;
  readonly clock: Clock;
  readonly run_id: number;
}

const GIVEN_BACK: Failure = because("no_verdict", { id: "given_back" });

/**
 * Rows of equal content are matched to records one to one by reading, and nobody can tell which made which. When
 * Feishu's own key then says that a record is the other one's, it is that one's, and its holder is in doubt again: it
 * may have made a record of its own, which nobody holds so far. True where that was so.
 */
export function reassignRecord(
  { target, settlements, clock, run_id }: ReassignOptions,
  owner: Extract<Owner, { kind: "row" }>,
  remote_id: string,
  payload: Payload,
): boolean {
  const theirs = JSON.parse(owner.payload) as Payload;
  // What the record held when they looked alike has gone, and giving it back would not bring that back.
  if (owner.was_updated) return false;
  if (!owner.settled_by_reading || !wouldLookTheSame(target, theirs, payload)) return false;
  settlements.settle({
    row_id: owner.row_id,
    run_id,
    how: "repeat",
    verdict: "in_doubt",
    remote_id: null,
    failure: GIVEN_BACK,
    evidence: { given_back: remote_id },
    now_ms: clock.now_ms(),
  });
  return true;
}

/** By the same eyes that read Feishu's list: what trims to the same is the same. */
function wouldLookTheSame(target: Target, theirs: Payload, payload: Payload): boolean {
  const { key_fields } = target;
  const fields = Object.fromEntries(Object.entries(payload).filter(([name]) => !key_fields.includes(name)));
  return findOf(target).compare(theirs, { id: "", remote_id: null, fields }) === "same";
}
