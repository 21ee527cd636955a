import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import fc, { tries } from "../support/fast-check.js";
import { Desk, mappingText, sumOf } from "./support.js";

const MAPPINGS = [
  mappingText(),
  mappingText({ top: "where:\n  - { column: stage, in: [offer] }" }),
  mappingText().replace("applied: 2", "applied: 2, pigeon: 4"),
];

const line = fc
  .tuple(
    fc.constantFrom("A-1", "A-2", "A-3", ""),
    fc.constantFrom("T1", ""),
    fc.constantFrom("offer", "other"),
    fc.constantFrom("", "applied", "pigeon"),
  )
  .map((cells) => cells.join(","));
const ragged = fc.constantFrom("A-1,T1", 'A-2,"x"y,,', "合计,,,");
const lines = fc.array(fc.oneof({ weight: 6, arbitrary: line }, { weight: 1, arbitrary: ragged }), {
  minLength: 1,
  maxLength: 7,
});

type Step =
  | { readonly do: "write"; readonly name: string; readonly lines: readonly string[] }
  | { readonly do: "stage"; readonly names: readonly string[]; readonly mapping: number; readonly reuse: boolean }
  | { readonly do: "send"; readonly key: string; readonly status: "done" | "rejected" | "failed" | "in_doubt" }
  | { readonly do: "mend"; readonly of: string; readonly from: string; readonly to: string; readonly mapping: number };

const mapping = fc.nat({ max: MAPPINGS.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("write" as const), name: fc.constantFrom("a.csv", "b.csv"), lines }),
  fc.record({
    do: fc.constant("stage" as const),
    names: fc.constantFrom(["a.csv"], ["b.csv"], ["a.csv", "b.csv"], ["b.csv", "a.csv"]),
    mapping,
    reuse: fc.boolean(),
  }),
  fc.record({
    do: fc.constant("send" as const),
    key: fc.constantFrom("A-1", "A-2", "A-3", "A-9"),
    status: fc.constantFrom("done" as const, "rejected" as const, "failed" as const, "in_doubt" as const),
  }),
  fc.record({
    do: fc.constant("mend" as const),
    of: fc.constantFrom("a.csv", "b.csv", "failed.csv"),
    from: fc.constantFrom(",pigeon", "A-1,T1", "A-2,", "T1,other", ",T1"),
    to: fc.constantFrom(",applied", "A-9,T1", "A-3,", "T1,offer", "A-2,T1"),
    mapping,
  }),
);

const SENDABLE = ["pending", "failed", "rejected", "in_doubt"];

async function take(desk: Desk, one: Step): Promise<void> {
  if (one.do === "write") desk.write(one.name, ...one.lines);
  else if (one.do === "stage") await stageAll(desk, one.names, one.mapping, one.reuse);
  else if (one.do === "send") {
    const row = desk.ledger.queue.byKey(one.key);
    if (row !== undefined && SENDABLE.includes(row.status)) {
      // The mapping makes of a row in doubt only what a repeat may bring.
      desk.sent(one.key, row.status === "in_doubt" && one.status !== "in_doubt" ? "done" : one.status);
    }
  } else await mend(desk, one);
}

async function stageAll(desk: Desk, names: readonly string[], nth: number, reuse: boolean): Promise<void> {
  await desk.stage(names, { mapping: MAPPINGS[nth] as string, reuse }).catch((error) => {
    expect(error).toMatchObject({ kind: "no_rows" });
  });
}

async function mend(desk: Desk, { of, from, to, mapping: nth }: Extract<Step, { do: "mend" }>): Promise<void> {
  const source = desk.ledger.sources.byPath(desk.path(of));
  if (source === undefined || !desk.ledger.summary.hasFailing(source.id)) return;
  const name = of === "failed.csv" ? "failed-again.csv" : "failed.csv";
  if ((await desk.failures(of, name)) === 0) return;
  const text = readFileSync(desk.path(name), "utf8");
  writeFileSync(desk.path(name), text.replaceAll(from, to));
  await stageAll(desk, [name], nth, true);
}

function expectSound(desk: Desk, before: ReadonlyMap<number, string>): void {
  const rows = desk.rows();
  expect(sumOf(desk.counts())).toBe(rows.length);
  for (const { id, status, payload, key } of rows) {
    if (before.has(id)) expect(`${id} ${status}`).toBe(`${id} done`);
    if (status === "pending") expect(JSON.parse(payload ?? "")).toMatchObject({ external_id: key });
  }
  expect(rows.filter(({ id }) => before.has(id))).toHaveLength(before.size);
}

describe("whatever is staged, sent and mended in whatever order", () => {
  it("the ledger stays sound, done rows stay done, and every record of an export is a row of its own", async () => {
    await fc.assert(
      fc.asyncProperty(lines, fc.array(step, { minLength: 1, maxLength: 8 }), async (first, steps) => {
        const desk = new Desk();
        desk.write("a.csv", ...first);
        desk.write("b.csv", "A-1,T1,offer,");
        for (const each of [{ do: "stage", names: ["a.csv"], mapping: 0, reuse: true } as const, ...steps]) {
          const done = new Map(
            desk.rows().flatMap(({ id, key, status }) => (status === "done" ? [[id, `${key}`]] : [])),
          );
          await take(desk, each);
          expectSound(desk, done);
        }
        const staged = await desk.stage(["a.csv"], { reuse: false }).catch(() => undefined);
        if (staged === undefined) return;
        const text = readFileSync(desk.path("a.csv"), "utf8").trimEnd().split("\n");
        const totals = staged.contents.get(desk.path("a.csv"))?.not_rows.total.count ?? 0;
        const pass = Math.max(...desk.rows().map((row) => row.pass));
        expect(desk.rows().filter((row) => row.pass === pass)).toHaveLength(text.length - 1 - totals);
      }),
      { numRuns: tries(40, 200) },
    );
  });
});
