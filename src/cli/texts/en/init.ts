import { UNDECIDED } from "../../../model/undecided.js";
import { counted } from "../../numbers.js";

/** What `init` tells of the mapping that it has written. */
export const init = {
  look_at_it: "look at it: ",
  to_decide: "to decide: ",
  written: (mapping: string) => `${mapping} written`,
  todos: (mapping: string, todos: number) => {
    const open = counted(todos, `open ${UNDECIDED}`, `open ${UNDECIDED}s`);
    return `${mapping} has ${open}. Replace ${todos === 1 ? "it" : "them"} before check or run:`;
  },
};

export type InitTexts = typeof init;
