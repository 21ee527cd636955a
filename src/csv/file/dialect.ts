import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Said } from "../../model/said.js";
import type { Sentence } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
import { encodingOf } from "../encodings/decoder.js";

/** Delimiters that are tried, the usual ones first. */
export const DELIMITERS = [",", ";", "\t", "|"];

/** What quotation marks are in an export: around cells; out of place, so that its cells are parted by luck; or none. */
export type Quotation = "cells" | "stray" | "none";

/** How an export is written, as far as somebody said so. What is absent is detected. */
export interface Dialect {
  /** A WHATWG encoding label (`utf-8`, `gb18030`, `windows-1252`, …) or a code page (`cp850`, `x-mac-ce`, …). */
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  /** One ASCII character; null: cells are never quoted. */
  readonly quote?: string | null | undefined;
  /** What stands before a quote inside a quoted cell: the quote itself (it is doubled), or a backslash. */
  readonly escape?: string | null | undefined;
  /** The physical line of the header, the first line of the file being 1. */
  readonly header_line?: number | undefined;
}

export interface ResolvedDialect {
  /** The encoding's own name, e.g. `gb18030`, `gbk`, `utf-8`. */
  readonly encoding: string;
  readonly delimiter: string;
  readonly quote: string | null;
  /** Null where there are no quotes. */
  readonly escape: string | null;
  /** Null: the first line that is neither blank nor delimiters only. */
  readonly header_line: number | null;
}

/** What holds where neither the mapping nor detection says otherwise. */
export const DEFAULT_DIALECT: ResolvedDialect = {
  encoding: "utf-8",
  delimiter: ",",
  quote: '"',
  escape: '"',
  header_line: null,
};

/** Fills the gaps. Throws an ExitError (exit 2) for what cannot be: an unknown encoding, an empty delimiter, … */
export function resolveDialect(dialect: Dialect): ResolvedDialect {
  const delimiter = dialect.delimiter ?? DEFAULT_DIALECT.delimiter;
  const quote = dialect.quote === undefined ? DEFAULT_DIALECT.quote : dialect.quote;
  const escaped_by = quote === null ? null : (dialect.escape ?? quote);
  const header_line = dialect.header_line ?? DEFAULT_DIALECT.header_line;
  if (quote !== null && !/^[\x21-\x7e]$/.test(quote)) {
    throw badDialect(saying("bad_quote", { quote }));
  }
  if (delimiter === "" || /[\r\n]/.test(delimiter) || (quote !== null && delimiter.includes(quote))) {
    throw badDialect(saying("bad_delimiter", { delimiter }));
  }
  if (escaped_by !== quote && !(escaped_by === "\\" && quote === '"')) {
    throw badDialect(saying("bad_escape", { by: escaped_by }));
  }
  if (header_line !== null && !(Number.isSafeInteger(header_line) && header_line >= 1)) {
    throw badDialect(saying("bad_header_line", { header_line }));
  }
  const encoding = encodingName(dialect.encoding ?? DEFAULT_DIALECT.encoding);
  return { encoding, delimiter, quote, escape: escaped_by, header_line };
}

function encodingName(label: string): string {
  const name = encodingOf(label);
  if (name !== undefined) return name;
  const told = saying("unknown_encoding_name", { name: label });
  throw new ExitError({ exit: EXIT.usage, kind: "unknown_encoding", ...told });
}

function badDialect(told: Sentence & { readonly said: Said }): ExitError {
  return new ExitError({ exit: EXIT.usage, kind: "bad_dialect", ...told });
}
