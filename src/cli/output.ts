import { createColors } from "picocolors";
import { printable } from "../model/text.js";
import { wrapped } from "../model/width.js";
import { stderr, stdout } from "./streams.js";
import { type Language, languageOf } from "./texts/language.js";
import { TEXTS, type Texts } from "./texts/texts.js";

export interface OutputOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly color?: boolean | undefined;
  readonly lang?: Language | undefined;
}

/** The two streams: results on stdout, everything else on stderr. */
export class Output {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Someone watches stderr: progress may move. */
  readonly is_terminal: boolean;
  /** Someone watches both streams, and at one place. */
  readonly is_one_terminal: boolean;
  /** A question waits for its answer. */
  is_asking = false;
  /** What people are told, in their language. */
  readonly texts: Texts;
  readonly paint: ReturnType<typeof createColors>;
  readonly #clear: Set<() => void> = new Set();

  constructor({ json = false, quiet = false, color, lang = languageOf(process.env) }: OutputOptions) {
    this.texts = TEXTS[lang];
    this.json = json;
    this.quiet = quiet;
    const no_color = color === false || (process.env.NO_COLOR ?? "") !== "" || process.env.TERM === "dumb";
    this.is_terminal = process.stderr.isTTY === true && process.env.TERM !== "dumb";
    this.is_one_terminal = this.is_terminal && process.stdout.isTTY === true;
    this.paint = createColors(!no_color && process.stdout.isTTY === true && process.stderr.isTTY === true);
  }

  /** How wide the terminal is on which stderr is seen. */
  get columns(): number {
    return process.stderr.columns || 80;
  }

  /** How wide a line of the result may be: without a terminal as wide as it needs. */
  get result_columns(): number {
    return process.stdout.isTTY === true ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY;
  }

  /** A line of the result. Lines of ours only: what comes from cells or servers goes through `printable` first. */
  result(line: string): void {
    void stdout.write(`${line}\n`);
  }

  /** A line of the result that a terminal breaks between words. `paint` is for what takes no room of its own. */
  text(line: string, indent?: string, paint: (line: string) => string = (same) => same): void {
    this.result(paint(wrapped(line, this.result_columns, indent)));
  }

  /** Something worth knowing while it happens. */
  note(line: string): void {
    if (!this.quiet) this.#toStderr(printable(line));
  }

  /** What somebody is about to be asked, also with `--quiet`. Keeps line breaks. */
  question(text: string): void {
    for (const line of text.split("\n")) this.#toStderr(printable(line));
  }

  /** What is wrong, also with `--quiet`. Keeps line breaks: one problem a line. */
  problem(message: string, hint?: string): void {
    const lines = message.split("\n").map(printable);
    this.#toStderr(`${this.paint.red(this.texts.terminal.error)}${lines.join("\n  ")}`);
    if (hint !== undefined) this.#toStderr(`  ${this.paint.dim("→")} ${printable(hint)}`);
  }

  /** `clear` is called before a line is written, so that a moving line does not get in its way. */
  beforeLine(clear: () => void): () => void {
    this.#clear.add(clear);
    return () => this.#clear.delete(clear);
  }

  #toStderr(text: string): void {
    for (const clear of this.#clear) clear();
    void stderr.write(`${this.is_terminal ? wrapped(text, this.columns) : text}\n`);
  }
}
