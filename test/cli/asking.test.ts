import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, hire } from "./program.js";
import { type AskedPeople, type Said, type ScriptOptions, say, scriptedFeishu } from "./scripted.js";

const MAPPING = `target: external-application
fields:
  external_id: id
  talent_id: { resolve: { email: mail } }
  job_title: job
`;

/** Exports of the mails given, with keys of their own. */
function workplace(exports: Readonly<Record<string, readonly string[]>>): string {
  const cwd = folder();
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  for (const [name, mails] of Object.entries(exports)) {
    const lines = mails.map((mail, index) => `${name}-${index + 1},${mail},Job ${index + 1}\n`);
    writeFileSync(join(cwd, name), `id,mail,job\n${lines.join("")}`);
  }
  return cwd;
}

const TALENTS: Readonly<Record<string, string>> = {
  "anna@example.com": "6930815272790200007",
  "ben@example.com": "6930815272790200014",
  "a-nna@example.com": "6930815272790200021",
};

const known = ({ email_list = [] }: AskedPeople) =>
  email_list.flatMap((email) => (email in TALENTS ? [{ talent_id: TALENTS[email], email }] : []));

const busy: Said = say(400, 2200, "anna@example.com is too much for us");

/** Says nothing to a request that asks for Anna, until `answers` is true. */
function moody(): { answers: boolean; people: NonNullable<ScriptOptions["people"]> } {
  const mood = {
    answers: false,
    people: (asked: AskedPeople) =>
      mood.answers || !asked.email_list?.includes("anna@example.com") ? known(asked) : busy,
  };
  return mood;
}

const run = ["run", "export.csv", "--max-attempts", "1"];

it("is unfinished where Feishu does not say who people are, and the same line asks on", async () => {
  const cwd = workplace({ "export.csv": ["anna@example.com", "ben@example.com"] });
  const mood = moody();
  const { env } = await scriptedFeishu(undefined, { people: mood.people });
  const first = await hire([...run, "--json"], { cwd, env });
  expect(first.json).toMatchObject({
    exit: 10,
    counts: { invalid: 2, done: 0 },
    talents: { unanswered: 2 },
    problems: [{ kind: "talent_not_asked", count: 2 }],
    next: "hire-import run export.csv --max-attempts 1 --json",
  });
  expect(first.stdout + first.stderr).not.toContain("example.com");
  const status = await hire(["status", "--json"], { cwd });
  expect(status.json).toMatchObject({ exit: 10, next: first.json.next });
  const report = await hire(["report", "-o", "report.html"], { cwd });
  expect(report.stdout).toContain("Not finished: 2 rows still to be sent");
  expect(readFileSync(join(cwd, "report.html"), "utf8")).not.toContain("invalid or rejected");

  mood.answers = true;
  expect((await hire([...run, "--json"], { cwd, env })).json).toMatchObject({ exit: 0, counts: { done: 2 } });
});

it("names the export that was left behind when another one is run after it", async () => {
  const cwd = workplace({ "first.csv": ["anna@example.com"], "second.csv": ["ben@example.com"] });
  const mood = moody();
  const { env } = await scriptedFeishu(undefined, { people: mood.people });
  const call = (name: string) => hire(["run", name, "--max-attempts", "1", "--json"], { cwd, env });
  await call("first.csv");
  const second = await call("second.csv");
  expect(second.json).toMatchObject({ exit: 10, counts: { done: 1, invalid: 1 } });
  expect(second.json.next).toBe(`hire-import run ${join(cwd, "first.csv")} ${join(cwd, "second.csv")}`);
  mood.answers = true;
  const words = second.json.next.split(" ").slice(1);
  expect((await hire([...words, "--json"], { cwd, env })).json).toMatchObject({ exit: 0, counts: { done: 2 } });
});

it("sends nobody's application to somebody whose mail differs in a sign", async () => {
  const cwd = workplace({ "export.csv": ["anna@example.com", "a-nna@example.com", "an-na@example.com"] });
  const { env, came } = await scriptedFeishu(undefined, { people: known });
  expect((await hire([...run, "--json"], { cwd, env })).json).toMatchObject({ counts: { done: 2, invalid: 1 } });
  const sent = came.map(({ external_id, text }) => [external_id, JSON.parse(text).talent_id]);
  expect(Object.fromEntries(sent)).toEqual({
    "export.csv-1": TALENTS["anna@example.com"],
    "export.csv-2": TALENTS["a-nna@example.com"],
  });
});

it("writes over no file in which the mapping looks ids up", async () => {
  const cwd = workplace({ "export.csv": ["C-1", "C-2"] });
  const lookup = "talent_id: { column: mail, lookup: { file: talents.csv, key: legacy, value: talent } }";
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING.replace(/talent_id: .*/, lookup));
  const talents = `legacy,talent\nC-1,${TALENTS["ben@example.com"]}\n`;
  writeFileSync(join(cwd, "talents.csv"), talents);
  const { env } = await scriptedFeishu();
  const to = join(cwd, "talents.csv");
  await hire(run, { cwd, env });
  for (const words of [
    ["check", "export.csv", "--problems", to],
    [...run, "--log-file", to],
    ["retry", "--log-file", to],
    ["failures", "-o", to],
    ["results", "-o", to],
    ["report", "-o", to],
    ["verify", "-o", to],
  ]) {
    const refused = await hire([...words, "--json"], { cwd, env });
    expect(refused.json, words[0]).toMatchObject({ exit: 2, error: { kind: "would_overwrite" } });
    expect(readFileSync(to, "utf8"), words[0]).toBe(talents);
  }
});
