import { readFileSync, statSync } from "node:fs";
import type { Document, Node } from "yaml";
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { PartToTell, Sentence } from "../texts/catalogue.js";
import type { YamlKind } from "../texts/en/mappings.js";
import { saying } from "../texts/saying.js";

const FILE_BYTES_MAX = 1 << 20;
const PROBLEMS_SHOWN_MAX = 10;

export type Path = readonly (string | number)[];

/** A mapping, or a plan, as it was read: its content, all scalars being text, and where each key stands. */
export class MappingFile {
  readonly path: string;
  readonly content: unknown;
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #problems: LineProblem[] = [];
  readonly #file: YamlKind;

  /** Reads the file, or what is to stand in it; throws an ExitError for what is not a YAML map. */
  constructor(path: string, file: YamlKind = "mapping", text = readText(path, file)) {
    this.path = path;
    this.#file = file;
    this.#lines = new LineCounter();
    // The failsafe schema keeps every scalar as the text in the file: 010, yes, and 19-digit ids.
    this.#document = parseDocument(text, { schema: "failsafe", lineCounter: this.#lines, prettyErrors: false });
    for (const { pos, code, message } of this.#document.errors) {
      const why = code === "DUPLICATE_KEY" ? saying("duplicate_key") : saying("bad_yaml", { why: message });
      this.#problems.push({ line: this.#lines.linePos(pos[0]).line, place: "", why });
    }
    this.stopOnProblems();
    if (!isMap(this.#document.contents)) {
      throw badMapping(saying("mapping_no_map", { path, file, is_empty: this.#document.contents === null }));
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
  problem(path: Path, why: PartToTell): void {
    this.#problems.push({ line: this.lineOf(path), place: keyPath(path), why });
  }

  get problems(): readonly LineProblem[] {
    return this.#problems;
  }

  stopOnProblems(): void {
    stopOnProblems(this.path, this.#problems, { file: this.#file });
  }

  #toPlain(): unknown {
    try {
      return this.#document.toJS();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw badMapping(saying("mapping_bad_yaml", { path: this.path, file: this.#file, why }));
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
  /** By keys, as in `fields.create_time.format[1]`; "" of the file as a whole. */
  readonly place: string;
  readonly why: PartToTell;
}

interface StopOptions {
  readonly file?: YamlKind;
  readonly kind?: string;
  readonly shown_max?: number;
}

/** Throws one ExitError with a sentence for each problem, `shown_max` at most, in the order of the lines. */
export function stopOnProblems(
  path: string,
  problems: readonly LineProblem[],
  { file = "mapping", kind, shown_max = PROBLEMS_SHOWN_MAX }: StopOptions = {},
): void {
  if (problems.length === 0) return;
  const sorted = Array.from(problems).sort((a, b) => a.line - b.line);
  const shown = sorted.slice(0, shown_max).map(({ line, place, why }) => ({ line, place, why }));
  const more = problems.length - shown.length;
  throw badMapping(saying("mapping_problems", { path, file, problems: shown, more }), kind);
}

function badMapping(told: Sentence, kind = "bad_mapping") {
  return new ExitError({ exit: EXIT.usage, kind, ...told });
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}

const MISSING: Readonly<Record<YamlKind, string>> = { mapping: "bad_mapping", plan: "no_such_file" };

function readText(path: string, file: YamlKind): string {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > FILE_BYTES_MAX) throw badMapping(saying("mapping_too_large", { path, file }));
    bytes = readFileSync(path);
  } catch (cause) {
    if (cause instanceof ExitError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") throw badMapping(saying("mapping_missing", { path, file }), MISSING[file]);
    if (code === "EISDIR") throw badMapping(saying("mapping_is_folder", { path, file }));
    throw new ExitError({
      exit: EXIT.machine,
      kind: "unreadable_file",
      ...saying("mapping_unreadable", { path, why: message }),
      cause,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badMapping(saying("mapping_not_text", { path, file }));
  }
}
