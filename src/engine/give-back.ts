import type { Owner, Settlements } from "../ledger/settlements.js";
import type { Target } from "../targets/target.js";
import type { Clock } from "../words/clock.js";
import type { Payload } from "../words/target-shape.js";

export interface GiveBackOptions {
  readonly target: Target;
  readonly settlements: Settlements;
  readonly clock: Clock;
  readonly run_id: number;
}

/**
 * Rows of equal content are matched to records one to one by reading, and nobody can tell which made which. When
 * Feishu's own key then says that a record is the other one's, it is that one's, and its holder is to be sent again:
 * it made none. True where that was so.
 */
export function giveBack(
  { target, settlements, clock, run_id }: GiveBackOptions,
  owner: Extract<Owner, { kind: "row" }>,
  remote_id: string,
  payload: Payload,
): boolean {
  const theirs = JSON.parse(owner.payload) as Payload;
  if (!owner.settled_by_reading || !equalBesidesKey(target, theirs, payload)) return false;
  settlements.settle({
    row_id: owner.row_id,
    run_id,
    how: "repeat",
    verdict: "absent",
    remote_id: null,
    failure: null,
    evidence: { given_back: remote_id },
    now_ms: clock.now_ms(),
  });
  return true;
}

function equalBesidesKey({ fields, key_fields }: Target, one: Payload, other: Payload): boolean {
  return fields.every(({ name }) => key_fields.includes(name) || one[name] === other[name]);
}
