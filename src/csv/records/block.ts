import type { Failure } from "../../model/failure.js";
import type { Collector } from "./collector.js";
import { readOddRecord } from "./odd-record.js";
import type { CsvFormat, Trouble, TroubleCause } from "./parse.js";
import { parseEach, parseWhole } from "./parse.js";
import { QUOTE_INSIDE_CELL, QUOTE_NOT_CLOSED, TEXT_AFTER_QUOTE, TOO_LONG } from "./problems.js";

/** A record that is longer is bad, so that one lost quote cannot swallow the file, nor the memory. */
export const RECORD_BYTES_MAX = 1024 * 1024;
const RAW_BYTES_MAX = 64 * 1024;

const FAILURES: Readonly<Record<TroubleCause, Failure>> = {
  quote_inside_cell: QUOTE_INSIDE_CELL,
  text_after_quote: TEXT_AFTER_QUOTE,
  quote_not_closed: QUOTE_NOT_CLOSED,
};

export interface BlockEnd {
  /** The bytes behind these begin a record that needs more bytes to be understood. */
  readonly consumed: number;
  /** The last record goes on, too long to keep: everything up to the next line break still belongs to it. */
  readonly inside_long_line: boolean;
}

/**
 * Parses bytes that begin at the start of a record, and goes on behind records that are no CSV.
 * What it makes of a record depends on the file alone, never on where the blocks were cut.
 */
export class BlockParser {
  private readonly quote: string | null;
  private readonly line_break: number;

  constructor(
    private readonly format: CsvFormat,
    private readonly collector: Collector,
  ) {
    this.quote = format.quote;
    this.line_break = format.line_break.charCodeAt(0);
  }

  /** `last`: the file ends with this block. */
  parse(block: Buffer, last: boolean): BlockEnd {
    if (this.parseAtOnce(block, last)) return { consumed: block.length, inside_long_line: false };
    let at = 0;
    while (at < block.length) {
      const step = this.parseStep(block, at, last);
      if (step.inside_long_line || step.needs_more)
        return { consumed: step.end, inside_long_line: step.inside_long_line };
      at = step.end;
    }
    return { consumed: at, inside_long_line: false };
  }

  /** The common case: whole, well-formed records of the header's width and nothing else. */
  private parseAtOnce(block: Buffer, last: boolean): boolean {
    if (block.length > RECORD_BYTES_MAX || (!last && block[block.length - 1] !== this.line_break)) return false;
    if (this.collector.isBroken(block)) return false;
    const rows = parseWhole(block, this.format);
    // Without a quotation mark no line break is inside of a cell.
    return rows !== null && this.collector.takeWhole(rows, this.quote !== null && block.includes(this.quote));
  }

  /** Records from `at` on, up to the first that is bad, or that took in what it should not have. */
  private parseStep(block: Buffer, at: number, last: boolean): Step {
    const steps: Step[] = [];
    const trouble = parseEach(block.subarray(at), this.format, (cells, start, end) => {
      const step = this.takeRecord(block, { cells, start: at + start, end: at + end }, last);
      if (step !== null) steps.push(step);
      return step === null;
    });
    const [step] = steps;
    if (step !== undefined) return step;
    return trouble === null ? goOn(block.length) : this.takeTrouble(block, at, trouble, last);
  }

  /** Null where it was taken whole. */
  private takeRecord(block: Buffer, { cells, start, end }: FoundRecord, last: boolean): Step | null {
    if (end - start > RECORD_BYTES_MAX) return this.takeTooLong(block, start);
    const is_whole = last || block[end - 1] === this.line_break;
    if (!is_whole) return needsMore(start);
    const taken_to = start + this.collector.take(cells, block.subarray(start, end));
    return taken_to === end ? null : goOn(taken_to);
  }

  private takeTrouble(block: Buffer, at: number, trouble: Trouble, last: boolean): Step {
    const start = at + trouble.record_start;
    const odd = trouble.cause === "quote_not_closed" ? null : readOddRecord(block, start, last, this.format);
    if (odd === "more") return this.orTooLong(block, start, needsMore(start));
    if (odd !== null) return this.takeRecord(block, { ...odd, start }, last) ?? goOn(odd.end);
    const cell_start = at + trouble.cell_start;
    const is_open = trouble.cause === "quote_not_closed";
    const trouble_at = trouble.cause === "text_after_quote" ? this.closingQuote(block, cell_start) : cell_start;
    let end = this.lineEnd(block, trouble_at);
    if ((is_open || end === null) && !last) return this.orTooLong(block, start, needsMore(start));
    end ??= block.length;
    if (end - start > RECORD_BYTES_MAX) return this.takeTooLong(block, start);
    // Are there rows below the record's first line? Then a quote that was never closed has swallowed them. If not,
    // these lines are the text of one badly quoted cell.
    const first_line_end = this.lineEnd(block, start) ?? end;
    if (first_line_end < end && this.collector.holdRows(block.subarray(first_line_end, end))) end = first_line_end;
    this.collector.takeBad(block.subarray(start, end), FAILURES[trouble.cause]);
    return goOn(end);
  }

  private orTooLong(block: Buffer, start: number, step: Step): Step {
    return block.length - start > RECORD_BYTES_MAX ? this.takeTooLong(block, start) : step;
  }

  /**
   * The record at `start` does not end within its 1 MiB. If a quote is open there, that quote was never closed
   * and the lines below it are records of their own; if not, it is one enormous line.
   */
  private takeTooLong(block: Buffer, start: number): Step {
    const window = block.subarray(start, start + RECORD_BYTES_MAX);
    const trouble = parseEach(window, this.format, () => true);
    const opening_line_end = trouble === null ? null : this.lineEnd(window, trouble.cell_start);
    if (trouble !== null && opening_line_end !== null) {
      this.collector.takeBad(window.subarray(0, opening_line_end), FAILURES[trouble.cause]);
      return goOn(start + opening_line_end);
    }
    const end = this.lineEnd(block, start + window.length);
    this.collector.takeBad(block.subarray(start, end ?? block.length), TOO_LONG, { raw_bytes_max: RAW_BYTES_MAX });
    return { end: end ?? block.length, needs_more: false, inside_long_line: end === null };
  }

  /** Where the cell that opens behind `cell_start` has its first quote that is not doubled. */
  private closingQuote(block: Buffer, cell_start: number): number {
    const quote = this.quote ?? "";
    let at = block.indexOf(quote, block.indexOf(quote, cell_start) + 1);
    while (block[at + 1] === block[at]) at = block.indexOf(quote, at + 2);
    return at;
  }

  /** Behind the first line break at or after `from`. */
  private lineEnd(bytes: Buffer, from: number): number | null {
    const at = bytes.indexOf(this.line_break, from);
    return at === -1 ? null : at + 1;
  }
}

interface FoundRecord {
  readonly cells: readonly string[];
  readonly start: number;
  /** Behind its line break. */
  readonly end: number;
}

interface Step {
  readonly end: number;
  readonly needs_more: boolean;
  readonly inside_long_line: boolean;
}

function goOn(end: number): Step {
  return { end, needs_more: false, inside_long_line: false };
}

function needsMore(end: number): Step {
  return { end, needs_more: true, inside_long_line: false };
}
