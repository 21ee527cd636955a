const LINES_KEPT = 20;

/** Physical lines of one kind: how many, and the first 20 of them. */
export interface LineTally {
  readonly count: number;
  readonly lines: readonly number[];
}

/** What stands in an export and is no record. */
export interface NotRows {
  /** Above the header. */
  readonly preamble: LineTally;
  readonly blank: LineTally;
  readonly delimiter_only: LineTally;
  /** The header's titles again, in whatever order. */
  readonly header: LineTally;
}

export class NotRowsTally implements NotRows {
  readonly preamble = new Tally();
  readonly blank = new Tally();
  readonly delimiter_only = new Tally();
  readonly header = new Tally();
}

export class Tally implements LineTally {
  count = 0;
  readonly lines: number[] = [];

  add(first_line: number, lines = 1): void {
    for (let i = 0; i < lines && this.lines.length < LINES_KEPT; i++) this.lines.push(first_line + i);
    this.count += lines;
  }
}
