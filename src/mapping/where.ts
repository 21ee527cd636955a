import type { Failure } from "../words/failure.js";
import { cutShort } from "../words/text.js";
import type { Columns } from "./header.js";
import type { Condition } from "./mapping.js";
import type { IsEmpty } from "./text.js";
import { trimCell } from "./text.js";

/** Says why `where` leaves a record out; undefined where all conditions hold. */
export type Outside = (cells: readonly string[]) => Failure | undefined;

export function bindWhere(conditions: readonly Condition[], columns: Columns, is_empty: IsEmpty): Outside {
  const tests = conditions.map((condition) => bindCondition(condition, columns.indexOf(condition.column), is_empty));
  return (cells) => {
    for (const test of tests) {
      const failure = test(cells);
      if (failure !== undefined) return failure;
    }
    return undefined;
  };
}

function bindCondition(condition: Condition, index: number, is_empty: IsEmpty): Outside {
  const column = condition.column.name;
  const outside = (reason: string, text: string): Failure => ({
    kind: "excluded",
    message: `outside where: ${column} ${reason}`,
    hint: "Nothing, if that is as it should be; otherwise change `where` in the mapping.",
    column,
    value: cutShort(text),
  });
  return (cells) => {
    const text = trimCell(cells[index] ?? "");
    if (condition.in !== undefined && condition.in.get(text) === undefined) {
      return outside("is not one of the values listed", text);
    }
    if (condition.not_in?.get(text) !== undefined) return outside("is one of the values ruled out", text);
    if (condition.empty !== undefined && is_empty(text) !== condition.empty) {
      return outside(condition.empty ? "is not empty" : "is empty", text);
    }
    return undefined;
  };
}
