import type { Said } from "../../model/said.js";

/** One thing that was found out about how an export is written. */
export interface Finding<Value> {
  readonly value: Value;
  /** Why, in words that go on after the value: `not UTF-8, and it reads as Chinese`. */
  readonly reason: string;
  /** To say it in another language. */
  readonly said: Said;
  /** False: something else would do nearly as well, so a person should look. */
  readonly sure: boolean;
}

/** Text of an export that was decoded wrongly before it was saved: what stands there, and what it says. */
export interface FoundMisread {
  /** The line of the first record with such text. */
  readonly line: number;
  /** The encoding of the bytes, and the one in which somebody read them. Null: the characters are lost. */
  readonly was: string | null;
  readonly read_as: string;
  readonly samples: readonly string[];
  readonly meant: readonly string[];
}

/** A file that goes on in another encoding, as where two exports were put together. Undefined: nobody can tell. */
export interface EncodingChange {
  readonly first: string | undefined;
  readonly second: string | undefined;
  /** The first line in the second one, and how many bytes stand above it. */
  readonly line: number;
  readonly offset: number;
}

export interface DetectedEncoding extends Finding<string> {
  /** Decoded column titles, or cells of columns that are used, cut short: for a person's eye. */
  readonly samples: readonly string[];
  /** What else it may be, where it is not sure: how the same cells read so. */
  readonly rival?: { readonly value: string; readonly samples: readonly string[] };
  /** Text that was decoded wrongly before the file was saved: then nothing is sure. */
  readonly misread?: FoundMisread;
}

/** What was found out about an export: only what nobody had said of it. */
export interface Detected {
  readonly encoding?: DetectedEncoding;
  readonly delimiter?: Finding<string>;
  readonly quote?: Finding<string | null>;
  readonly escape?: Finding<string | null>;
  readonly header_line?: Finding<number>;
  /** What stands before the first title and is left out: a byte order mark that was saved as text. */
  readonly mark?: Finding<string>;
  /** The file is packed, and unpacked while it is read. */
  readonly packing?: Finding<string>;
}
