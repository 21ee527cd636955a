import { expect, it } from "vitest";
import { forecastRows } from "../../src/app/forecast.js";
import type { ReadClient } from "../../src/app/read-client.js";
import type { Reply } from "../../src/model/reply.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { because } from "../../src/texts/because.js";
import { talent } from "./exports.js";

const PRESENT: Reply = { ok: true, took_ms: 1, http_status: 200, code: 0, data: { items: [], has_more: false } };
const failure = { ...because("refused", { id: "talent_not_found" }), code: 1002102 };
const ABSENT: Reply = { ok: false, took_ms: 1, http_status: 400, code: 1002102, failure };

/** Answers at once, so that a pace of 20 a second is nobody's to wait for. */
function answering(asked: string[], isThere: (id: string) => boolean): ReadClient {
  return {
    place: { name: "nowhere", app_id: "cli_nobody" },
    now_ms: () => 0,
    token: async () => PRESENT,
    ask: async ({ query }) => {
      const id = query?.talent_id ?? "";
      asked.push(id);
      return isThere(id) ? PRESENT : ABSENT;
    },
    read: async () => ({ records: [] }),
  };
}

const rowsOf = (count: number, different: number) =>
  Array.from({ length: count }, (_, index) => ({
    line: index + 2,
    payload: JSON.stringify({ external_id: `A-${index}`, talent_id: talent(index % different) }),
  }));

const expected = (count: number, different: number, asked: string[], isThere: (id: string) => boolean) => {
  const rows = rowsOf(count, different);
  return forecastRows(externalApplication, externalApplication.refers_to, () => rows, answering(asked, isThere));
};

it("asks for each of 200 talents once, whatever the number of rows", async () => {
  const asked: string[] = [];
  const { findings } = await expected(1000, 200, asked, () => true);
  expect(new Set(asked).size).toBe(200);
  expect(asked).toHaveLength(200);
  expect(findings).toMatchObject([
    { verdict: "good", asked: 200, message: expect.stringMatching(/^200 of 200 talents exist/) },
  ]);
});

it("asks for a sample of more, and says so", async () => {
  const asked: string[] = [];
  const { findings, warnings } = await expected(4000, 2001, asked, (id) => id !== asked[7]);
  expect(asked).toHaveLength(200);
  expect(findings).toMatchObject([
    { verdict: "bad", asked: 200, message: expect.stringMatching(/of 200 sampled talents/) },
  ]);
  const [unknown] = warnings;
  expect(warnings).toHaveLength(1);
  expect(unknown).toMatchObject({ kind: "unknown_talent", field: "talent_id", value: asked[7] });
  expect(unknown?.lines).toHaveLength(unknown?.count ?? 0);
});

it("asks for nothing where there is nothing that rows refer to", async () => {
  const asked: string[] = [];
  const rows = rowsOf(3, 3);
  const { findings } = await forecastRows(
    externalApplication,
    undefined,
    () => rows,
    answering(asked, () => true),
  );
  expect({ asked, findings }).toEqual({ asked: [], findings: [] });
});
