import { readFileSync, statSync } from "node:fs";
import type { Document, Node } from "yaml";
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";

const FILE_BYTES_MAX = 1 << 20;
const PROBLEMS_SHOWN_MAX = 10;

export type Path = readonly (string | number)[];

/** A mapping file as it was read: its content, all scalars being text, and where each key stands. */
export class MappingFile {
  readonly path: string;
  readonly content: unknown;
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #problems: LineProblem[] = [];

  /** Reads the file, or what is to stand in it; throws an ExitError for what is not a YAML map. */
  constructor(path: string, text = readText(path)) {
    this.path = path;
    this.#lines = new LineCounter();
    // The failsafe schema keeps every scalar as the text in the file: 010, yes, and 19-digit ids.
    this.#document = parseDocument(text, { schema: "failsafe", lineCounter: this.#lines, prettyErrors: false });
    for (const { pos, code, message } of this.#document.errors) {
      const text_of_error = code === "DUPLICATE_KEY" ? "duplicate key" : `not valid YAML: ${message}`;
      this.#problems.push({ line: this.#lines.linePos(pos[0]).line, text: text_of_error });
    }
    this.stopOnProblems();
    if (!isMap(this.#document.contents)) {
      const what = this.#document.contents === null ? "is empty" : "is not a mapping";
      throw badMapping(`${path} ${what}: it must be a YAML map with target and fields.`);
    }
    this.content = this.#toPlain();
  }

  /** The line of a key or list item; of its nearest ancestor where it does not stand in the file. */
  lineOf(path: Path): number {
    let node: unknown = this.#document.contents;
    let offset = 0;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(this.#document);
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (pair === undefined) break;
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = startOf(node) ?? offset;
      } else break;
    }
    return this.#lines.linePos(offset).line;
  }

  /** Every value that stands without quotes, with its place. */
  plainValues(): PlainValue[] {
    const values: PlainValue[] = [];
    visit(this.#document, {
      Scalar: (key, node, ancestors) => {
        if (key === "key" || node.type !== "PLAIN") return;
        const line = this.#lines.linePos(startOf(node) ?? 0).line;
        values.push({ path: pathOf(key, ancestors), text: String(node.value), line });
      },
    });
    return values;
  }

  /** Notes what is wrong at a place; `stopOnProblems` tells all of it together. */
  problem(path: Path, text: string): void {
    const place = keyPath(path);
    this.#problems.push({ line: this.lineOf(path), text: place === "" ? text : `${place}: ${text}` });
  }

  stopOnProblems(): void {
    stopOnProblems(this.path, this.#problems);
  }

  #toPlain(): unknown {
    try {
      return this.#document.toJS();
    } catch (cause) {
      throw badMapping(`${this.path}: not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
}

/** A value of the file, as its text. */
export interface PlainValue {
  readonly path: Path;
  readonly text: string;
  readonly line: number;
}

/** Where a node stands that `visit` shows: by the keys of the maps and the places in the lists above it. */
function pathOf(key: unknown, ancestors: readonly unknown[]): Path {
  const path: (string | number)[] = typeof key === "number" ? [key] : [];
  for (const [index, node] of Array.from(ancestors.entries()).reverse()) {
    const above = ancestors[index - 1];
    if (isPair(node)) path.unshift(String(isScalar(node.key) ? node.key.value : node.key));
    else if (isSeq(above)) path.unshift(above.items.indexOf(node));
  }
  return path;
}

/** `fields.create_time.format[1]` */
export function keyPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** Something wrong at a line of the mapping file. */
export interface LineProblem {
  readonly line: number;
  readonly text: string;
}

/** Throws one ExitError with a sentence for each problem, `shown_max` at most, in the order of the lines. */
export function stopOnProblems(
  path: string,
  problems: readonly LineProblem[],
  kind?: string,
  shown_max = PROBLEMS_SHOWN_MAX,
): void {
  if (problems.length === 0) return;
  const sorted = Array.from(problems).sort((a, b) => a.line - b.line);
  const shown = sorted.slice(0, shown_max).map(({ line, text }) => `${path} line ${line}: ${text}`);
  const more = problems.length - shown.length;
  if (more > 0) shown.push(`… and ${more} more`);
  throw badMapping(shown.join("\n"), kind);
}

function badMapping(
  message: string,
  kind = "bad_mapping",
  hint = "Correct the mapping, then run the same command again.",
) {
  return new ExitError({ exit: EXIT.usage, kind, message, hint });
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}

function readText(path: string): string {
  const init = "Create one: hire-import init EXPORT, or pass --mapping FILE.";
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > FILE_BYTES_MAX) throw badMapping(`${path} is larger than 1 MiB: it is not a mapping.`, undefined, init);
    bytes = readFileSync(path);
  } catch (cause) {
    if (cause instanceof ExitError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") throw badMapping(`Mapping file not found: ${path}`, undefined, init);
    if (code === "EISDIR") throw badMapping(`${path} is a folder, not a mapping file.`, undefined, init);
    throw new ExitError({
      exit: EXIT.machine,
      kind: "unreadable_file",
      message: `${path} cannot be read: ${message}`,
      cause,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badMapping(`${path} is not UTF-8 text.`, undefined, "Save the mapping as UTF-8.");
  }
}
