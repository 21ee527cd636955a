import { setMaxListeners } from "node:events";
import type { ExitError } from "../../model/exit-error.js";
import type { Said } from "../../model/said.js";

/** Why a run stops taking rows before the last of them. */
export type StopReason =
  | { readonly why: "max_duration" | "sighup" | "sigint" | "sigterm" | "broken" }
  | {
      readonly why: "max_errors" | "same_refusal";
      readonly message: string;
      readonly hint: string;
      readonly said: Said;
    }
  | { readonly why: "stopped"; readonly stop: ExitError };

/**
 * Stops a run gently: no row is taken any more, waits end at once, requests under way come to their end.
 * The first reason stays.
 */
export class Brake {
  readonly #controller = new AbortController();
  #reason: StopReason | undefined;

  constructor() {
    // Every row that waits listens.
    setMaxListeners(0, this.#controller.signal);
  }

  pull(reason: StopReason): void {
    this.#reason ??= reason;
    this.#controller.abort();
  }

  get pulled(): boolean {
    return this.#reason !== undefined;
  }

  get reason(): StopReason | undefined {
    return this.#reason;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }
}
