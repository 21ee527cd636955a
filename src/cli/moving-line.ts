import { localClock } from "../model/local-time.js";
import { fitted } from "../model/width.js";
import type { Output } from "./output.js";

const MOVE_EVERY_MS = 200;
const LINE_EVERY_MS = 10_000;
const CLEAR = "\r\u001b[K";

/** What a state is written with: so many columns are there. */
export type State = (columns: number) => string;

/**
 * How far a work has come: on a terminal one line at its bottom, which the next one takes the place of; elsewhere a
 * line now and then, with the time. It is never as wide as the terminal, so nothing of the terminal has to be switched
 * for it, or back.
 */
export class MovingLine {
  readonly #output: Output;
  #timer: NodeJS.Timeout | undefined;
  #forget: (() => void) | undefined;
  #last_line_ms: number;

  /** `last_line_ms`: elsewhere than on a terminal the first line comes some time after this. */
  constructor(output: Output, last_line_ms = Date.now()) {
    this.#output = output;
    this.#last_line_ms = last_line_ms;
  }

  /** Shows this now; elsewhere than on a terminal only if the last line is some time ago. */
  show(text: string): void {
    if (this.#output.quiet) return;
    if (this.#output.is_terminal) return this.#draw(text);
    if (Date.now() - this.#last_line_ms < LINE_EVERY_MS) return;
    this.#note(text);
  }

  /** Shows a state again and again, until the end. */
  keep(state: State): void {
    if (this.#output.quiet) return;
    clearInterval(this.#timer);
    const { is_terminal } = this.#output;
    const show = () => (is_terminal ? this.#draw(state(this.#output.columns)) : this.#note(state(WIDE)));
    this.#timer = setInterval(show, is_terminal ? MOVE_EVERY_MS : LINE_EVERY_MS);
    if (is_terminal) show();
  }

  /** Nothing of it stays. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#forget === undefined) return;
    this.#forget();
    this.#forget = undefined;
    process.stderr.write(CLEAR);
  }

  #draw(text: string): void {
    // Whatever else is written takes the line's place.
    this.#forget ??= this.#output.beforeLine(() => process.stderr.write(CLEAR));
    process.stderr.write(CLEAR + fitted(text, this.#output.columns - 1));
  }

  #note(text: string): void {
    this.#last_line_ms = Date.now();
    this.#output.note(`${localClock(this.#last_line_ms)}  ${text}`);
  }
}

/** Where nothing has to fit. */
const WIDE = 500;
