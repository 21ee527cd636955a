/** The name that was probably meant, else the first of those that are known. */
export interface Suggestion {
  readonly close: string | undefined;
  readonly known: readonly string[];
}

const NAMES_SHOWN = 12;

/** To stand behind a sentence about an unknown name. */
export function suggested({ close, known }: Suggestion): string {
  if (close !== undefined) return `; did you mean ${close}?`;
  return `; known: ${known.slice(0, NAMES_SHOWN).join(", ")}${known.length > NAMES_SHOWN ? ", …" : ""}`;
}
