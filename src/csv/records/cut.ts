/**
 * Finds where pending bytes may be cut: behind the last line break with an even number of quotes before it.
 * In well-formed CSV that is the end of a record; where it is not, the parser finds out.
 */
export class Cutter {
  private scanned = 0;
  private inside_quotes = false;
  private cut = 0;

  /** `quote` and `line_break` are byte values; -1 for no quote. */
  constructor(
    private readonly quote: number,
    private readonly line_break: number,
  ) {}

  /** Bytes up to the last cut in `pending`, 0 for none. Looks only at what it has not seen since `restart`. */
  find(pending: Buffer): number {
    // A plain loop costs 1.3 ns a byte whatever the text; Buffer.indexOf is far faster where quotes are rare, and
    // six times slower where every cell is quoted (measured, Node 20).
    const { quote, line_break } = this;
    let { inside_quotes, cut } = this;
    const { length } = pending;
    for (let i = this.scanned; i < length; i++) {
      const byte = pending[i];
      if (byte === quote) inside_quotes = !inside_quotes;
      else if (byte === line_break && !inside_quotes) cut = i + 1;
    }
    this.scanned = pending.length;
    this.inside_quotes = inside_quotes;
    this.cut = cut;
    return cut;
  }

  /** The pending bytes now begin elsewhere, at the start of a record. */
  restart(): void {
    this.scanned = 0;
    this.inside_quotes = false;
    this.cut = 0;
  }
}
