import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** One file of ours. `path` is below the repository, with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** Every .ts, .mjs and .js file below the folders, in a stable order. */
export function readSources(...folders: string[]): Source[] {
  return folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && /\.(ts|mjs|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(ROOT, file).replaceAll(sep, "/"), text: readFileSync(file, "utf8") }));
}

const parsed = new WeakMap<Source, ts.SourceFile>();

export function treeOf(source: Source): ts.SourceFile {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const tree = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ES2022, true);
  parsed.set(source, tree);
  return tree;
}

/** Calls `visit` with every node of the file. */
export function walk(source: Source, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, step);
  };
  step(treeOf(source));
}

export function lineOf(source: Source, position: number): number {
  return treeOf(source).getLineAndCharacterOfPosition(position).line + 1;
}

/** As a compiler says it, so that an editor can jump there. */
export function problem(source: Source, line: number, text: string): string {
  return `${source.path}:${line}: ${text}`;
}

function specifierOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal as ts.Expression;
  if (!ts.isCallExpression(node)) return undefined;
  const is_import = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const is_require = ts.isIdentifier(node.expression) && node.expression.text === "require";
  return is_import || is_require ? node.arguments[0] : undefined;
}

/** Whatever way it is written: `import`, `import type`, `export … from`, `import()`, `require()`. */
export function importsOf(source: Source): Import[] {
  const imports: Import[] = [];
  walk(source, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      imports.push({ specifier: specifier.text, line: lineOf(source, node.getStart()) });
    }
  });
  return imports;
}

/** The path of the file of ours that a relative specifier names; undefined for a package. */
export function resolveImport(source: Source, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return posix.join(posix.dirname(source.path), specifier).replace(/\.js$/, ".ts");
}
