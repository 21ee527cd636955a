import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAPPING, query, rows, tamper, workplace } from "./exports.js";
import { hire } from "./program.js";
import { sandboxHere } from "./sandbox.js";
import { say, scriptedFeishu } from "./scripted.js";

/** Nobody listens on port 9 of loopback (discard). */
const NOBODY = "http://127.0.0.1:9";
const ID = { FEISHU_APP_ID: "cli_refused", FEISHU_APP_SECRET: "not-a-secret" };

interface Refused {
  readonly args: readonly string[];
  readonly cwd: string;
  /** Where the second call takes place, at the same time. */
  readonly twin: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The same call for people and for programs: exit, message and hint agree, and there is no stack trace. */
async function refused({ args, cwd, twin, env }: Refused) {
  const [people, programs] = await Promise.all([
    hire(args, { cwd, env }),
    hire([...args, "--json"], { cwd: twin, env }),
  ]);
  for (const { stderr } of [people, programs]) {
    expect(stderr).toMatch(/^error: \S/m);
    expect(stderr).not.toMatch(/^ {4}at /m);
  }
  const { json } = programs;
  expect(json.error).toEqual({
    kind: expect.stringMatching(/^[a-z_]+$/),
    message: expect.stringMatching(/\S/),
    hint: expect.stringMatching(/\S/),
    code: json.error.code,
    log_id: json.error.log_id,
  });
  expect(json).toMatchObject({ ok: false, exit: programs.exit });
  expect(people.exit).toBe(programs.exit);
  return { exit: people.exit, stdout: people.stdout, json, kind: json.error.kind, message: json.error.message };
}

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly kind: string;
  readonly says: RegExp;
  readonly env?: Record<string, string>;
  readonly mapping?: string;
  readonly files?: Readonly<Record<string, string | Buffer>>;
}

const run = (...more: string[]) => ["run", "export.csv", ...more];

const USAGE: readonly Case[] = [
  { name: "an unknown flag", args: run("--limmit", "3"), kind: "usage", says: /unknown option '--limmit'/ },
  { name: "an unknown command", args: ["rum"], kind: "usage", says: /unknown command 'rum'/ },
  { name: "no export", args: ["run"], kind: "usage", says: /missing required argument 'export'/ },
  { name: "a limit of 0", args: run("--limit", "0"), kind: "usage", says: /whole number, 1 or more/ },
  { name: "a bare number for a duration", args: run("--timeout", "30"), kind: "usage", says: /duration like 30s/ },
  { name: "a bad share of errors", args: run("--max-errors", "101%"), kind: "usage", says: /share like 5%/ },
  { name: "a bad twin", args: run(), env: { HIRE_IMPORT_LIMIT: "x" }, kind: "usage", says: /HIRE_IMPORT_LIMIT/ },
  { name: "no such export", args: ["run", "exprot.csv"], kind: "no_such_file", says: /exprot\.csv/ },
  { name: "a directory", args: ["run", "folder"], kind: "is_directory", says: /is a directory/ },
  {
    name: "an empty file",
    args: ["run", "empty.csv"],
    kind: "empty_file",
    says: /is empty/,
    files: { "empty.csv": "" },
  },
  {
    name: "a header without rows",
    args: ["run", "header.csv"],
    kind: "no_rows",
    says: /header/,
    files: { "header.csv": "id,talent,job,stage,note\n" },
  },
  {
    name: "nothing but a total line below the header",
    args: ["run", "total.csv"],
    kind: "no_rows",
    says: /row/,
    files: { "total.csv": "id,talent,job,stage,note\n合计,,,,\n" },
  },
  {
    name: "a spreadsheet",
    args: ["run", "export.xlsx"],
    kind: "not_a_csv",
    says: /not a CSV file/,
    files: { "export.xlsx": Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(2000, 7)]) },
  },
  { name: "no mapping", args: run("-m", "mappings.yaml"), kind: "bad_mapping", says: /mappings\.yaml/ },
  {
    name: "a field with a slip in its name",
    args: run(),
    mapping: MAPPING.replace("job_title", "job_titel"),
    kind: "bad_mapping",
    says: /job_titel.*did you mean job_title\?/s,
  },
  {
    name: "a column that the export does not have",
    args: run(),
    mapping: MAPPING.replace(": talent", ": talents"),
    kind: "no_such_column",
    says: /talents.*did you mean talent\?/s,
  },
  {
    name: "no credentials",
    args: run(),
    env: { FEISHU_APP_SECRET: "" },
    kind: "no_credentials",
    says: /APP_SECRET is/,
  },
  {
    name: "http off this machine",
    args: run("--base-url", "http://feishu.example"),
    kind: "bad_base_url",
    says: /https/,
  },
  { name: "no URL", args: run("--base-url", "feishu"), kind: "bad_base_url", says: /not a URL/ },
  {
    name: "a rate above the cap off this machine",
    args: run("--rate", "30", "--base-url", "https://feishu.example"),
    kind: "rate_above_cap",
    says: /20 requests a second/,
  },
  { name: "no file for the secret", args: run("--app-secret-file", "s.txt"), kind: "no_such_file", says: /s\.txt/ },
  { name: "a log over the export", args: run("--log-file", "export.csv"), kind: "would_overwrite", says: /an input/ },
  { name: "a log over the ledger", args: run("--log-file", "hire-import.db"), kind: "would_overwrite", says: /ledger/ },
  {
    name: "problems over the export",
    args: ["check", "export.csv", "--problems", "./export.csv"],
    kind: "would_overwrite",
    says: /export\.csv: it is an input/,
  },
  {
    name: "problems into a device",
    args: ["check", "export.csv", "--problems", "/dev/null"],
    kind: "not_a_file",
    says: /not a regular file/,
  },
  {
    name: "problems into a folder",
    args: ["check", "export.csv", "--problems", "folder"],
    kind: "is_a_folder",
    says: /folder is a folder/,
  },
  { name: "a folder for a ledger", args: run("-l", "folder"), kind: "is_a_folder", says: /is a folder/ },
  { name: "status of no ledger", args: ["status", "-l", "none.db"], kind: "no_ledger", says: /No ledger at/ },
  { name: "failures of no ledger", args: ["failures", "-l", "none.db"], kind: "no_ledger", says: /No ledger at/ },
  { name: "retry of no ledger", args: ["retry", "-l", "none.db"], kind: "no_ledger", says: /No ledger at/ },
];

describe("exit 2, and nothing was sent", () => {
  it.each(USAGE)("$name", async ({ args, kind, says, env = {}, mapping = MAPPING, files = {} }) => {
    const [cwd, twin] = [workplace(rows(3)), workplace(rows(3))];
    for (const place of [cwd, twin]) {
      mkdirSync(join(place, "folder"));
      for (const [name, content] of Object.entries({ "mapping.yaml": mapping, ...files })) {
        writeFileSync(join(place, name), content);
      }
    }
    const feishu = await scriptedFeishu();
    const got = await refused({ args, cwd, twin, env: { ...feishu.env, ...env } });
    expect(got).toMatchObject({ exit: 2, kind, message: expect.stringMatching(says) });
    expect(feishu.came).toEqual([]);
  });
});

it("refuses an export without rows again and again, whether or not it was met before", async () => {
  const cwd = workplace(rows(1));
  const { env } = await scriptedFeishu();
  writeFileSync(join(cwd, "total.csv"), "id,talent,job,stage,note\n合计,,,,\n");
  for (const _time of [1, 2]) {
    const { json } = await hire(["run", "total.csv", "--json"], { cwd, env });
    expect(json).toMatchObject({ exit: 2, error: { kind: "no_rows" }, rows: 0 });
  }
});

describe("exit 3: Feishu refuses us", () => {
  it("says so of a wrong secret, and no row was touched", async () => {
    const [cwd, twin] = [workplace(rows(3)), workplace(rows(3))];
    const { env } = await sandboxHere();
    const got = await refused({ args: run(), cwd, twin, env: { ...env, FEISHU_APP_SECRET: "wrong-secret" } });
    expect(got).toMatchObject({ exit: 3, kind: "refused_us", json: { error: { code: 10014 } } });
    expect(got.json).toMatchObject({ rows: 3, counts: { pending: 3, failed: 0 }, requests: { sent: 0 } });
    expect(JSON.stringify(got)).not.toContain("wrong-secret");
  });

  it("says so of a missing scope; the row that met it is failed, the others are as they were", async () => {
    const cwd = workplace(rows(3));
    const violation = { error: { permission_violations: [{ subject: "hire:external_application" }] } };
    const body = { code: 99991672, msg: "Access denied", ...violation };
    const feishu = await scriptedFeishu(() => ({ how: "say", status: 400, body }));
    const ran = await hire(run("--concurrency", "1", "--json"), { cwd, env: feishu.env });
    expect(ran.json).toMatchObject({ exit: 3, counts: { failed: 1, pending: 2 }, requests: { sent: 1 } });
    expect(ran.json.error).toMatchObject({ code: 99991672, log_id: "20250106080000SCRIPTED" });
    expect(ran.json.error.hint).toContain("hire:external_application");
    expect(ran.json.problems).toMatchObject([{ status: "failed", kind: "refused_us", count: 1, lines: [2] }]);
    expect(ran.json.next).toBe("hire-import run export.csv --concurrency 1 --json");
  });

  it("says so where even a new token is called dead", async () => {
    const feishu = await scriptedFeishu(() => say(400, 99991663, "invalid"));
    const ran = await hire(run("--json"), { cwd: workplace(rows(1)), env: feishu.env });
    expect(ran.json).toMatchObject({ exit: 3, error: { kind: "refused_us" } });
  });
});

describe("exit 4: nobody answers", () => {
  it("after --max-outage, and the rows are as they were", async () => {
    const cwd = workplace(rows(3));
    const args = run("--base-url", NOBODY, "--max-outage", "2s");
    const ran = await hire([...args, "--json"], { cwd, env: ID });
    expect(ran.json).toMatchObject({ exit: 4, error: { kind: "unreachable" }, counts: { pending: 3 } });
    expect(ran.json).toMatchObject({ requests: { sent: 0 }, next: `hire-import ${args.join(" ")} --json` });
    expect(ran.stderr).toMatch(/unreachable/);
  });
});

describe("exit 9: the ledger is another's", () => {
  const KEY_RULE = 'UPDATE setup SET key_rule = \'{"external_id":["Vacancy"]}\'';

  it.each([
    ["target", "UPDATE setup SET target = 'job-advertisement'", /target: job-advertisement.*external-application/],
    ["app", "UPDATE setup SET app_id = 'cli_other'", /app: cli_other.*cli_scripted/],
    ["place", "UPDATE setup SET place = 'https://open.larksuite.com'", /place: https:\/\/open\.larksuite\.com.*127/],
    ["key rule", KEY_RULE, /key of this ledger .*Vacancy.*id/],
  ])("belongs to another %s", async (_what, sql, says) => {
    const cwd = workplace(rows(3));
    const feishu = await scriptedFeishu();
    expect((await hire(run("--limit", "1"), { cwd, env: feishu.env })).exit).toBe(10);
    tamper(join(cwd, "hire-import.db"), sql);
    const ran = await hire(run("--json"), { cwd, env: feishu.env });
    expect(ran.json).toMatchObject({ exit: 9, error: { kind: "other_ledger" }, rows: 3, requests: { sent: 0 } });
    expect(ran.json.counts).toMatchObject({ done: 1, pending: 2 });
    expect(ran.json.error.message).toMatch(says);
    const people = await hire(run(), { cwd, env: feishu.env });
    expect(people).toMatchObject({ exit: 9, stdout: "", stderr: expect.stringMatching(says) });
    expect(feishu.came).toHaveLength(1);
  });

  it("is the same sandbox whatever its port, and another place than a base URL", async () => {
    const cwd = workplace(rows(3));
    const sandbox = [...run("--sandbox", "--limit", "1"), "--json"];
    expect((await hire(sandbox, { cwd })).exit).toBe(10);
    expect((await hire(sandbox, { cwd })).exit).toBe(10);
    const { env } = await scriptedFeishu();
    expect((await hire(run("--json"), { cwd, env })).json).toMatchObject({ exit: 9, counts: { done: 2 } });
  });

  it("may take another key rule as long as nothing was sent", async () => {
    const cwd = workplace(rows(3, (n) => ({ job: `J-${n}` })));
    const wrong = await hire(run("--base-url", NOBODY, "--max-outage", "1s"), { cwd, env: ID });
    expect(wrong.exit).toBe(4);
    writeFileSync(join(cwd, "mapping.yaml"), MAPPING.replace("external_id: id", "external_id: job"));
    const feishu = await scriptedFeishu();
    expect((await hire(run("--json"), { cwd, env: feishu.env })).json).toMatchObject({ exit: 0, rows: 3 });
    expect(query(join(cwd, "hire-import.db"), "SELECT key FROM rows ORDER BY id")).toEqual(
      [1, 2, 3].map((n) => ({ key: `J-${n}` })),
    );
  });
});

describe("a newer ledger", () => {
  it.each(
    [run(), ["status"], ["failures"], ["retry"], ["check", "export.csv"]].map((args) => [args[0], args] as const),
  )("is refused by %s with exit 2", async (_command, args) => {
    const cwd = workplace(rows(1));
    const { env } = await scriptedFeishu();
    await hire(run("--limit", "1"), { cwd, env });
    tamper(join(cwd, "hire-import.db"), "PRAGMA user_version = 99");
    const got = await refused({ args, cwd, twin: cwd, env });
    expect(got).toMatchObject({ exit: 2, kind: "newer_ledger", message: expect.stringContaining("version 99") });
  });
});
