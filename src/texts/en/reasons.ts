import type { ReasonTexts } from "../catalogue.js";
import { cells } from "./cells.js";
import { feishu } from "./feishu.js";
import { records } from "./records.js";
import { rows } from "./rows.js";

/** Every reason in English. */
export const reasons: ReasonTexts = {
  ...records,
  ...cells,
  ...rows,
  ...feishu,
  as_written: ({ message, hint }) => ({ message, hint }),
};
