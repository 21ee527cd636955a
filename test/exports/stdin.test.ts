import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { csvText, rows, workplace } from "../cli/exports.js";
import { PROGRAM } from "../cli/program.js";

interface Told {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls the built program with these bytes on its stdin; `TMPDIR` is a folder of its own. */
function pipe(cwd: string, args: readonly string[], input: Buffer | string | null): Promise<Told> {
  const folder = join(cwd, "tmp");
  mkdirSync(folder, { recursive: true });
  const env = { PATH: process.env.PATH, TMPDIR: folder };
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env });
  const told = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      told[stream] += text;
    });
  }
  if (input !== null) child.stdin.end(input);
  return new Promise((resolve) => {
    child.on("close", (exit) => resolve({ exit, ...told }));
    // The program waits for its export: time to look at what it has put where.
    if (input === null) {
      child.stdin.write(csvText(rows(2)));
      const timer = setInterval(() => {
        const [spool] = readdirSync(folder);
        const [file] = spool === undefined ? [] : readdirSync(join(folder, spool));
        if (spool === undefined || file === undefined) return;
        clearInterval(timer);
        told.stdout = [join(folder, spool), join(folder, spool, file)]
          .map((path) => (statSync(path).mode & 0o777).toString(8))
          .join(" ");
        child.kill("SIGTERM");
      }, 10);
    }
  });
}

describe("an export on stdin", () => {
  it("is read like a file, packed too, and the same line again resumes", async () => {
    const cwd = workplace(rows(3));
    const args = ["run", "-", "--sandbox", "--json"];
    const first = await pipe(cwd, [...args, "--limit", "1"], gzipSync(csvText(rows(3))));
    expect(first).toMatchObject({ exit: 10, stderr: expect.stringContaining("stdin: gzip") });
    const second = await pipe(cwd, args, gzipSync(csvText(rows(3))));
    expect(second.exit).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({ rows: 3, counts: { done: 3 }, exports: [{ export: "-" }] });
    expect(readdirSync(join(cwd, "tmp"))).toEqual([]);
  });

  it("may stand beside files, and cannot be read again by failures", async () => {
    const cwd = workplace(rows(1));
    const bad = csvText([{ id: "B-1", talent: "" }]);
    expect((await pipe(cwd, ["run", "export.csv", "-", "--sandbox"], bad)).exit).toBe(1);
    const told = await pipe(cwd, ["failures", "-o", "failed.csv"], "");
    expect(told).toMatchObject({ exit: 2, stderr: expect.stringMatching(/stdin.*cannot be read a second time/) });
    writeFileSync(join(cwd, "saved.csv"), bad);
    await pipe(cwd, ["run", "saved.csv", "--sandbox"], "");
    expect((await pipe(cwd, ["failures", "-o", "failed.csv"], "")).stdout).toContain("1 row of saved.csv");
  });

  it("that is empty, or no CSV, is called stdin", async () => {
    const cwd = workplace(rows(1));
    expect(await pipe(cwd, ["check", "-"], "")).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/stdin is empty/),
    });
    const told = await pipe(cwd, ["check", "-"], "%PDF-1.7\n");
    expect(told).toMatchObject({ exit: 2, stderr: expect.stringMatching(/stdin is not a CSV file: it is a PDF/) });
  });

  it("lies in a file that its owner alone can read, and is gone also after a signal", async () => {
    const cwd = workplace(rows(1));
    expect(await pipe(cwd, ["check", "-"], null)).toMatchObject({ exit: 143, stdout: "700 600" });
    expect(readdirSync(join(cwd, "tmp"))).toEqual([]);
  });
});
