import { Violation } from "./invariants.js";
import type { Mutant } from "./mutants.js";

/** A history that can be played once. */
interface Playable<Ended> {
  play(): Promise<void>;
  /** What it came to; `violation` is what was broken, if anything. */
  ended(violation: string | undefined): Ended;
  close(): void;
}

/** Plays a history with a wrong version of the program, or the faithful one. A bug is told like what it breaks. */
export async function toItsEnd<Ended>(history: Playable<Ended>, mutant: Mutant): Promise<Ended> {
  const repair = mutant.spoil();
  try {
    await history.play();
    return history.ended(undefined);
  } catch (error) {
    if (error instanceof Violation) return history.ended(error.message);
    return history.ended(`a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    repair();
    history.close();
  }
}
