/** Excel writes text in blocks of so many rows, each block as wide as its last filled cell (Stata's FAQ). */
const EXCEL_BLOCK_ROWS = 16;
/** Fewer records show no habit: of cells behind the last title, and of cells left out. */
const SURPLUS_RECORDS_MIN = 2;
const TRIMMED_RECORDS_MIN = 3;
/** Fewer of the header's width, none of which ends in a blank cell: such may be left out, and nothing shows it. */
const FULL_RECORDS_MIN = 12;
/** So few, and even what is unlike the others cannot be seen. */
const COMPARABLE_RECORDS_MIN = 4;
/** Share of the records of the usual width that may be filled behind the last title: nothing stands there in others. */
const FILLED_SURPLUS_MAX = 0.01;

/** A total or another end of a report has no more filled cells. */
const END_CELLS_MAX = 2;
/** Share of records with more cells than the header, beside those that have as many, that is no slip any more: others
 * may have lost a blank cell at the same time. */
const LONGER_OFTEN = 0.1;
/** How many cells the records of an export have, and what of it is a habit of the whole file. */
export interface RecordWidths {
  /** Blank cells behind the last title that most records have. */
  readonly surplus: number;
  /** Records end behind their last filled cell: every one, or as Excel does it, in blocks. */
  readonly leaves_out: boolean;
  /** Records with more cells than titles, the surplus that most have aside, and with fewer. */
  readonly longer: number;
  readonly shorter: number;
  /** Records in the midst of others lack cells. */
  readonly may_lack_cells: boolean;
  /** The number of cells does not tell which one is which: a record that has as many as the header may be shifted. */
  readonly may_be_shifted: boolean;
  /** Some are, for all that can be known, and nobody could tell which. */
  readonly are_uncertain: boolean;
  /**
   * They are so few that a record may have one delimiter too much in it and lack a blank cell at its end, and no other
   * one show that such things happen here.
   */
  readonly are_few: boolean;
  /** Too few to be compared. */
  readonly are_very_few: boolean;
}

/** Each record has as many cells as the header. */
export const EVEN: RecordWidths = {
  surplus: 0,
  leaves_out: false,
  longer: 0,
  shorter: 0,
  may_lack_cells: false,
  may_be_shifted: false,
  are_uncertain: false,
  are_few: false,
  are_very_few: false,
};

export interface RecordShape {
  readonly cells: number;
  /** The last cell that holds something is the how-many-eth. */
  readonly filled_to: number;
  /** Of all cells. */
  readonly blanks: number;
  /** Cells that begin with a space. */
  readonly spaced: number;
}

interface WidthTally {
  records: number;
  filled_surplus: number;
  /** Records in which some cells begin with a space, and others do not: `Engineer, Backend` without quotes. */
  half_spaced: number;
}

/** What all records of an export show together. */
export class Habits {
  readonly #titles: number;
  readonly #by_width = new Map<number, WidthTally>();
  readonly #blocks: ExcelBlocks;
  #is_below_header = false;
  #ending_blank = 0;
  /** The last records, as long as all have fewer cells than titles: they may be totals and other ends of a report. */
  #short_at_end = 0;
  #holding_blanks = 0;
  /** Of the last header further down, and how many records were as wide as that one. */
  #header_cells = 0;
  #below_wider = 0;

  constructor(titles: number) {
    this.#titles = titles;
    this.#blocks = new ExcelBlocks(titles);
  }

  /** One that is parsed; Excel's blocks cannot be seen by these. */
  addCells(cells: readonly string[]): void {
    const filled = cells.map((cell) => cell.trim() !== "");
    this.add({
      cells: cells.length,
      filled_to: filled.lastIndexOf(true) + 1,
      blanks: filled.filter((is_filled) => !is_filled).length,
      spaced: cells.filter((cell) => cell.startsWith(" ")).length,
    });
  }

  /** The header's titles again, perhaps with others among them: what is below it has as many cells. */
  addHeader(cells: number): void {
    this.#blocks.addRow();
    this.#header_cells = cells;
  }

  addLineAbove(): void {
    this.#blocks.addRow();
  }

  add(record: RecordShape): void {
    const { cells, filled_to, blanks, spaced } = record;
    if (filled_to === 0) return this.#blocks.addRow();
    this.#blocks.addRow(record);
    if (!this.#is_below_header) {
      this.#is_below_header = true;
      return;
    }
    const tally = this.#by_width.get(cells) ?? { records: 0, filled_surplus: 0, half_spaced: 0 };
    this.#by_width.set(cells, tally);
    tally.records += 1;
    const may_be_end = cells < this.#titles && cells - blanks <= END_CELLS_MAX;
    this.#short_at_end = may_be_end ? this.#short_at_end + 1 : 0;
    if (cells > this.#titles && cells === this.#header_cells) this.#below_wider += 1;
    if (filled_to > this.#titles) tally.filled_surplus += 1;
    if (spaced > 0 && spaced * 2 < filled_to) tally.half_spaced += 1;
    const trailing = cells - filled_to;
    if (trailing > 0) this.#ending_blank += 1;
    if (blanks > trailing) this.#holding_blanks += 1;
  }

  /** `areNoRows`: whether none of the last so many records looks like a row. */
  found(areNoRows: (last: number) => boolean): RecordWidths {
    const surplus = this.#surplus();
    let [longer, shorter, usual] = [0, 0, 0];
    for (const [cells, { records }] of this.#by_width) {
      if (cells < this.#titles) shorter += records;
      else if (cells > this.#titles && cells !== this.#titles + surplus) longer += records;
      else usual += records;
    }
    longer = Math.max(0, longer - this.#below_wider);
    // Where no cell inside of a record is ever blank, blank ones may be left out there, too.
    const is_trimmed = shorter >= TRIMMED_RECORDS_MIN && this.#ending_blank === 0 && this.#holding_blanks > 0;
    const is_by_excel = shorter > 0 && longer === 0 && this.#blocks.areKept();
    const leaves_out = is_by_excel || (longer === 0 && is_trimmed);
    const may_lack_cells = leaves_out || shorter > this.#short_at_end || !areNoRows(this.#short_at_end);
    // Excel puts quotes around cells that hold the delimiter; whoever trims records may not.
    const are_uncertain = (may_lack_cells && !is_by_excel) || longer > usual * LONGER_OFTEN;
    const may_be_shifted = may_lack_cells || longer > 0;
    const are_few = usual < FULL_RECORDS_MIN && this.#ending_blank === 0;
    const are_very_few = are_few && usual < COMPARABLE_RECORDS_MIN;
    return {
      surplus,
      leaves_out,
      longer,
      shorter,
      may_lack_cells,
      may_be_shifted,
      are_uncertain,
      are_few,
      are_very_few,
    };
  }

  #surplus(): number {
    let [usual, most]: [number, WidthTally] = [this.#titles, this.#by_width.get(this.#titles) ?? NO_RECORDS];
    for (const [cells, tally] of this.#by_width) if (tally.records > most.records) [usual, most] = [cells, tally];
    if (usual <= this.#titles || most.records < SURPLUS_RECORDS_MIN) return 0;
    const means_something = most.filled_surplus > most.records * FILLED_SURPLUS_MAX;
    return means_something || most.half_spaced * 2 > most.records ? 0 : usual - this.#titles;
  }
}

const NO_RECORDS: WidthTally = { records: 0, filled_surplus: 0, half_spaced: 0 };

/** Whether the rows of a file are as wide as Excel writes them: in each block all alike, up to its last filled cell. */
class ExcelBlocks {
  readonly #titles: number;
  #rows = 0;
  /** Of the present block. */
  #cells = 0;
  #filled_to = 0;
  #is_mixed = false;
  #are_kept = true;

  constructor(titles: number) {
    this.#titles = titles;
  }

  /** Without a record: a line that is none, which is a row of the sheet all the same. */
  addRow(record?: RecordShape): void {
    if (this.#rows > 0 && this.#rows % EXCEL_BLOCK_ROWS === 0) this.#endBlock();
    this.#rows += 1;
    if (record === undefined) return;
    if (this.#cells !== 0 && record.cells !== this.#cells) this.#is_mixed = true;
    this.#cells = Math.max(this.#cells, record.cells);
    this.#filled_to = Math.max(this.#filled_to, record.filled_to);
  }

  /** Of the last block nothing is asked: somebody may have put a total line below it. */
  areKept(): boolean {
    return this.#are_kept && this.#rows > EXCEL_BLOCK_ROWS;
  }

  #endBlock(): void {
    const is_as_wide_as_filled = this.#cells >= this.#titles || this.#cells === this.#filled_to;
    if (this.#is_mixed || !is_as_wide_as_filled) this.#are_kept = false;
    this.#cells = 0;
    this.#filled_to = 0;
    this.#is_mixed = false;
  }
}
