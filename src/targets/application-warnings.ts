import type { Moment, Payload } from "../model/payload.js";
import type { Warning } from "../model/warning.js";
import { saying } from "../texts/saying.js";

const DAY_MS = 86_400_000;
const ENDED_FIRST: Warning = {
  kind: "ended_before_created",
  field: "modify_time",
  ...saying("application_ended_first"),
};
const CREATED_IN_FUTURE: Warning = {
  kind: "in_future",
  field: "create_time",
  ...saying("time_in_future"),
};
const ENDED_IN_FUTURE: Warning = { ...CREATED_IN_FUTURE, field: "modify_time" };

/** What is doubtful about the times of an application. */
export function applicationDoubts({ create_time, modify_time }: Payload, moment: Moment): Warning[] {
  const created_ms = create_time as number | undefined;
  const ended_ms = modify_time as number | undefined;
  const warnings: Warning[] = [];
  if (created_ms !== undefined && created_ms > moment.now_ms) warnings.push(CREATED_IN_FUTURE);
  if (ended_ms === undefined) return warnings;
  if (ended_ms > moment.now_ms) warnings.push(ENDED_IN_FUTURE);
  if (created_ms !== undefined && created_ms > ended_ms && !isOfOneDay(created_ms, ended_ms, moment)) {
    warnings.push(ENDED_FIRST);
  }
  return warnings;
}

/** A date alone may mean any time of its day. */
function isOfOneDay(created_ms: number, ended_ms: number, moment: Moment): boolean {
  return created_ms - ended_ms < DAY_MS && moment.isDay("modify_time", ended_ms);
}
