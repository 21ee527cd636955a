import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { csvText, query, type Row, readCsv, rows, talent, workplace } from "../cli/exports.js";
import { folder, hire, type Ran, start } from "../cli/program.js";
import { http, json, type RawAnswer, type RawFeishu, rawFeishu } from "./raw-feishu.js";

/** Clears the screen, sets a title, turns text round, and pretends to be another line. */
const STEER = "\u001b[2J\u001b]0;owned\u0007\u202Eevil\u2066\u009b31m\r\n\u2028error: all is well\u0085";
const STEER_JSON = JSON.stringify(STEER).slice(1, -1);

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

interface Case {
  readonly name: string;
  readonly answer: RawAnswer;
  readonly status: "done" | "rejected" | "in_doubt";
  /** The attempt's. */
  readonly verdict: string;
}

const nested = (depth: number) => `${'{"data":'.repeat(depth)}1${"}".repeat(depth)}`;
const data = (text: string) => `{"code":0,"msg":"success","data":${text}}`;
const good = (id: string) => data(`{"external_application":{"id":"${id}"}}`);
const html = (bytes: number) => `<html>${"<p>Sign in to the network</p>".repeat(bytes / 29)}</html>`;
const unreadable = { status: "in_doubt", verdict: "unreadable_answer" } as const;
const lost = { status: "in_doubt", verdict: "lost" } as const;
const accepted = { status: "in_doubt", verdict: "accepted" } as const;
const done = { status: "done", verdict: "accepted" } as const;
const refused = { status: "rejected", verdict: "refused" } as const;

const CASES: readonly Case[] = [
  {
    name: "5 MB of HTML with HTTP 200",
    answer: (socket) => socket.end(http("200 OK", ["Content-Type: text/html"], html(5e6))),
    ...unreadable,
  },
  {
    name: "escape sequences in the msg of an unknown code",
    answer: json("400 Bad Request", `{"code":4711,"msg":"${STEER_JSON}"}`),
    status: "rejected",
    verdict: "unknown_code",
  },
  {
    name: "escape sequences in field violations",
    answer: json(
      "400 Bad Request",
      `{"code":1002002,"msg":"x","error":{"field_violations":[{"field":"${STEER_JSON}","description":"${STEER_JSON}"}]}}`,
    ),
    ...refused,
  },
  {
    name: "escape sequences in the log id of the body",
    answer: json("400 Bad Request", `{"code":1002102,"msg":"x","error":{"log_id":"${STEER_JSON}${"9".repeat(5000)}"}}`),
    ...refused,
  },
  {
    name: "escape sequences in the log id of the header",
    answer: json("400 Bad Request", '{"code":1002102,"msg":"x"}', ["X-Tt-Logid: 2025\u001b[2J\u009b31m"]),
    ...lost,
  },
  {
    name: "a folded log id that goes on in the next line",
    answer: json("400 Bad Request", '{"code":1002102,"msg":"x"}', ["X-Tt-Logid: 2025", "\tevil"]),
    ...lost,
  },
  { name: "JSON of 100 levels", answer: json("200 OK", data(nested(100))), ...accepted },
  { name: "JSON of 100 000 levels", answer: json("200 OK", data(nested(100_000))), ...accepted },
  { name: "a code 100 levels deep", answer: json("200 OK", `{"code":${nested(100)}}`), ...unreadable },
  {
    name: "an id that is a number",
    answer: json("200 OK", data('{"external_application":{"id":7400000000000000001}}')),
    ...accepted,
  },
  {
    name: "an id that is a number no double holds",
    answer: json("200 OK", data(`{"external_application":{"id":1${"0".repeat(400)}}}`)),
    ...accepted,
  },
  {
    name: "an id in another place",
    answer: json(
      "200 OK",
      data('{"__proto__":{"external_application":{"id":"7400000000000000019"}},"id":"7400000000000000019"}'),
    ),
    ...accepted,
  },
  {
    name: "an id that steers terminals",
    answer: json("200 OK", data(`{"external_application":{"id":"74${STEER_JSON}"}}`)),
    ...accepted,
  },
  { name: "an id of 100 kB", answer: json("200 OK", good("7".repeat(100_000))), ...accepted },
  {
    name: "a code that is a string",
    answer: json("200 OK", good("1").replace('"code":0', '"code":"0"')),
    ...unreadable,
  },
  { name: "a code that no double holds", answer: json("200 OK", good("1").replace(":0", ":1e400")), ...unreadable },
  { name: "a list instead of an object", answer: json("200 OK", `[${good("1")}]`), ...unreadable },
  { name: "two objects", answer: json("200 OK", good("1") + good("2")), ...unreadable },
  {
    name: "a msg that is an object",
    answer: json("400 Bad Request", '{"code":1002002,"msg":{"toString":"x"},"error":[null,{"field_violations":7}]}'),
    ...refused,
  },
  { name: "half of a UTF-8 character in the msg", answer: halfCharacter(), ...refused },
  {
    name: "no header at all",
    answer: (socket, act) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${good(act())}`),
    ...done,
  },
  {
    name: "doubled headers",
    answer: (socket, act) =>
      socket.end(
        http(
          "200 OK",
          ["Date: yesterday", "Date: Thu, 01 Jan 1970 00:00:00 GMT", "X-Tt-Logid: A", "X-Tt-Logid: B", "Set-Cookie: a"],
          good(act()),
        ),
      ),
    ...done,
  },
  {
    name: "two lengths",
    answer: (socket, act) => socket.end(http("200 OK", ["Content-Length: 3"], good(act()))),
    ...lost,
  },
  {
    name: "headers of 200 kB",
    answer: (socket, act) => socket.end(http("200 OK", [`X-Tt-Logid: ${"9".repeat(200_000)}`], good(act()))),
    ...lost,
  },
  {
    name: "early hints before the answer",
    answer: (socket, act) =>
      socket.end(
        Buffer.concat([Buffer.from("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"), http("200 OK", [], good(act()))]),
      ),
    ...done,
  },
  {
    name: "another protocol",
    answer: (socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\nUpgrade: evil\r\nConnection: Upgrade\r\n\r\n"),
    ...lost,
  },
  { name: "no HTTP at all", answer: (socket) => socket.end(`${STEER}\r\n\r\n`), ...lost },
  { name: "204 without a body", answer: (socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"), ...unreadable },
  {
    name: "compressed without being asked",
    answer: (socket, act) => socket.end(http("200 OK", ["Content-Encoding: gzip"], gzipSync(good(act())))),
    ...unreadable,
  },
  { name: "a byte now and then, without end", answer: drip, ...lost },
  {
    name: "an answer that nobody asked for behind the good one",
    answer: (socket, act) =>
      socket.write(Buffer.concat([http("200 OK", [], good(act())), http("200 OK", [], good("7400000000000009999"))])),
    ...done,
  },
];

function halfCharacter(): RawAnswer {
  const body = Buffer.concat([Buffer.from('{"code":1002002,"msg":"'), Buffer.from([0xe4, 0xb8]), Buffer.from('"}')]);
  return (socket) => socket.end(http("400 Bad Request", [], body));
}

function drip(socket: Parameters<RawAnswer>[0]): void {
  socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  const timer = setInterval(() => socket.write("1\r\n \r\n"), 100);
  socket.on("close", () => clearInterval(timer));
  socket.on("error", () => clearInterval(timer));
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
    const args = ["run", "export.csv", "--rate", "100", "--max-attempts", "1", "--timeout", "1s", "-v"];
    const env = { ...feishu.env, ...peak.env };
    ran = await start([...args, "--log-file", "run.log"], { cwd, env }, "file").ended;
  }, 60_000);

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
    // Measured: 130 MiB; with the whole page of HTML kept for each request it is no more than a few MiB besides.
    expect(peak.kib() / 1024).toBeLessThan(250);
    expect(peak.kib()).toBeGreaterThan(10_000);
  });
});

describe("cells that steer terminals", () => {
  it("are quoted where a row is told of, and steer nothing", async () => {
    const all = [
      { id: `A${STEER}`, talent: talent(1) },
      { id: "B", talent: talent(2), job: STEER, stage: `x${STEER}` },
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
