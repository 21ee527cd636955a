import type { Failure } from "../../model/failure.js";
import type { ReasonParams } from "../../model/reason.js";
import { cutShort } from "../../model/text.js";
import { because } from "../../texts/because.js";
import { cellCleaner } from "../cells/clean.js";
import { decodingCleaner } from "../cells/decode.js";
import { ERROR_VALUE, isErrorValue } from "../cells/error-values.js";
import type { IsEmpty } from "../cells/text.js";
import { isUndecodable, UNDECODABLE } from "../cells/text-reader.js";
import type { Problem } from "../cells/value.js";
import type { Columns } from "./header.js";
import type { Condition, Mapping } from "./mapping.js";

/** Why `where` leaves a record out (`excluded`), or why that cannot be told; undefined where all conditions hold. */
export type WhereFilter = (cells: readonly string[]) => Failure | undefined;

export function compileWhere(
  { where, decode }: Pick<Mapping, "where" | "decode">,
  columns: Columns,
  is_empty: IsEmpty,
): WhereFilter {
  const { clean } = decodingCleaner(cellCleaner("text"), decode);
  const tests = where.map((condition) => {
    const index = columns.indexOf(condition.column);
    return bindCondition(condition, (cells) => clean(cells[index] ?? ""), is_empty);
  });
  return (cells) => {
    for (const test of tests) {
      const failure = test(cells);
      if (failure !== undefined) return failure;
    }
    return undefined;
  };
}

function bindCondition(
  condition: Condition,
  textOf: (cells: readonly string[]) => string,
  is_empty: IsEmpty,
): WhereFilter {
  const column = condition.column.name;
  const outside = (why: ReasonParams["outside_where"]["why"], text: string): Failure => ({
    ...because("excluded", { id: "outside_where", column, why }),
    column,
    value: cutShort(text),
  });
  // What was damaged is like none of the values listed, whatever it was before.
  const damaged = (text: string): Failure | undefined => {
    const problem = damageOf(text, is_empty);
    return problem && { ...problem, column, value: cutShort(text) };
  };
  const { in: inside, not_in, empty } = condition;
  return (cells) => {
    const text = textOf(cells);
    if (inside !== undefined && inside.get(text) === undefined) {
      return damaged(text) ?? outside("not_listed", text);
    }
    if (not_in !== undefined) {
      if (not_in.get(text) !== undefined) return outside("ruled_out", text);
      const damage = damaged(text);
      if (damage !== undefined) return damage;
    }
    if (empty !== undefined && is_empty(text) !== empty) return outside(empty ? "filled" : "empty", text);
    return undefined;
  };
}

function damageOf(text: string, is_empty: IsEmpty): Problem | undefined {
  if (isUndecodable(text)) return UNDECODABLE;
  return isErrorValue(text) && !is_empty(text) ? ERROR_VALUE : undefined;
}
