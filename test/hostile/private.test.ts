import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import { csvText, query, type Row, rows, talent, workplace } from "../cli/exports.js";
import { folder, hire, type Ran, start } from "../cli/program.js";
import { json, type RawFeishu, rawFeishu } from "./raw-feishu.js";

/** Strings that stand nowhere else, each for one thing that is private. */
const UNUSED = ["UNUSED-canary", "王无用", "13900017777", "unused.canary@example.com"];
const SECRET = "Secr3tCanary0fTheApp";
const TOKEN = "t-g1TokenCanary0123456789abcdef";
const BARE_TOKEN = "TokenCanaryWithoutItsPrefix";
const JOB = "JobCanary 李用到 13800018888 used.canary@example.com and a long tail that nobody is to see: TailCanary";
const TAIL = "TailCanary";
const PROXY_PASSWORD = "ProxyPasswordCanary";

const NOTE = UNUSED.join(" / ");

function expectWithout(canaries: readonly string[], where: string, text: string | Buffer): void {
  const found = canaries.filter((canary) => text.includes(canary));
  expect(found, `${where} holds what is private`).toEqual([]);
}

/** Every file below a folder that the program has written, by name. */
function writtenFiles(cwd: string): Map<string, Buffer> {
  const ours = readdirSync(cwd).filter((name) => !/^(export\.csv|mapping\.yaml|failed.*\.csv)$/.test(name));
  return new Map(ours.map((name) => [name, readFileSync(join(cwd, name))]));
}

const NEVER = [...UNUSED, SECRET, TOKEN, BARE_TOKEN];
/** In log, messages and crash no cell of any kind; a key and a line may stand there. */
const USED = ["JobCanary", "李用到", "13800018888", "used.canary", TAIL];

/** Rows that meet each way in which a server repeats what it was sent. */
const ECHOES: readonly ((all: string) => ReturnType<typeof json>)[] = [
  (all) => json("400 Bad Request", JSON.stringify({ code: 4711, msg: all })),
  (all) => json("400 Bad Request", JSON.stringify({ code: 1002002, msg: all })),
  (all) => json("400 Bad Request", JSON.stringify({ code: 9499, message: all })),
  (all) => {
    const field_violations = [{ field: "job_title", description: all, value: all }];
    return json("400 Bad Request", JSON.stringify({ code: 99992402, msg: all, error: { field_violations } }));
  },
  (all) => json("500 Internal Server Error", JSON.stringify({ code: 5_000_001, msg: all })),
  (all) => json("200 OK", JSON.stringify({ code: 0, msg: all, data: { echo: all } })),
  (all) => json("200 OK", all),
  (all) => json("429 Too Many Requests", JSON.stringify({ code: 4712, msg: all })),
];

/** Two of the rows that met an echo are explained: one that was refused, one in doubt. */
const COMMANDS = [
  ["run", "export.csv", "--json", "--max-outage", "1s", "--max-duration", "1s"],
  ["check", "export.csv", "--json", "--problems", "problems.csv"],
  ["status"],
  ["status", "--json"],
  ["explain", "A-1"],
  ["explain", "A-47", "--json"],
  ["report", "-o", "report.html"],
  ["results", "-o", "results.csv"],
  ["results", "-o", "results.ndjson", "--json"],
];

const ROWS = 48;

const badRecords = [
  `X-1,${talent(91)},too,many,cells,${NOTE},${JOB}`,
  `X-2,not an id ${JOB},${JOB},Interview,${NOTE}`,
  `X-3,${talent(93)},"never closed,${NOTE}`,
];

function privateWorkplace(): string {
  const all: Row[] = rows(ROWS, () => ({ job: JOB, note: NOTE }));
  const cwd = workplace(all, "file");
  writeFileSync(join(cwd, "export.csv"), `${csvText(all)}${badRecords.join("\n")}\n`);
  return cwd;
}

/** Repeats everything that it was sent, or was ever told. */
function echoing(feishu: RawFeishu, token: string): void {
  feishu.answer((external_id, body) => {
    const n = Number(external_id.slice(2));
    const all = `app_secret=${SECRET} Authorization: Bearer ${token}, again ${token} ${body}`;
    // At the end so many failures in a row that it is an outage.
    const how = n > ROWS - 14 ? ECHOES[4] : ECHOES[n % (ECHOES.length * 2)];
    return how?.(all) ?? null;
  });
}

describe.each([
  { name: "a token like Feishu's", token: TOKEN },
  { name: "a token of another form", token: BARE_TOKEN },
])("what is private, with a server that repeats it all, and $name", ({ token }) => {
  let cwd: string;
  let feishu: RawFeishu;
  let ran: Ran;
  const args = [
    "run",
    "export.csv",
    "--rate",
    "100",
    "--max-attempts",
    "2",
    "--max-outage",
    "3s",
    "--max-errors",
    "off",
  ];

  beforeAll(async () => {
    cwd = privateWorkplace();
    feishu = await rawFeishu({ app_secret: SECRET, token, scope: "file" });
    echoing(feishu, token);
    ran = await hire([...args, "-v", "--log-file", "run.log"], { cwd, env: feishu.env });
  });

  it("is in no line of the log, and the log tells of every attempt all the same", () => {
    const log = readFileSync(join(cwd, "run.log"), "utf8");
    expectWithout([...NEVER, ...USED, talent(1)], "the log file", log);
    const events = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; key?: string });
    const [attempts] = query<{ n: number }>(join(cwd, "hire-import.db"), "SELECT count(*) AS n FROM attempts");
    expect(events.filter(({ event, key }) => event === "attempt" && key !== undefined)).toHaveLength(attempts?.n ?? 0);
    expect(attempts?.n).toBeGreaterThan(ROWS / 2);
    expect(events.map(({ event }) => event)).toContain("outage_began");
  });

  it("is on neither stream of a run", () => {
    expect([1, 4, 7, 10], ran.stderr).toContain(ran.exit);
    expectWithout(NEVER, "stdout", ran.stdout);
    // With -v the log is there, too.
    expectWithout([...NEVER, ...USED, talent(1)], "stderr", ran.stderr);
  });

  it("is in no file but where it has to be, not even for a moment on disk", async () => {
    const killed = start([...args, "--json"], { cwd, env: feishu.env }, "file");
    const wal = join(cwd, "hire-import.db-wal");
    await Promise.race([killed.says(/unreachable/), killed.ended]);
    killed.kill("SIGKILL");
    await killed.ended;
    expect(existsSync(wal) && statSync(wal).size, "a run that was killed leaves its -wal").toBeGreaterThan(0);
    for (const [name, bytes] of writtenFiles(cwd)) {
      expectWithout(NEVER, name, bytes);
      expect({ name, mode: statSync(join(cwd, name)).mode & 0o077 }).toEqual({ name, mode: 0 });
    }
  });

  it("is told by no command that reads the ledger, nor by a run that goes on", async () => {
    for (const words of COMMANDS) {
      const { exit, stdout, stderr } = await hire(words, { cwd, env: feishu.env });
      expect([0, 1, 4, 7, 10], stderr).toContain(exit);
      expectWithout(NEVER, words.join(" "), stdout + stderr);
      for (const [name, bytes] of writtenFiles(cwd)) expectWithout(NEVER, name, bytes);
    }
  });

  it("is in the failures file as it was, which only its owner can read", async () => {
    const { exit, stderr } = await hire(["failures", "-o", "failed.csv"], { cwd });
    expect(exit, stderr).toBe(0);
    expect(readFileSync(join(cwd, "failed.csv"), "utf8")).toContain(NOTE);
    expect(statSync(join(cwd, "failed.csv")).mode & 0o077).toBe(0);
    expectWithout([SECRET, token], "failed.csv", readFileSync(join(cwd, "failed.csv")));
  });
});

/** `source`: where the stack has to say that it happened. */
const BUGS: readonly { readonly name: string; readonly code: string; readonly source?: RegExp }[] = [
  {
    name: "the engine meets something impossible",
    source: /^ {4}at sendStateOf \(src\/engine\/sending\/send-state\.ts:\d+:\d+\)$/m,
    code: `import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
const createHash = crypto.createHash;
crypto.createHash = (...args) => {
  if (/at sendStateOf /.test(new Error().stack)) throw new TypeError("forced for a test");
  return createHash(...args);
};
syncBuiltinESMExports();
`,
  },
  {
    name: "a timer throws",
    code: `const real = globalThis.fetch;
setTimeout(() => {
  throw Object.assign(new TypeError("forced for a test"), { request: { body: process.env.FEISHU_APP_SECRET, real } });
}, 1500);
`,
  },
  {
    name: "a promise that nobody waits for rejects",
    code: `setTimeout(() => void Promise.reject(new TypeError("forced for a test")), 1500);
`,
  },
];

describe("a bug", () => {
  it.each(BUGS)("ends with 5 and a stack, and tells nothing private, where $name", async ({ code, source }) => {
    const cwd = privateWorkplace();
    const hook = join(folder(), "bug.mjs");
    writeFileSync(hook, code);
    const feishu = await rawFeishu({ app_secret: SECRET, token: TOKEN });
    const broken = { ...feishu.env, NODE_OPTIONS: `--import ${pathToFileURL(hook).href}` };
    const args = ["run", "export.csv", "--rate", "10", "--json", "--log-file", "run.log"];
    const { exit, stdout, stderr } = await hire(args, { cwd, env: broken });
    expect({ exit, stderr }).toMatchObject({ exit: 5 });
    expect(stderr).toMatch(/This is a bug in hire-import .*forced for a test/);
    expect(stderr).toMatch(source ?? /^ {4}at .+:\d+:\d+/m);
    expect(JSON.parse(stdout)).toMatchObject({ command: "run", ok: false, exit: 5, error: { kind: "bug" } });
    expectWithout([...NEVER, ...USED, talent(1)], "the crash", stdout + stderr);
    for (const [name, bytes] of writtenFiles(cwd)) expectWithout(NEVER, name, bytes);

    const after = await hire([...args, "--rate", "100"], { cwd, env: feishu.env });
    expect(after.json, "the ledger is right all the same").toMatchObject({
      exit: 1,
      counts: { done: ROWS, invalid: 3 },
    });
    expect(feishu.held.size).toBe(ROWS);
  });
});

describe("the password of a proxy", () => {
  it("is in no message and no log", async () => {
    const cwd = privateWorkplace();
    const env = {
      FEISHU_APP_ID: "cli_private",
      FEISHU_APP_SECRET: SECRET,
      HTTPS_PROXY: `http://someone:${PROXY_PASSWORD}@127.0.0.1:9`,
    };
    const args = ["run", "export.csv", "--base-url", "https://no-such-host.invalid", "--max-outage", "1s"];
    const { exit, stdout, stderr } = await hire([...args, "--max-duration", "5s", "-v", "--log-file", "run.log"], {
      cwd,
      env,
    });
    expect(exit, stderr).toBe(4);
    expectWithout([...NEVER, PROXY_PASSWORD], "the streams", stdout + stderr);
    for (const [name, bytes] of writtenFiles(cwd)) expectWithout([...NEVER, PROXY_PASSWORD], name, bytes);
  });
});

describe("an export that cannot all be sent", () => {
  it("shows values cut short, and leaves nothing in the folder for temporary files", async () => {
    const cwd = privateWorkplace();
    const tmp = join(cwd, "tmp");
    mkdirSync(tmp);
    const check = await hire(["check", "export.csv"], { cwd, env: { TMPDIR: tmp } });
    expect(check.exit).toBe(1);
    expectWithout([...NEVER, TAIL], "check", check.stdout + check.stderr);
    expect(readdirSync(tmp)).toEqual([]);
  });

  it("keeps no cell of a record that cannot be read", async () => {
    const cwd = privateWorkplace();
    await hire(["run", "export.csv", "--sandbox", "--limit", "1"], { cwd });
    const db = new Database(join(cwd, "hire-import.db"), { readonly: true });
    const kept = JSON.stringify(db.prepare("SELECT * FROM rows WHERE status = 'invalid'").all());
    db.close();
    expectWithout([...UNUSED, "too many cells"], "rows that cannot be read", kept);
  });
});
