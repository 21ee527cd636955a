import { printable } from "../../model/text.js";
import { UNDECIDED } from "../../model/undecided.js";
import type { PartToTell } from "../../texts/catalogue.js";

/** A remark in a reader's language. */
export type Tell = (remark: PartToTell) => string;

/** What a person has yet to decide; `hint` says what to do. */
export class ToDecide {
  constructor(readonly hint?: PartToTell) {}

  /** As a plain scalar of YAML, which ends before a colon or a # that stands beside a space. */
  text(tell: Tell): string {
    const hint = printable(this.hint === undefined ? "" : tell(this.hint))
      .replace(/:(?=\s|$)/g, ",")
      .replace(/\s#/g, " ");
    return hint === "" ? UNDECIDED : `${UNDECIDED} ${hint}`;
  }
}

export type Content =
  | string
  | number
  | boolean
  | ToDecide
  /** On one line, in brackets. */
  | readonly string[]
  /** A list of maps, each on a line of its own, in braces where that is possible. */
  | { readonly items: readonly (readonly Entry[])[] }
  /** A map, one key a line. */
  | { readonly pairs: readonly Entry[] };

/** One key of the mapping file, with what is said of it. */
export interface Entry {
  readonly key: string;
  readonly content: Content;
  /** Comments on the lines above. */
  readonly above?: readonly PartToTell[];
  /** A comment behind it. */
  readonly beside?: PartToTell;
  /** It stands there as a comment: whoever wants it takes the # away. */
  readonly is_off?: boolean;
}
