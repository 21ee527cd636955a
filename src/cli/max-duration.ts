import type { Brake } from "../engine/calls/brake.js";
import { systemClock } from "./clock.js";

/** Pulls the brake after this time, unless the function returned is called before. */
export function limitDuration(brake: Brake, max_duration_ms: number | undefined): () => void {
  const ended = new AbortController();
  if (max_duration_ms !== undefined) {
    void systemClock.sleep(max_duration_ms, ended.signal).then(() => {
      if (!ended.signal.aborted) brake.pull({ why: "max_duration" });
    });
  }
  return () => ended.abort();
}
