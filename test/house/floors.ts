import ts from "typescript";
import { importsOf, lineOf, problem, resolveImport, type Source, walk } from "./source-tree.js";

/** A thing of the outside world, and the paths (prefixes) where it may appear. */
export type Places = Readonly<Record<string, readonly string[]>>;

export interface Floors {
  /** Folder below src -> floor. A folder imports lower floors and itself, never a neighbour. */
  readonly floors: Readonly<Record<string, number>>;
  /** Folder below src -> the other folders that it may import, and that may import it, whatever their floor. */
  readonly wings: Readonly<Record<string, { readonly imports: readonly string[]; readonly door: readonly string[] }>>;
}

const areaOf = (path: string): string => (path.split("/").length > 2 ? (path.split("/")[1] as string) : "");

/** An import from one folder into another that the floors do not allow, and folders that have no floor. */
export function floorProblems(sources: readonly Source[], plan: Floors): string[] {
  return sources.flatMap((source) => {
    const from = areaOf(source.path);
    if (from === "") return [];
    if (!(from in plan.floors) && !(from in plan.wings)) return [problem(source, 1, `src/${from}/ has no floor`)];
    return importsOf(source).flatMap(({ specifier, line }) => {
      const target = resolveImport(source, specifier);
      if (target === undefined) return [];
      if (!target.startsWith("src/")) return [problem(source, line, `${specifier} lies outside src/`)];
      const to = areaOf(target);
      return mayImport(from, to, plan) ? [] : [problem(source, line, `${from} must not import ${to || "the root"}`)];
    });
  });
}

function mayImport(from: string, to: string, plan: Floors): boolean {
  if (from === to) return true;
  const own_wing = plan.wings[from];
  if (own_wing !== undefined) return own_wing.imports.includes(to);
  const other_wing = plan.wings[to];
  if (other_wing !== undefined) return other_wing.door.includes(from);
  const [from_floor, to_floor] = [plan.floors[from], plan.floors[to]];
  return from_floor !== undefined && to_floor !== undefined && to_floor < from_floor;
}

/** Files that import each other in a circle, each circle once. */
export function circleProblems(sources: readonly Source[]): string[] {
  const by_path = new Map(sources.map((source) => [source.path, source]));
  const finished = new Set<string>();
  const problems: string[] = [];
  const visit = (source: Source, trail: readonly string[]): void => {
    const here = [...trail, source.path];
    for (const { specifier, line } of importsOf(source)) {
      const target = by_path.get(resolveImport(source, specifier) ?? "");
      if (target === undefined || finished.has(target.path)) continue;
      const start = here.indexOf(target.path);
      if (start >= 0)
        problems.push(problem(source, line, `circle ${[...here.slice(start), target.path].join(" -> ")}`));
      else visit(target, here);
    }
    finished.add(source.path);
  };
  for (const source of sources) if (!finished.has(source.path)) visit(source, []);
  return problems;
}

const allowedIn = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path === place || (place.endsWith("/") && path.startsWith(place)));

/** `@scope/name/sub` -> `@scope/name`; Node's own modules stay whole. */
function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** A library outside its place, and a library that nobody has given a place. */
export function libraryProblems(sources: readonly Source[], libraries: Places): string[] {
  return sources.flatMap((source) =>
    importsOf(source).flatMap(({ specifier, line }) => {
      if (specifier.startsWith(".")) return [];
      const name = packageOf(specifier);
      const places = libraries[name];
      if (places === undefined) {
        return name.startsWith("node:")
          ? []
          : [problem(source, line, `${name} has no place in the table of libraries`)];
      }
      return allowedIn(source.path, places) ? [] : [problem(source, line, `${name} belongs into ${places.join(", ")}`)];
    }),
  );
}

/** Names that stand for the world outside: `process`, `Date.now`, `new Date()`, … Types and own names do not count. */
export function globalProblems(sources: readonly Source[], globals: Places): string[] {
  return sources.flatMap((source) => {
    const problems: string[] = [];
    walk(source, (node) => {
      const name = globalNameOf(node);
      const places = name === undefined ? undefined : globals[name];
      if (places === undefined || allowedIn(source.path, places)) return;
      problems.push(problem(source, lineOf(source, node.getStart()), `${name} belongs into ${places.join(", ")}`));
    });
    return problems;
  });
}

function globalNameOf(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node)) {
    return node.expression.getText() === "Date" && !node.arguments?.length ? "new Date()" : undefined;
  }
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText().replace(/^globalThis\./, "");
    return text.includes("\n") ? undefined : text;
  }
  if (!ts.isIdentifier(node) || ts.isPartOfTypeNode(node)) return undefined;
  return isOwnName(node) ? undefined : node.text;
}

/** True where the identifier is a key, a member or a declaration, so that it does not mean the global. */
function isOwnName(node: ts.Identifier): boolean {
  const { parent } = node;
  // `{ process }` is key and value in one.
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  return ts.isTypeNode(parent) || (parent as { readonly name?: ts.Node }).name === node;
}
