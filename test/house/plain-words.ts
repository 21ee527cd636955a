import ts from "typescript";
import type { Source } from "./source-tree.js";

/** Words that people who use the program do not meet, and what is said for them. Keys, kinds and names are no prose. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/\bmend(?:s|ed|ing)?\b/i, "correct, fix"],
  [/\bthe same line\b/i, "the same command"],
  [/\bat work\b/i, "running"],
  [/\bsettled? (?:by itself|then|first)\b/i, "resolved"],
  [/\b(?:are|is|rows?) in doubt\b/i, "with an unknown result"],
  [/\bspellings? of nothing\b/i, "values treated as empty"],
  [/\bcanary\b/i, "trial run"],
  [/\bout of reach\b/i, "unreachable"],
  [/\bfor ever\b/i, "(leave it out)"],
  [/\bmails\b|\bmail addresses\b/i, "emails, email addresses"],
  [/\ball the same\b/i, "anyway, nothing is lost"],
  [/\byours to decide\b/i, "open TODO"],
];

function wordProblem(text: string): string | undefined {
  const [found, instead] = INSTEAD.find(([word]) => word.test(text)) ?? [];
  return found === undefined ? undefined : `${found.exec(text)?.[0]} -> ${instead}`;
}

/** Prose has words with spaces between them; SQL is none. */
const PROSE = /[a-z]{2}.*\s.*[a-z]{2}/is;
const SQL = /\b(?:SELECT|UPDATE|INSERT|CREATE|DELETE FROM|PRAGMA|JOIN|WHERE)\b/;

/** The strings of sources in which such a word stands; comments are for those who read the code. */
export function stringProblems(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const problems: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
      const said = textOf(node);
      const problem = said !== undefined && PROSE.test(said) && !SQL.test(said) ? wordProblem(said) : undefined;
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      if (problem !== undefined) problems.push(`${path}:${line + 1}: ${problem}`);
      ts.forEachChild(node, visit);
    };
    visit(file);
    return problems;
  });
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…");
}

/** The lines of pages in which such a word stands; what is in backquotes is a name. */
export function pageProblems(pages: readonly Source[]): string[] {
  return pages.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => {
      const problem = wordProblem(line.replace(/`[^`]*`/g, "``"));
      return problem === undefined ? [] : [`${path}:${index + 1}: ${problem}`];
    }),
  );
}
