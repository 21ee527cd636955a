/** A file beside an export, as its row was staged: part of the payload, so that a changed file is a changed row. */
export interface FileFacts {
  /** Relative to the export's folder, its parts joined by `/`. */
  readonly path: string;
  /** Of its content, hexadecimal. */
  readonly sha256: string;
  readonly size_bytes: number;
}

/** What is in a request beside its JSON: one file, sent as a form. */
export interface Upload extends FileFacts {
  /** The form's field. */
  readonly field: string;
  /** As the receiver is to call it. */
  readonly file_name: string;
  readonly content_type: string;
}
