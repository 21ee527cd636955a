import { saying } from "../../texts/saying.js";
import { trimCell } from "../cells/text.js";
import { isProblem, type ReadValue } from "../cells/value.js";
import { keyPath, type MappingFile, type Path } from "../mapping-file.js";
import type { ColumnRef, Source } from "../rows/mapping.js";
import type { FieldSpec } from "./schema.js";
import { hasNeighbours, parseTemplate } from "./template.js";

const SOURCES = ["column", "columns", "template", "value"] as const;

/** Where a field's value comes from; undefined where the mapping's answer is wrong, which the file then notes. */
export function compileSource(file: MappingFile, path: Path, spec: FieldSpec, read: ReadValue, is_key: boolean) {
  const given = SOURCES.filter((source) => spec[source] !== undefined);
  if (given.length !== 1) {
    file.problem(path, given.length === 0 ? saying("needs_source") : saying("several_sources", { given }));
    return undefined;
  }
  if (spec.value !== undefined) return constant(file, [...path, "value"], spec.value, read);
  if (spec.template !== undefined) return template(file, [...path, "template"], spec.template, is_key);
  const single = spec.column === undefined ? undefined : [columnRef(file, path, spec.column)];
  const several = spec.columns?.map((name, index) => columnRef(file, [...path, "columns", index], name));
  return { kind: "columns", columns: single ?? several ?? [] } satisfies Source;
}

export function columnRef(file: MappingFile, path: Path, name: string): ColumnRef {
  return { name, key: keyPath(path), line: file.lineOf(path) };
}

function constant(file: MappingFile, path: Path, text: string, read: ReadValue): Source | undefined {
  const trimmed = trimCell(text);
  const value = read(trimmed);
  if (trimmed === "") file.problem(path, saying("has_no_value"));
  else if (isProblem(value)) file.problem(path, value);
  else return { kind: "constant", value };
  return undefined;
}

function template(file: MappingFile, path: Path, text: string, is_key: boolean): Source | undefined {
  const parts = parseTemplate(text);
  if ("message" in parts) {
    file.problem(path, parts);
    return undefined;
  }
  if (is_key && hasNeighbours(parts)) {
    file.problem(path, saying("template_side_by_side"));
    return undefined;
  }
  return {
    kind: "template",
    parts: parts.map((part) => ("text" in part ? part.text : columnRef(file, path, part.column))),
  };
}
