import type { BadFile } from "../../model/reason.js";
import type { Sentence } from "../catalogue.js";

const CORRECT = "Correct the cell, or leave such rows out with `where` in the mapping.";

/** What is wrong with a file that a cell names. */
export const badFile: Readonly<Record<BadFile, Sentence>> = {
  absolute: { message: "The path is absolute; files are looked for below the export's folder", hint: CORRECT },
  address: { message: "A web address, not a file", hint: "Download the files into the export's folder first." },
  outside: {
    message: "The path leads out of the export's folder",
    hint: "Put the file below the folder of the export.",
  },
  none: {
    message: "There is no such file below the export's folder",
    hint: "Put the file there; the same command looks again.",
  },
  misnamed: {
    message: "There is no such file, but others whose names were garbled when an archive was unpacked",
    hint: "Unpack the archive again with the encoding of its names, e.g. `unzip -O gbk`; the same command looks again.",
  },
  several: {
    message: "Several files may be meant, as names are written in different ways",
    hint: "Rename one of them.",
  },
  folder: { message: "A folder, not a file", hint: CORRECT },
  special: { message: "Not an ordinary file", hint: CORRECT },
  empty: { message: "The file is empty", hint: "Export the file again; the same command looks again." },
  too_large: { message: "The file is larger than Feishu accepts (300 MB)", hint: CORRECT },
  unreadable: { message: "The file cannot be read", hint: "Check its permissions; the same command looks again." },
  changing: {
    message: "The file was changed while it was read",
    hint: "Wait until nothing writes to it, then run the same command.",
  },
  pipe: { message: "The export came through a pipe, and has no folder with files", hint: "Give the export as a file." },
};
