import type { Failure } from "../../model/failure.js";
import type { FileFacts } from "../../model/file-facts.js";
import type { Payload } from "../../model/payload.js";
import { cutShort } from "../../model/text.js";
import { because } from "../../texts/because.js";
import type { Problem } from "../cells/value.js";
import type { Mapping } from "./mapping.js";

/** By name as an export writes it: the file, or why it cannot be sent. */
export type FindFile = (name: string) => FileFacts | Problem;

export const NO_FILES: FindFile = () => because("bad_file", { id: "bad_file", what: "none" });

interface Files {
  readonly mapping: Pick<Mapping, "target">;
  readonly fields: readonly { readonly name: string; readonly columns: readonly { readonly name: string }[] }[];
  readonly files: FindFile;
}

/** Puts what its files are into a payload that is sound but for them; else what is wrong with them. */
export function lookAtFiles({ mapping, fields, files }: Files, payload: Payload): Failure[] | undefined {
  let failures: Failure[] | undefined;
  for (const { name, kind } of mapping.target.fields) {
    const path = payload[name];
    if (kind !== "file" || typeof path !== "string") continue;
    const found = files(path);
    if (!("message" in found)) {
      payload[name] = { ...found };
      continue;
    }
    const columns = fields.find((each) => each.name === name)?.columns ?? [];
    const column = columns.length === 0 ? {} : { column: columns.map((each) => each.name).join(", ") };
    failures = [...(failures ?? []), { ...found, field: name, ...column, value: cutShort(path) }];
  }
  return failures;
}
