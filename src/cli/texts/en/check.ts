/** What `check` shows of rows before anything is sent. */
export const check = {
  preview_title: (rows: number, zone: string | undefined) => {
    const what = rows === 1 ? "One row as Feishu Hire will have it" : "Two rows as Feishu Hire will have them";
    return zone === undefined ? what : `${what} (times: ${zone})`;
  },
  line: (line: number, file: string | undefined) => (file === undefined ? `line ${line}` : `${file} line ${line}`),
  looked_up: "looked up when sent",
};

export type CheckTexts = typeof check;
