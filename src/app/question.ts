import type { Target } from "../targets/target.js";
import type { UndoPlan, UndoShares } from "./undo-plan.js";
import type { UpdatePreview } from "./update-preview.js";

/** What somebody has to agree to. */
export type Question =
  /** Rows that people outside will see. */
  | {
      readonly question: "visible";
      readonly target: Target;
      readonly rows: number;
      /** How many different values the fields have that the target counts by, in its order. */
      readonly amounts: readonly number[];
    }
  /** Records in Feishu get other content. */
  | {
      readonly question: "overwrite";
      readonly target: Target;
      readonly preview: UpdatePreview;
      readonly pace_per_s: number;
      readonly given_before: number | undefined;
    }
  /** Records in Feishu are deleted, or get back what they held. */
  | {
      readonly question: "undo";
      readonly target: Target;
      readonly plan: UndoPlan;
      readonly shares: UndoShares;
      readonly rate: number | undefined;
      readonly given_before: number | undefined;
    };

/**
 * The number that was confirmed in the one earlier call that planned all of these records, and stopped before its end.
 * `plans`: the calls that planned them, null for what nobody has planned yet.
 */
export function givenBefore(plans: Iterable<number | null>, plannedBy: (run_id: number) => number): number | undefined {
  const [plan, ...others] = new Set(plans);
  return plan === undefined || plan === null || others.length > 0 ? undefined : plannedBy(plan);
}
