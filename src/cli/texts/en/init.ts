import { UNDECIDED } from "../../../model/undecided.js";
import { counted } from "../../numbers.js";

/** What `init` tells of the mapping that it has written. */
export const init = {
  size: (rows: number, columns: number) => `${counted(rows, "row", "rows")}, ${counted(columns, "column", "columns")}`,
  after_look: (mapping: string) => `after a look at ${mapping}`,
  after_todos: (mapping: string, todos: number) =>
    `after completing the ${counted(todos, UNDECIDED, `${UNDECIDED}s`)} in ${mapping}`,
  look_at_it: "look at it: ",
  to_decide: "to decide: ",
  written: (mapping: string) => `${mapping} written`,
  todos: (mapping: string, todos: number) => {
    const open = counted(todos, `open ${UNDECIDED}`, `open ${UNDECIDED}s`);
    return `${mapping} has ${open}. Replace ${todos === 1 ? "it" : "them"} before check or run:`;
  },
};

export type InitTexts = typeof init;
