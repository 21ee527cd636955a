import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { csvText, query, type Row, readCsv, rows, talent, workplace } from "../cli/exports.js";
import { folder, hire, type Ran } from "../cli/program.js";
import { CASES, type Case, drip, STEER } from "./answer-cases.js";
import { json, type RawFeishu, rawFeishu } from "./raw-feishu.js";

/** What no stream of ours may carry: it steers terminals, or turns text round. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

function expectHarmless(name: string, ...texts: readonly string[]): void {
  for (const text of texts) {
    const found = STEERING.exec(text);
    const around = found === null ? "" : JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 20));
    expect(around, `${name} carries U+${found?.[0].codePointAt(0)?.toString(16)}`).toBe("");
  }
}

/** Each case's row stands between two good ones, as an export mostly is. */
const EXPORT: readonly Row[] = rows(CASES.length * 3).map((row, index) =>
  index % 3 === 1 ? { ...row, id: `H-${(index - 1) / 3}` } : row,
);

const caseOf = (external_id: string): Case | undefined =>
  external_id.startsWith("H-") ? CASES[Number(external_id.slice(2))] : undefined;

/** Writes the most memory the child process ever had, in KiB, to a file as it ends. */
function peakMemory(): { readonly env: Readonly<Record<string, string>>; kib(): number } {
  const cwd = folder("file");
  const [hook, file] = [join(cwd, "peak.mjs"), join(cwd, "peak.txt")];
  writeFileSync(
    hook,
    `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));
`,
  );
  return {
    env: { NODE_OPTIONS: `--import ${pathToFileURL(hook).href}`, PEAK_FILE: file },
    kib: () => Number(readFileSync(file, "utf8")),
  };
}

describe("answers that no Feishu gives", () => {
  let cwd: string;
  let feishu: RawFeishu;
  let ran: Ran;
  const peak = peakMemory();
  const ledger = () => join(cwd, "hire-import.db");

  beforeAll(async () => {
    cwd = workplace(EXPORT, "file");
    feishu = await rawFeishu({ scope: "file" });
    feishu.answer((external_id) => caseOf(external_id)?.answer ?? null);
    // What is read back is as hostile, so that doubt stays.
    feishu.list((talent_id) => {
      const row = EXPORT.find((each) => each.talent === talent_id);
      const hostile = caseOf(row?.id ?? "");
      return hostile?.status === "in_doubt" ? hostile.answer : null;
    });
    const args = ["run", "export.csv", "--rate", "100", "--max-attempts", "1", "-v"];
    const env = { ...feishu.env, ...peak.env };
    ran = await hire([...args, "--log-file", "run.log"], { cwd, env });
  });

  it.each(CASES.map((each, index) => ({ ...each, index })))("end as $status: $name", ({ index, status, verdict }) => {
    const [row] = query<{ status: string; remote_id: string | null }>(
      ledger(),
      "SELECT status, remote_id FROM rows WHERE key = ?",
      `H-${index}`,
    );
    const [attempt] = query<{ verdict: string }>(
      ledger(),
      "SELECT verdict FROM attempts WHERE row_id = (SELECT id FROM rows WHERE key = ?) ORDER BY number LIMIT 1",
      `H-${index}`,
    );
    expect({ status: row?.status, verdict: attempt?.verdict }).toEqual({ status, verdict });
    expect(row?.remote_id).toBe(status === "done" ? feishu.held.get(`H-${index}`) : null);
  });

  it("spoil no other row", () => {
    const others = query<{ key: string; status: string; remote_id: string }>(
      ledger(),
      "SELECT key, status, remote_id FROM rows WHERE key LIKE 'A-%'",
    );
    expect(others).toHaveLength(CASES.length * 2);
    for (const { key, status, remote_id } of others) {
      expect({ key, status, remote_id }).toEqual({ key, status: "done", remote_id: feishu.held.get(key) });
    }
    expect(ran.exit, ran.stderr).toBe(7);
  });

  it("never reach a terminal as they are, nor the log", async () => {
    expectHarmless("run", ran.stdout, ran.stderr);
    expectHarmless("the log file", readFileSync(join(cwd, "run.log"), "utf8"));
    const status = await hire(["status"], { cwd });
    const status_json = await hire(["status", "--json"], { cwd });
    expectHarmless("status", status.stdout, status.stderr, status_json.stdout);
    for (const index of CASES.keys()) {
      if (!/escape|steers|folded|HTTP at all/.test(CASES[index]?.name ?? "")) continue;
      for (const flags of [[], ["--json"]]) {
        const told = await hire(["explain", `H-${index}`, ...flags], { cwd });
        expectHarmless(`explain H-${index} ${flags.join("")}`, told.stdout, told.stderr);
      }
    }
  });

  it("take no more memory than they should", () => {
    // Measured: 136 MiB, most of which is Node itself.
    expect(peak.kib() / 1024).toBeLessThan(250);
    expect(peak.kib()).toBeGreaterThan(10_000);
  });
});

it("an answer without end is lost when its time is over", async () => {
  const place = workplace(rows(1));
  const endless = await rawFeishu();
  endless.answer(() => drip);
  endless.list(() => drip);
  const args = ["run", "export.csv", "--max-attempts", "1", "--timeout", "300ms", "--json"];
  expect((await hire(args, { cwd: place, env: endless.env })).json).toMatchObject({ exit: 7, counts: { in_doubt: 1 } });
  const attempts = query(join(place, "hire-import.db"), "SELECT verdict FROM attempts");
  expect(attempts).toEqual([{ verdict: "lost" }]);
});

/** No control character, so a text like any other; a terminal would show it turned round, on two lines. */
const TURNED = "\u202Eevil\u2066\u2028error: all is well";

describe("cells that steer terminals", () => {
  it("are quoted where a row is told of, and steer nothing", async () => {
    const all = [
      { id: `A${STEER}`, talent: talent(1) },
      { id: "B", talent: talent(2), job: TURNED, stage: `x${TURNED}` },
      { id: "D", talent: talent(4), job: STEER },
      { id: "C", talent: `7${STEER}` },
    ];
    const cwd = workplace(all);
    const feishu = await rawFeishu();
    feishu.answer(() => json("400 Bad Request", '{"code":1002102,"msg":"x"}'));
    for (const flags of [["-v"], ["--json"]]) {
      const check = await hire(["check", "export.csv", ...flags], { cwd });
      expectHarmless(`check ${flags[0]}`, check.stdout, check.stderr);
      const run = await hire(["run", "export.csv", "--log-file", "run.log", ...flags], { cwd, env: feishu.env });
      expectHarmless(`run ${flags[0]}`, run.stdout, run.stderr);
      const told = await hire(["explain", "B", ...flags], { cwd });
      expect(told).toMatchObject({ exit: 0, stdout: expect.stringContaining("error: all is well") });
      expectHarmless(`explain ${flags[0]}`, told.stdout, told.stderr);
    }
    expect(feishu.came.get("B"), "a text is sent as it is").toBe(1);
    expectHarmless("the log file", readFileSync(join(cwd, "run.log"), "utf8"));
  });
});

const FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\tx", '"quoted"', "two\nlines", " =1", "'=1"];

describe("cells that a spreadsheet takes for formulas", () => {
  it("come out of failures as they were, and our own columns are text", async () => {
    const all = rows(FORMULAS.length, (n) => ({ note: FORMULAS[n - 1] as string, stage: `=${FORMULAS[n - 1]}` }));
    const cwd = workplace([
      ...all,
      { id: "=1+1", talent: talent(40), note: "=2" },
      { id: "Z", talent: "=HYPERLINK()" },
    ]);
    const feishu = await rawFeishu();
    feishu.answer(() => json("400 Bad Request", '{"code":1002002,"msg":"=cmd|calc"}'));
    const run = await hire(["run", "export.csv", "--rate", "100", "--max-errors", "off"], { cwd, env: feishu.env });
    expect(run.exit).toBe(1);
    const written = await hire(["failures", "-o", "failed.csv"], { cwd });
    expect(written.exit, written.stderr).toBe(0);

    const mended = readCsv(readFileSync(join(cwd, "failed.csv"), "utf8"));
    const before = readCsv(csvText([...all, { id: "=1+1", talent: talent(40), note: "=2" }]));
    const cells = mended.map(({ id, talent: of, job, stage, note }) => ({ id, talent: of, job, stage, note }));
    expect(cells.slice(0, before.length)).toEqual(before);
    for (const record of mended) {
      for (const [name, cell] of Object.entries(record)) {
        if (name.startsWith("_"))
          expect({ name, cell }).toEqual({ name, cell: expect.not.stringMatching(/^[=+\-@\t\r]/) });
      }
    }
    expect(mended.map(({ _row }) => _row)).not.toContain("");

    // The same cells make the same payloads: rows that were refused for good, and have not changed.
    feishu.answer(() => null);
    const back = await hire(["run", "failed.csv", "--rate", "100", "--json"], { cwd, env: feishu.env });
    expect(back.json).toMatchObject({
      rows: mended.length,
      counts: { rejected: mended.length },
      requests: { sent: 0 },
    });
    const retry = ["retry", "--only", "rejected", "--rate", "100", "--json"];
    expect((await hire(retry, { cwd, env: feishu.env })).json).toMatchObject({ counts: { done: mended.length } });
    expect(feishu.held.size).toBe(mended.length);
  });
});
