/**
 * Stands in a mapping, without quotes and perhaps with what is to be done behind it, where a person has yet to decide:
 * `init` writes it, and the reader refuses it.
 */
export const UNDECIDED = "TODO";
