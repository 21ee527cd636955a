/**
 * Text that was read in a wrong encoding before it was saved as UTF-8: `GrÃ¶ÃŸe`, `Ð˜Ð²Ð°Ð½`, `浣犲ソ`. The file is valid,
 * and only some of its rows may be so, where two sources were merged.
 */
export interface Misread {
  /** The encoding of the bytes, and the one in which somebody read them. */
  readonly was: string;
  readonly read_as: string;
  /** What they say. */
  readonly text: string;
  /** One alone may be an accident. */
  readonly is_doubtful?: boolean;
}
