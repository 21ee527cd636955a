import type { Decoding } from "../cells/decode.js";
import type { MappingFile, Path } from "../mapping-file.js";

/** Where a field of the mapping stands, and what holds for it. */
export interface FieldContext {
  readonly file: MappingFile;
  readonly path: Path;
  /** Where in the payload its value stands. */
  readonly place: Path;
  /** Of the mapping; the field may name its own. */
  readonly timezone: string | undefined;
  /** Of the mapping; the field may say its own. */
  readonly decode: readonly Decoding[];
  readonly required: boolean;
  readonly is_key: boolean;
  /** It is a plain value in a list. */
  readonly is_item?: boolean;
}
