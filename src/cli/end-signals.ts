import { EXIT } from "../model/exit.js";

const EXITS = { SIGHUP: EXIT.sighup, SIGINT: EXIT.sigint, SIGTERM: EXIT.sigterm } as const;

/**
 * A signal that nobody heeds ends the program in an orderly way, which removes its temporary files. The kernel does
 * nothing by itself for process 1, which is what a container's program is.
 */
export function endOnSignals(): void {
  for (const [signal, exit] of Object.entries(EXITS)) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(exit);
    });
  }
}
