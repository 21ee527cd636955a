/** A sentence of the program's without a word of any language: which one it is, beside it its parameters. */
export interface Said {
  readonly id: string;
}
