import type { Failure } from "../../model/failure.js";
import type { PayloadValue } from "../../model/payload.js";
import type { Path } from "../mapping-file.js";
import type { MappedField } from "./mapping.js";
import { type BoundField, bindField, type ReadRules } from "./read-field.js";

/** A list or an object of the target's, whose fields were found in an export. */
export interface BoundGroup extends Omit<BoundField, "read" | "isFilled"> {
  /** Undefined where no cell of it is filled. */
  assemble(cells: readonly string[]): {
    readonly value: PayloadValue | undefined;
    readonly failures: readonly Failure[];
  };
}

type Node =
  | { readonly leaf: BoundField }
  | { readonly items: readonly Node[] }
  | { readonly fields: readonly (readonly [string, Node])[] };

/** `fields`: all in the payload's field `name`. An item, or an object, without any filled cell is left out. */
export function bindGroup(name: string, fields: readonly MappedField[], rules: ReadRules): BoundGroup {
  const leaves = fields.map((field) => ({ place: field.place.slice(1), bound: bindField(field, rules) }));
  const root = treeOf(leaves);
  return {
    name,
    columns: leaves.flatMap(({ bound }) => bound.columns),
    required: false,
    assemble: (cells) => {
      const failures: Failure[] = [];
      return { value: isSaid(root, cells) ? assembled(root, cells, failures) : undefined, failures };
    },
  };
}

function treeOf(leaves: readonly { readonly place: Path; readonly bound: BoundField }[]): Node {
  const [first] = leaves;
  if (first?.place.length === 0) return { leaf: first.bound };
  const by_step = new Map<string | number, { place: Path; bound: BoundField }[]>();
  for (const { place, bound } of leaves) {
    const [step = "", ...rest] = place;
    by_step.set(step, [...(by_step.get(step) ?? []), { place: rest, bound }]);
  }
  const nodes = Array.from(by_step, ([step, inner]) => [step, treeOf(inner)] as const);
  if (typeof nodes[0]?.[0] === "number") return { items: nodes.map(([, node]) => node) };
  return { fields: nodes.map(([step, node]) => [String(step), node] as const) };
}

function leavesIn(node: Node): readonly BoundField[] {
  if ("leaf" in node) return [node.leaf];
  const inner = "items" in node ? node.items : node.fields.map(([, each]) => each);
  return inner.flatMap(leavesIn);
}

/** Constants alone say something of every row; beside columns they say something of what the columns say. */
function isSaid(node: Node, cells: readonly string[]): boolean {
  const of_cells = leavesIn(node).filter(({ columns }) => columns.length > 0);
  return of_cells.length === 0 || of_cells.some(({ isFilled }) => isFilled(cells));
}

function assembled(node: Node, cells: readonly string[], failures: Failure[]): PayloadValue | undefined {
  if ("leaf" in node) {
    const read = node.leaf.read(cells);
    if (typeof read !== "object") return read;
    if (!("message" in read)) return read;
    failures.push(read);
    return undefined;
  }
  if ("items" in node) {
    const said = node.items.filter((item) => isSaid(item, cells));
    const values = said.flatMap((item) => assembled(item, cells, failures) ?? []);
    return values.length === 0 ? undefined : values;
  }
  const said = node.fields.filter(([, inner]) => "leaf" in inner || isSaid(inner, cells));
  const values = said.flatMap(([name, inner]) => {
    const value = assembled(inner, cells, failures);
    return value === undefined ? [] : [[name, value] as const];
  });
  return values.length === 0 ? undefined : Object.fromEntries(values);
}
