import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, hire, start } from "../cli/program.js";
import { echoingFeishu as echoing } from "./echoing-feishu.js";

/** What says who somebody is, written in several ways; nothing of it may be told. */
const MAILS = ["Canary.One@example.com", "canary.two@example.com", "not a mail, canary.three", "canary.four"];
const PHONES = ["138 0000 7701", "+86-138-0000-7702", "1380000770X", "13800007704"];
const CARDS = ["11010519491231002X", "110105 19491231 002x", "11010519491231007X", "11010519491231004X"];
const NEVER = [...MAILS, ...PHONES, ...CARDS, "canary", "13800007701", "13800007702", "11010519491231"];

/** The last one is outside of `where`. */
const MAPPING = `target: external-application
where: [{ column: phone, not_in: ["13800007704"] }]
fields:
  external_id: id
  talent_id: { resolve: { email: mail, mobile: phone, identification: card } }
`;

const CREDENTIALS = { FEISHU_APP_ID: "cli_private", FEISHU_APP_SECRET: "secret" };

const echoingFeishu = async (how: Parameters<typeof echoing>[0]) => ({ ...(await echoing(how)), ...CREDENTIALS });

function workplace(): string {
  const cwd = folder();
  const lines = MAILS.map((mail, n) => `A-${n},"${mail}",${PHONES[n]},${CARDS[n]}\n`);
  writeFileSync(join(cwd, "export.csv"), `id,mail,phone,card\n${lines.join("")}`);
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  return cwd;
}

function expectPrivate(where: string, text: string): void {
  expect({ where, found: NEVER.filter((canary) => text.toLowerCase().includes(canary.toLowerCase())) }).toEqual({
    where,
    found: [],
  });
}

function expectPrivateFiles(cwd: string): void {
  for (const name of readdirSync(cwd)) {
    if (/^(export\.csv|mapping\.yaml|failed\.csv)$/.test(name)) continue;
    expectPrivate(name, readFileSync(join(cwd, name), "latin1"));
    expect({ name, mode: statSync(join(cwd, name)).mode & 0o077 }).toEqual({ name, mode: 0 });
  }
}

it.each([
  ["refuses", (all: string) => ({ status: 400, body: { code: 4711, msg: all, error: { message: all } } })],
  ["refuses a parameter", (all: string) => ({ status: 400, body: { code: 1002002, msg: all } })],
  ["fails", (all: string) => ({ status: 500, body: { code: 5_000_001, msg: all } })],
  ["is no Feishu", (all: string) => ({ status: 200, body: all })],
  ["finds nobody", (all: string) => ({ status: 200, body: { code: 0, msg: all, data: { talent_list: [] } } })],
  ["has no scope", (all: string) => ({ status: 400, body: { code: 99991672, msg: all } })],
])("who people are is told nowhere, where Feishu %s and repeats it all", async (_, how) => {
  const cwd = workplace();
  const env = await echoingFeishu(how);
  const call = (...args: string[]) => hire(args, { cwd, env });
  const run = ["run", "export.csv", "-v", "--log-file", "run.log", "--max-outage", "2s", "--max-attempts", "2"];
  const calls = [
    await call(...run),
    await call("check", "export.csv", "--problems", "problems.csv", "--json"),
    await call("failures", "-o", "failed.csv"),
    await call("run", "failed.csv", "--json", "--max-outage", "1s", "--max-attempts", "1"),
  ];
  for (const [index, { stdout, stderr, exit }] of calls.entries()) {
    expect([0, 1, 3, 4, 10], stderr).toContain(exit);
    expectPrivate(`call ${index}`, stdout + stderr);
  }
  expectPrivateFiles(cwd);
  expect(readFileSync(join(cwd, "failed.csv"), "utf8"), "where they are to be mended").toContain(PHONES[0]);
});

it("is told by no command that reads the ledger", async () => {
  const cwd = workplace();
  const env = await echoingFeishu((all) => ({ status: 400, body: { code: 4711, msg: all } }));
  const reads = [["status"], ["results"], ["report", "-o", "report.html"], ["explain", "A-0"], ["explain", "A-3"]];
  for (const words of [["run", "export.csv"], ["check", "export.csv"], ...reads]) {
    const { stdout, stderr } = await hire(words, { cwd, env });
    expectPrivate(words.join(" "), stdout + stderr);
  }
  expectPrivateFiles(cwd);
});

it("is not on disk while it is asked for, either", async () => {
  const cwd = workplace();
  const found = { talent_id: "6930815272790200007", email: "canary.one@example.com" };
  const env = await echoingFeishu((_all, nth) => {
    return nth === 1 ? { status: 200, body: { code: 0, data: { talent_list: [found] } } } : { status: 500, body: "" };
  });
  const asking = start(["run", "export.csv", "-v"], { cwd, env });
  await asking.says(/"asked_talents"/);
  asking.kill("SIGKILL");
  await asking.ended;
  expect(readdirSync(cwd)).toContain("hire-import.db-wal");
  expectPrivateFiles(cwd);
});
