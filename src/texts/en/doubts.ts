/** What is odd about cells that are sent all the same. */
export const doubts = {
  rounded_id: {
    message: "the id looks as if a spreadsheet had rounded it; so few among so many ids look so by chance",
    hint: "Look one up in Feishu Hire if you can.",
  },
  hexadecimal_id: {
    message: "the id looks like scientific notation; most ids of the column are hexadecimal, and so is this one",
    hint: "Look one up in the system that you leave if you can.",
  },
  like_error_value: {
    message: "the text has the form of a spreadsheet's error value, and is sent as it stands",
    hint: "Look at the cell in the old system. If it stands for nothing, list it under `empty` in the mapping.",
  },
  html_in_text: {
    message: "HTML is sent as it stands (such as &amp; &#39; <br>)",
    hint: "To have it decoded, say decode: [html] in the mapping, at the top or at the field.",
  },
  escapes_in_text: {
    message: "what a spreadsheet's file writes for control characters is sent as it stands (such as _x000D_)",
    hint: "To have it decoded, say decode: [xlsx] in the mapping, at the top or at the field.",
  },
  /** `words`: the first of them. `empty`: what belongs into the mapping so that they are nothing. */
  words_for_nothing: ({ use, words, more, empty, is_whole }: WordsForNothing) => ({
    message: `words for nothing are ${use === "sent" ? "sent as they stand" : "replaced by `otherwise`"}${
      words.length === 0 ? "" : `: ${words.join(", ")}${more ? ", …" : ""}`
    }`,
    hint: is_whole
      ? `List what stands for nothing at the top of the mapping:  ${empty}`
      : `Add what stands for nothing to \`empty\` in the mapping: ${empty}.`,
  }),
  cell_cleaned: ({ what }: { what: Cleaned }) => ({
    message: CLEANED[what],
    hint: "Nothing, if the cells are right without it.",
  }),
  typed_time: {
    message:
      "dates written in another way than the format, as people type them into spreadsheets, were read in its order",
    hint: "Look whether they are right: `explain` shows them.",
  },
};

export type Cleaned = "text_mark" | "quotes" | "invisible" | "full_width";

const CLEANED: Readonly<Record<Cleaned, string>> = {
  text_mark: 'a spreadsheet\'s text mark (an apostrophe, a tab or ="…") was taken off',
  quotes: "quotation marks around an id were taken off",
  invisible: "invisible characters were taken off",
  full_width: "full-width letters and digits were read as ordinary ones",
};

export interface WordsForNothing {
  readonly use: "sent" | "replaced";
  readonly words: readonly string[];
  readonly more: boolean;
  readonly empty: string;
  /** Whether that is the mapping's whole line, or words to add to it. */
  readonly is_whole: boolean;
}

export type DoubtTexts = typeof doubts;
