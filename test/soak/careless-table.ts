import { Random } from "../../scripts/fixtures/random.mjs";

/**
 * Tables as careless exporters write them. What goes wrong in them is what public reports tell of: cells without quotes
 * that hold the delimiter, or begin or end with a quotation mark of their own; a header in the midst, in another order;
 * blank cells at the end left out; delimiters behind the last cell.
 */
export interface CarelessTable {
  readonly seed: number;
  readonly bytes: Buffer;
  readonly delimiter: string;
  readonly titles: readonly string[];
  /** Nothing is careless about it: all of it can be read, and has to be. */
  readonly is_clean: boolean;
  /** It has one record, with a delimiter too much and one too few, and no quotation mark: nobody can tell. */
  readonly is_undecidable: boolean;
  /** As they are meant, each with the physical line on which it begins. */
  readonly records: readonly MeantRecord[];
  /** Lines that are headers further down. */
  readonly headers: readonly number[];
}

export interface MeantRecord {
  readonly line: number;
  readonly lines: number;
  /** In the order of the first header. */
  readonly cells: readonly string[];
}

type Quoting = "none" | "delimiters" | "all" | "proper";
type Tail = "whole" | "trimmed" | "excel" | "at_random";

interface Style {
  readonly delimiter: string;
  readonly line_end: string;
  readonly quoting: Quoting;
  readonly tail: Tail;
  readonly surplus: number;
  /** Chances for each text cell. */
  readonly stray_begin: number;
  readonly stray_end: number;
  readonly holds_delimiter: number;
  readonly has_lines: number;
  readonly blank: number;
}

interface Column {
  readonly title: string;
  readonly is_text: boolean;
  cell(random: Random, at: number): string;
}

const STAGES = ["Applied", "Screening", "Interview", "Offer", "Hired"];
const SOURCES = ["LinkedIn", "Referral", "Website", "Agency", "Job fair"];
const WORDS = [
  "strong",
  "called",
  "salary",
  "wait for",
  "two years",
  "no show",
  "is 5 ft 10",
  "team lead",
  "very good",
];
const JOBS = ["Backend Engineer", "Designer", "Account Executive", "Data Analyst", "产品经理", "测试工程师"];

const day = (random: Random): string =>
  `20${random.between(18, 25)}-0${random.between(1, 9)}-${random.between(10, 28)} 0${random.between(0, 9)}:30`;

const IDS: readonly Column[] = [
  { title: "Application ID", is_text: false, cell: (_random, at) => `A-${1000 + at}` },
  { title: "Talent ID", is_text: false, cell: (random) => random.talentId() },
];
const OTHERS: readonly Column[] = [
  { title: "Stage", is_text: false, cell: (random) => random.pick(STAGES) },
  { title: "Source", is_text: false, cell: (random) => random.pick(SOURCES) },
  { title: "Applied At", is_text: false, cell: day },
  { title: "Rejected At", is_text: false, cell: day },
  { title: "Job Title", is_text: true, cell: (random) => random.pick(JOBS) },
  { title: "Reason", is_text: true, cell: (random) => random.pick(WORDS) },
  { title: "Note", is_text: true, cell: (random) => `${random.pick(WORDS)} ${random.pick(WORDS)}` },
];

export function carelessTable(seed: number): CarelessTable {
  const random = new Random(seed);
  const style = styleOf(random);
  const columns = columnsOf(random);
  const records = Array.from({ length: random.between(1, 60) }, (_, at) => recordOf(random, columns, style, at));
  const headers = headersOf(random, columns, records.length);
  return new Writer(seed, style, columns).write(random, records, headers);
}

function styleOf(random: Random): Style {
  const careless = random.pick([0, 0.03, 0.1, 0.3]);
  const quoting = random.pick<Quoting>(["none", "none", "delimiters", "all", "proper"]);
  return {
    delimiter: random.pick([",", ",", ";", "\t", "|"]),
    line_end: random.pick(["\n", "\r\n", "\r\n", "\r"]),
    quoting,
    tail: random.pick<Tail>(["whole", "whole", "trimmed", "excel", "at_random"]),
    surplus: random.chance(0.1) ? random.between(1, 2) : 0,
    stray_begin: random.chance(0.6) ? careless : 0,
    stray_end: random.chance(0.6) ? careless : 0,
    holds_delimiter: random.chance(0.4) ? careless : 0,
    has_lines: quoting === "proper" || quoting === "all" ? random.pick([0, 0.05, 0.3]) : 0,
    blank: random.pick([0, 0.1, 0.5]),
  };
}

/** Ids mostly come first, but need not. */
function columnsOf(random: Random): Column[] {
  const others = [...OTHERS];
  const count = random.between(1, others.length);
  const chosen = Array.from(
    { length: count },
    () => others.splice(random.between(0, others.length - 1), 1)[0] as Column,
  );
  const ids = random.chance(0.2) ? IDS.slice(0, 1) : IDS;
  return random.chance(0.8) ? [...ids, ...chosen] : [...chosen, ...ids];
}

function recordOf(random: Random, columns: readonly Column[], style: Style, at: number): string[] {
  return columns.map((column) => {
    const text = column.cell(random, at);
    if (!column.is_text) return IDS.includes(column) || !random.chance(style.blank) ? text : "";
    if (random.chance(style.blank)) return "";
    const lines = random.chance(style.has_lines) ? `${text}\n${random.pick(WORDS)}, ${random.pick(WORDS)}\nbye` : text;
    const parted = random.chance(style.holds_delimiter)
      ? `${lines}${style.delimiter}${random.pick([" ", ""])}EMEA`
      : lines;
    const begun = random.chance(style.stray_begin) ? `"${parted}` : parted;
    return random.chance(style.stray_end) ? `${begun}"` : begun;
  });
}

interface HeaderAt {
  readonly at: number;
  /** Of each column its place. */
  readonly order: readonly number[];
}

/** An export that was appended to another: in a third of them its columns come in another order. */
function headersOf(random: Random, columns: readonly Column[], records: number): HeaderAt[] {
  if (!random.chance(0.25) || records < 4) return [];
  const order = Array.from(columns.keys());
  if (random.chance(0.5)) order.sort(() => random.between(0, 2) - 1);
  return [{ at: random.between(1, records - 1), order }];
}

class Writer {
  readonly #seed: number;
  readonly #style: Style;
  readonly #columns: readonly Column[];
  #text = "";
  #line = 1;

  constructor(seed: number, style: Style, columns: readonly Column[]) {
    this.#seed = seed;
    this.#style = style;
    this.#columns = columns;
  }

  write(random: Random, rows: readonly (readonly string[])[], headers: readonly HeaderAt[]): CarelessTable {
    const titles = this.#columns.map(({ title }) => title);
    const widths = this.#widths(random, rows);
    this.#put(titles, 0);
    let order: readonly number[] = Array.from(titles.keys());
    let is_appended = false;
    const header_lines: number[] = [];
    const records = rows.map((cells, at): MeantRecord => {
      const header = headers.find((each) => each.at === at);
      if (header !== undefined) {
        order = header.order;
        is_appended = true;
        header_lines.push(this.#line);
        this.#put(arranged(titles, order), 0);
      }
      const line = this.#line;
      this.#put(arranged(cells, order).slice(0, is_appended ? undefined : widths[at]), this.#style.surplus);
      return { line, lines: this.#line - line, cells };
    });
    const { delimiter, quoting, tail, surplus } = this.#style;
    // One record alone shows no habit.
    const is_clean = quoting === "proper" && tail === "whole" && (surplus === 0 || rows.length > 1);
    return {
      seed: this.#seed,
      bytes: Buffer.from(this.#text),
      delimiter,
      titles,
      is_clean,
      is_undecidable: rows.length === 1 && !this.#text.includes('"') && (widths[0] ?? 0) < titles.length,
      records,
      headers: header_lines,
    };
  }

  /** How many cells of each record are written. */
  #widths(random: Random, rows: readonly (readonly string[])[]): number[] {
    const filled = rows.map((cells) => cells.findLastIndex((cell) => cell !== "") + 1);
    const all = this.#columns.length;
    if (this.#style.tail === "whole" || this.#style.surplus > 0) return rows.map(() => all);
    if (this.#style.tail === "trimmed") return filled;
    if (this.#style.tail === "at_random") return filled.map((width) => random.between(width, all));
    // The header is the first of the sixteen rows of Excel's first block.
    return filled.map((_width, at) => {
      const block = Math.floor((at + 1) / 16);
      const inside = filled.slice(Math.max(0, block * 16 - 1), block * 16 + 15);
      return block === 0 ? all : Math.max(...inside);
    });
  }

  #put(cells: readonly string[], surplus: number): void {
    const { delimiter, line_end } = this.#style;
    const line = cells.map((cell) => this.#written(cell)).join(delimiter) + delimiter.repeat(surplus);
    this.#text += line + line_end;
    const line_break = line_end === "\r" ? "\r" : "\n";
    this.#line += line.split(line_break).length;
  }

  #written(cell: string): string {
    const { quoting, delimiter } = this.#style;
    if (quoting === "none") return cell;
    if (quoting === "all") return `"${cell}"`;
    if (quoting === "delimiters") return cell.includes(delimiter) ? `"${cell}"` : cell;
    return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
}

function arranged(cells: readonly string[], order: readonly number[]): string[] {
  return order.map((at) => cells[at] as string);
}
