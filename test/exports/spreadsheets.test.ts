import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Desk } from "../engine/support.js";
import { TRAPS } from "./traps.js";

const FIELDS = ["external_id: id", "talent_id: talent"];

describe("rows of an export that a spreadsheet had in its hands", () => {
  const traps = Object.entries(TRAPS).filter(([, { staged }]) => staged !== undefined);

  it.each(traps)("%s", async (_, { bytes, rows = [], staged }) => {
    const desk = new Desk();
    const has_text = rows[0]?.includes("|n") === true;
    desk.mapping = `target: external-application\nfields:\n${[...FIELDS, ...(has_text ? ["job_title: n"] : [])]
      .map((field) => `  ${field}\n`)
      .join("")}`;
    writeFileSync(desk.path("a.csv"), bytes);
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(staged);
    for (const { payload } of desk.rows()) expect(payload ?? "").not.toMatch(/\ufffd|\u200b|="/);
  });
});
