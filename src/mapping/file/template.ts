import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";

/** A template taken apart: texts and columns in their order. */
export type TemplatePart = { readonly text: string } | { readonly column: string };

const PIECES = /\{\{|\}\}|\{([^{}]*)\}|[^{}]+/gy;

/** Takes `{Candidate ID}-{Vacancy ID}` apart (`{{` and `}}` are braces), or says what is wrong with it. */
export function parseTemplate(template: string): TemplatePart[] | PartToTell {
  const parts: TemplatePart[] = [];
  let taken = 0;
  for (const piece of template.matchAll(PIECES)) {
    taken += piece[0].length;
    const column = piece[1];
    if (column === undefined) parts.push({ text: piece[0] === "{{" ? "{" : piece[0] === "}}" ? "}" : piece[0] });
    else if (column.trim() === "") return saying("template_names_none");
    else parts.push({ column });
  }
  if (taken < template.length) return saying("template_brace");
  return parts.some((part) => "column" in part) ? parts : saying("template_no_column");
}

/** Two columns with nothing between: 1 + 23 and 12 + 3 would be the same text. */
export function hasNeighbours(parts: readonly TemplatePart[]): boolean {
  return parts.some((part, index) => {
    const next = parts[index + 1];
    return "column" in part && next !== undefined && "column" in next;
  });
}
