import { describe, expect, it } from "vitest";
import { rows, sumOf, UNKNOWN_TALENT, workplace } from "./exports.js";
import { hire, PROGRAM, startProcess } from "./program.js";
import { sandboxHere } from "./sandbox.js";

const run = (...more: string[]) => ["run", "export.csv", "--rate", "500", ...more];
/** Row 2 is refused by Feishu, rows 3 and 4 by us; line 1 is the header. */
const mixed = () =>
  workplace(rows(5, (n) => (n === 2 ? { talent: UNKNOWN_TALENT } : n === 3 || n === 4 ? { talent: "" } : {})));

describe("the streams", () => {
  it("puts the result on stdout, in lines of which the last says what to do next", async () => {
    const { env } = await sandboxHere();
    const ran = await hire(run(), { cwd: mixed(), env });
    expect(ran.exit).toBe(1);
    expect(ran.stdout).toMatch(/2 {2}invalid {2}column talent \(talent_id\): .*\n +line 4, line 5\n +→ \S/);
    expect(ran.stdout).toMatch(/1 {2}rejected {2}.*\[1002102\]\n +line 3\n +→ .*hire-import retry --only rejected/);
    const ends = ran.stdout.split("\n").slice(-7, -1);
    expect(ends[0], "what is new comes first, how it stands last").toBe("Records with line breaks: none");
    expect(ends[1]).toMatch(/^Finished\.$/);
    expect(ends[2]).toMatch(/^This run: 2 imported, 1 rejected \(3 requests, \d+ s\)\.$/);
    expect(ends[3]).toBe("Total: 2 of 5 rows imported, 3 need attention.");
    expect(ends.slice(4)).toEqual(["next:", "hire-import failures -o failed.csv"]);
    expect(ran.stderr).toBe("");
  });

  it("has no colour and no animation where nobody watches", async () => {
    const { env } = await sandboxHere();
    for (const more of [{}, { NO_COLOR: "1" }, { FORCE_COLOR: "1" }, { TERM: "xterm-256color" }]) {
      const ran = await hire(run("-l", `${Object.keys(more)}.db`), { cwd: mixed(), env: { ...env, ...more } });
      expect(ran.exit).toBe(1);
      expect(ran.stdout + ran.stderr).not.toContain("\u001b");
      expect(ran.stdout + ran.stderr).not.toContain("\r");
    }
  });

  it("has both on a terminal, and only what moves there with NO_COLOR", async ({ skip }) => {
    const { env } = await sandboxHere();
    const onTerminal = (more: Record<string, string>, name: string) => {
      const line = [process.execPath, PROGRAM, ...run("-l", `${name}.db`)].join(" ");
      const options = { cwd: mixed(), env: { ...env, TERM: "xterm", ...more } };
      return startProcess("script", ["-qec", line, "/dev/null"], options).ended;
    };
    const colourful = await onTerminal({}, "a").catch(() => undefined);
    if (colourful === undefined) return skip("there is no script(1) here to make a terminal");
    const green = "\u001b[31minvalid\u001b[39m";
    expect(colourful).toMatchObject({ exit: 1, stdout: expect.stringContaining(green) });
    const plain = await onTerminal({ NO_COLOR: "1" }, "b");
    expect(plain.stdout).toContain("2 imported");
    expect(plain.stdout).not.toContain("\u001b[3");
  });

  it("is silent on stderr with --quiet, but for what is wrong", async () => {
    const { env } = await sandboxHere();
    const cwd = mixed();
    expect((await hire(run("--quiet"), { cwd, env })).stderr).toBe("");
    expect((await hire(run(), { cwd, env })).stderr).toBe("export.csv is unchanged since the last run\n");
    expect((await hire(run("--quiet"), { cwd, env })).stderr).toBe("");
    expect((await hire(["run", "none.csv", "-q"], { cwd, env })).stderr).toMatch(/^error: .*none\.csv/);
  });

  it("goes on and keeps its exit code where nobody reads its output any more", async () => {
    const { env } = await sandboxHere();
    for (const flags of [[], ["--verbose"], ["--json", "-v"]]) {
      const call = [process.execPath, PROGRAM, ...run(...flags)].join(" ");
      const piped = `{ ${call}; echo "exit $?" >exit.txt; } 2>&1 | true`;
      const after = `cat exit.txt; ${process.execPath} ${PROGRAM} status`;
      const ended = await startProcess("bash", ["-c", `${piped}; ${after}`], { cwd: mixed(), env }).ended;
      expect(ended.stdout).toMatch(/^exit 1\n5 rows\n {2}done +2\n/);
    }
  });
});

describe("the JSON", () => {
  it("has the documented shape", async () => {
    const { env } = await sandboxHere();
    const cwd = mixed();
    const { json } = await hire(run("--json"), { cwd, env });
    const ran = {
      command: "run",
      ok: false,
      exit: 1,
      target: "external-application",
      ledger: "hire-import.db",
      rows: 5,
      counts: { pending: 0, sending: 0, done: 2, skipped: 0, invalid: 2, rejected: 1, failed: 0, in_doubt: 0 },
      requests: { sent: 3, retried: 0, throttled: 0 },
      seconds: expect.any(Number),
      next: "hire-import failures -o failed.csv",
    };
    expect(json).toMatchObject(ran);
    const text = expect.stringMatching(/\S/);
    const [invalid, rejected] = json.problems;
    expect(json.problems).toHaveLength(2);
    expect(invalid).toMatchObject({ status: "invalid", kind: "missing_value", code: null, field: "talent_id" });
    expect(invalid).toMatchObject({ message: text, hint: text, count: 2, lines: [4, 5] });
    expect(rejected).toMatchObject({ status: "rejected", kind: "refused", code: 1002102, field: null });
    expect(rejected).toMatchObject({ message: text, hint: text, count: 1, lines: [3] });
    const { requests: _requests, ...said } = ran;
    expect((await hire(["status", "--json"], { cwd })).json).toMatchObject({ ...said, command: "status" });
    const checked = (await hire(["check", "export.csv", "--json"], { cwd })).json;
    expect(checked).toMatchObject({ command: "check", exit: 1, rows: 5, new: 0, calls: 0, expected_seconds: 0 });
    expect(sumOf(checked.counts)).toBe(5);
  });

  it("says of a run that has nothing to mend that it is ok", async () => {
    const { env } = await sandboxHere();
    const cwd = workplace(rows(2));
    expect((await hire(run("--json"), { cwd, env })).json).toMatchObject({
      ok: true,
      exit: 0,
      problems: [],
      next: "hire-import verify",
    });
  });
});
