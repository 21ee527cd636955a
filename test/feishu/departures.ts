import type { Pacer } from "../../src/feishu/pacer.js";

/** What leaves through a pacer, one at a time, as a client does it. `leave` is called when its slot is there. */
export function departures(pacer: Pick<Pacer, "slot" | "left">) {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    /** When it left; undefined where it was called off before. */
    start(leave: () => unknown = () => undefined, signal?: AbortSignal): Promise<number | undefined> {
      const started = turn.then(async () => {
        await pacer.slot(signal);
        if (signal?.aborted === true) return undefined;
        await leave();
        return pacer.left();
      });
      turn = started.catch(() => undefined);
      return started;
    },
  };
}
