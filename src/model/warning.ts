import type { Said } from "./said.js";

/** Something about a row that keeps nobody from sending it, but that somebody should look at before. */
export interface Warning {
  /** A stable word for programs. */
  readonly kind: string;
  /** Null where it is about the row as a whole. */
  readonly field: string | null;
  readonly column?: string;
  /** The word that it is about, if our own tables know it. What is somebody's own stands in no doubt. */
  readonly word?: string;
  /** The same for every row with this cause; no cell is in it. */
  readonly message: string;
  readonly hint: string;
  /** To say it in another language. */
  readonly said: Said;
}

/** Doubts of one cause. */
export interface CountedWarning extends Warning {
  readonly count: number;
  /** The first 20 of them. */
  readonly lines: readonly number[];
  /** Of warnings about words: each with its count. */
  readonly words?: readonly CountedWord[];
}

export interface CountedWord {
  readonly word: string;
  readonly count: number;
}
