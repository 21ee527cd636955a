import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { query, readCsv } from "./exports.js";
import { folder, hire, start } from "./program.js";
import { sandboxHere } from "./sandbox.js";

const MAPPING = `target: external-application
fields:
  external_id: id
  talent_id: { resolve: { email: mail, mobile: phone } }
  job_title: job
`;

interface Applicant {
  readonly mail: string;
  readonly phone?: string;
}

/** Applications, … of these people, in a folder of their own. */
function workplace(people: readonly Applicant[]): string {
  const cwd = folder();
  const lines = people.map(({ mail, phone = "" }, index) => `A-${index + 1},${mail},${phone},Job ${index + 1}\n`);
  writeFileSync(join(cwd, "export.csv"), `id,mail,phone,job\n${lines.join("")}`);
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  return cwd;
}

const somebody = (count: number): Applicant[] =>
  Array.from({ length: count }, (_, n) => ({ mail: `person.${n}@example.com` }));

/** The lines of each kind of problem. */
function kindsOf(json: { readonly problems: readonly { readonly kind: string; readonly lines: number[] }[] }) {
  const kinds: Record<string, number[]> = {};
  for (const { kind, lines } of json.problems) kinds[kind] = [...(kinds[kind] ?? []), ...lines].sort((a, b) => a - b);
  return kinds;
}

/** Changes whom the sandbox knows. */
async function tell(url: string, change: object): Promise<void> {
  const answer = await fetch(`${url}/sandbox/talents`, { method: "POST", body: JSON.stringify(change) });
  if (!answer.ok) throw new Error(await answer.text());
}

const run = ["run", "export.csv", "--rate", "500", "--json"];

it("finds who people are, says who cannot be found, and takes them when they can", async () => {
  const cwd = workplace([
    { mail: " Anna@EXAMPLE.com", phone: "13800001111" },
    { mail: "anna@example.com" },
    { mail: "nobody.1@example.com" },
    { mail: "twins@example.com" },
    { mail: "broken" },
    { mail: "nobody.2@example.com", phone: "+86 138 0000 2222" },
    { mail: "nobody.3@example.com", phone: "13800000404" },
  ]);
  const feishu = await sandboxHere();
  const call = (...args: string[]) => hire(args, { cwd, env: feishu.env });

  const checked = await call("check", "export.csv", "--json");
  expect(checked.json).toMatchObject({
    counts: { pending: 6, invalid: 1 },
    talents: { people: 6, known: 0, to_ask: 6, calls: 1 },
  });
  const online = await call("check", "export.csv", "--json", "--online");
  expect(kindsOf(online.json)).toMatchObject({ talent_not_found: [4, 8], talent_ambiguous: [5], bad_value: [6] });
  expect(online.json).toMatchObject({ counts: { pending: 3 }, talents: { people: 6, known: 3 } });

  const first = await call(...run);
  expect(first.json).toMatchObject({
    exit: 1,
    counts: { done: 3, invalid: 4 },
    talents: { asked: 7, found: 2, not_found: 4, several: 1, refused: 0, unanswered: 0 },
  });
  expect(kindsOf(first.json)).toMatchObject({ talent_not_found: [4, 8], talent_ambiguous: [5], bad_value: [6] });
  const ids = (await feishu.records()).map(({ external_id, owner }) => [external_id, owner]);
  const anna = ids.find(([key]) => key === "A-1")?.[1];
  expect(ids.find(([key]) => key === "A-2")).toEqual(["A-2", anna]);

  // Somebody creates a talent, and somebody else mends a mail.
  const add = [{ talent_id: "6930815272790200007", email: "nobody.1@example.com" }];
  await tell(feishu.url, { add });
  await call("failures", "-o", "failed.csv");
  const mended = readFileSync(join(cwd, "failed.csv"), "utf8").replace(",broken,", ",Anna@example.com,");
  writeFileSync(join(cwd, "failed.csv"), mended);
  const second = await call("run", "failed.csv", "--json");
  expect(second.json).toMatchObject({ counts: { done: 5, invalid: 2 } });
  expect(kindsOf(second.json), "their lines in failed.csv").toEqual({ talent_not_found: [5], talent_ambiguous: [3] });
  const records = await feishu.records();
  expect(records.map(({ external_id }) => external_id).sort()).toEqual(["A-1", "A-2", "A-3", "A-5", "A-6"]);
  expect(records.find(({ external_id }) => external_id === "A-3")).toMatchObject({ owner: add[0]?.talent_id });
  expect(records.find(({ external_id }) => external_id === "A-5")).toMatchObject({ owner: anna });

  const again = await call(...run);
  expect(again.json, "those alone are asked for again who were not found").toMatchObject({
    counts: { done: 5, invalid: 2 },
    talents: { asked: 3, found: 0 },
  });
});

it("goes on where it was killed while it asked, and asks for nobody twice who was found", async () => {
  const cwd = workplace(somebody(4000));
  const feishu = await sandboxHere({ latency_ms: 50 });
  const asking = start([...run, "-v"], { cwd, env: feishu.env });
  await asking.says(/"asked_talents"/);
  asking.kill("SIGKILL");
  await asking.ended;
  const ledger = join(cwd, "hire-import.db");
  const found = query<{ count: number }>(ledger, "SELECT count(*) AS count FROM talent_answers")[0]?.count ?? 0;
  expect(found).toBeGreaterThanOrEqual(100);
  expect(found).toBeLessThan(4000);
  expect(query(ledger, "SELECT 1 FROM rows"), "nothing is staged before everybody is asked for").toEqual([]);

  const { json } = await hire([...run, "--limit", "50"], { cwd, env: feishu.env });
  expect(json).toMatchObject({ exit: 10, counts: { done: 50, pending: 3950, invalid: 0 } });
  expect(json.talents).toMatchObject({ asked: 4000 - found, found: 4000 - found });
  const third = await hire([...run, "--limit", "50"], { cwd, env: feishu.env });
  expect(third.json, "what is staged whole is not read again").toMatchObject({
    counts: { done: 100 },
    talents: { asked: 0 },
    requests: { reads: 0 },
  });
});

it("stages everything although Feishu cannot be asked, and the same line asks on and sends", async () => {
  const cwd = workplace(somebody(30));
  const nowhere = { FEISHU_BASE_URL: "http://127.0.0.1:9", FEISHU_APP_ID: "cli_x", FEISHU_APP_SECRET: "none" };
  const first = await hire([...run, "--max-outage", "1s"], { cwd, env: nowhere });
  expect(first.json).toMatchObject({ exit: 4, error: { kind: "unreachable" }, counts: { invalid: 30 } });
  expect(kindsOf(first.json)).toEqual({ talent_not_asked: expect.any(Array) });
  expect(first.json.next).toMatch(/^hire-import run export\.csv /);

  const feishu = await sandboxHere();
  const second = await hire(run, { cwd, env: feishu.env });
  expect(second.json).toMatchObject({ exit: 0, counts: { done: 30, invalid: 0 }, talents: { asked: 30, found: 30 } });
});

it("stages everything when it is stopped while it asks", async () => {
  const cwd = workplace(somebody(4000));
  const feishu = await sandboxHere({ latency_ms: 50 });
  const asking = start([...run, "-v"], { cwd, env: feishu.env });
  await asking.says(/"asked_talents"/);
  asking.kill("SIGINT");
  const { exit } = await asking.ended;
  expect(exit).toBe(130);
  const status = await hire(["status", "--json"], { cwd });
  const { rows, counts } = status.json;
  expect({ rows, sum: counts.pending + counts.invalid }).toEqual({ rows: 4000, sum: 4000 });
  expect(counts.invalid).toBeGreaterThan(0);
});

it("asks again who somebody is whose talent has gone from Feishu", async () => {
  const cwd = workplace([{ mail: "anna@example.com" }, { mail: "ben@example.com" }]);
  const feishu = await sandboxHere();
  const first = await hire([...run, "--limit", "1"], { cwd, env: feishu.env });
  expect(first.json).toMatchObject({ counts: { done: 1, pending: 1 } });
  const ben = query<{ id: string }>(
    join(cwd, "hire-import.db"),
    "SELECT payload ->> '$.talent_id' AS id FROM rows WHERE key = 'A-2'",
  )[0]?.id as string;
  const merged = "6930815272790200007";
  await tell(feishu.url, { remove: [ben], add: [{ talent_id: merged, email: "ben@example.com" }] });
  const second = await hire(run, { cwd, env: feishu.env });
  expect(second.json).toMatchObject({ counts: { done: 1, rejected: 1 }, problems: [{ code: 1002102 }] });
  const third = await hire(run, { cwd, env: feishu.env });
  expect(third.json).toMatchObject({ exit: 0, counts: { done: 2 }, talents: { asked: 1, found: 1 } });
  expect((await feishu.records()).map(({ owner }) => owner)).toContain(merged);
});

it("takes what one place said of its talents to no other place, although nothing was sent", async () => {
  const cwd = workplace([{ mail: "nobody@example.com" }]);
  const [here, elsewhere] = [await sandboxHere(), await sandboxHere()];
  expect((await hire(run, { cwd, env: here.env })).json).toMatchObject({ exit: 1, requests: { sent: 0, reads: 1 } });
  const refused = await hire(run, { cwd, env: elsewhere.env });
  expect(refused.json).toMatchObject({ exit: 9, error: { kind: "other_ledger" } });
});

it("looks ids up in a second file, and says what it does not know", async () => {
  const cwd = folder();
  const ids = ["C-1", "C-2", "C-3", "C-4", "C-5", "C-6"];
  const rows = ids.map((id, index) => `A-${index + 1},${id},Job ${index + 1}\n`);
  writeFileSync(join(cwd, "export.csv"), `id,candidate,job\n${rows.join("")}`);
  writeFileSync(
    join(cwd, "mapping.yaml"),
    `target: external-application
fields:
  external_id: id
  talent_id: { column: candidate, lookup: { file: talents.csv, key: 候选人, value: 人才 } }
  job_title: job
`,
  );
  const talents = [
    "候选人;姓名;人才",
    "C-1;Anna;6930815272790200007",
    '="C-2";Ben;6930815272790200014',
    "C-3;Cleo;6.93082E+18",
    "C-4;Dan;6930815272790200028",
    "C-4;Dan;6930815272790200035",
    "C-5;Eve;",
    "C-1;Anna;6930815272790200007",
  ];
  writeFileSync(join(cwd, "talents.csv"), Buffer.from(`${talents.join("\r\n")}\r\n`, "utf16le"));
  const checked = await hire(["check", "export.csv", "--json"], { cwd });
  expect(checked.json).toMatchObject({
    counts: { pending: 2, invalid: 4 },
    lookups: [{ field: "talent_id", file: "talents.csv", entries: 5, unknown_rows: 1, unusable_rows: 3 }],
  });
  const unusable = checked.json.lookups[0].unusable_lines as { lines: number[] }[];
  expect(unusable.flatMap(({ lines }) => lines).sort()).toEqual([4, 6, 7]);
  expect((await hire(["check", "export.csv"], { cwd })).stdout).toContain(
    "talents.csv (5 entries) has no entry for 1 of 6 rows",
  );

  const first = await hire(["run", "export.csv", "--sandbox", "--json"], { cwd });
  expect(first.json).toMatchObject({ counts: { done: 2, invalid: 4 } });
  const mended = talents.with(3, "C-3;Cleo;6930815272790200021").toSpliced(5, 1).concat("C-6;Fay;6930815272790200042");
  writeFileSync(join(cwd, "talents.csv"), mended.join("\n"));
  const second = await hire(["run", "export.csv", "--sandbox", "--json"], { cwd });
  expect(second.json, "another lookup file stages the export again").toMatchObject({ counts: { done: 5, invalid: 1 } });
  expect(readCsv((await hire(["failures"], { cwd })).stdout).map(({ id }) => id)).toEqual(["A-5"]);

  writeFileSync(
    join(cwd, "mapping.yaml"),
    readFileSync(join(cwd, "mapping.yaml"), "utf8").replace("talents.csv", "gone.csv"),
  );
  const gone = await hire(["check", "export.csv", "--json"], { cwd });
  expect(gone.json).toMatchObject({ exit: 2, error: { kind: "no_such_file" } });
});
