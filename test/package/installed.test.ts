import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ran, ROOT, startProcess } from "../cli/program.js";

/** A project of somebody's own, into which the packed package is installed. */
const app = realpathSync(mkdtempSync(join(tmpdir(), "hire-import-app-")));
const installed = join(app, "node_modules", "hire-import");

function npm(args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")}: exit ${status}\n${stdout}\n${stderr}`);
}

const hire = (...args: string[]): Promise<Ran> =>
  startProcess(join(app, "node_modules", ".bin", "hire-import"), args, { cwd: app }).ended;

/** Compiles a file of the project. Gives back what is wrong with it, and with the types of the package. */
function compiled(file: string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.NodeNext,
  };
  const host = { ...ts.createCompilerHost(options), getCurrentDirectory: () => app };
  const program = ts.createProgram([join(app, file)], options, host);
  program.emit();
  const sources = program
    .getSourceFiles()
    .filter(({ fileName: path }) => !/node_modules\/(?!hire-import\/)/.test(path));
  const problems = sources
    .filter(({ fileName: path }) => path.startsWith(app))
    .flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]);
  return problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

beforeAll(() => {
  const packed = join(app, "packed");
  mkdirSync(packed);
  npm(["pack", "--pack-destination", packed], ROOT);
  writeFileSync(join(app, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const [tarball = ""] = readdirSync(packed);
  npm(["install", "--prefer-offline", "--no-audit", "--no-fund", join(packed, tarball)], app);
});
afterAll(() => rmSync(app, { recursive: true, force: true }));

describe("the packed package, installed elsewhere", () => {
  it("brings what it promises, and nothing of the workshop", () => {
    const promised = [
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "mapping.schema.json",
      "docs/README.md",
      "docs/pictures/run.svg",
    ];
    for (const path of [...promised, "migrations", "assets", "fixtures/moka/mapping.yaml", "dist/types/index.d.ts"]) {
      expect(existsSync(join(installed, path)), path).toBe(true);
    }
    for (const path of ["src", "test", "scripts", "bench", "node_modules", "dist/.built-from"]) {
      expect(existsSync(join(installed, path)), path).toBe(false);
    }
  });

  it("does the main job: run, status, failures, report", async () => {
    const moka = join(installed, "fixtures", "moka");
    const lines = readFileSync(join(moka, "export.csv"), "utf8").split("\r\n").slice(0, 31);
    writeFileSync(join(app, "export.csv"), lines.join("\r\n"));
    const ran = await hire("run", "export.csv", "-m", join(moka, "mapping.yaml"), "--sandbox", "--json");
    expect(ran.json, ran.stderr).toMatchObject({ command: "run", exit: 1, rows: 30 });
    expect(ran.json.counts.done).toBeGreaterThan(20);
    expect((await hire("status", "--json")).json).toMatchObject({ rows: 30, counts: ran.json.counts });
    expect(await hire("failures", "-o", "failed.csv")).toMatchObject({ exit: 0 });
    expect(await hire("report", "-o", "report.html")).toMatchObject({ exit: 0 });
    expect(readFileSync(join(app, "report.html"), "utf8")).toContain("uPlot");
  });

  it("names the source in the stack of a bug", async () => {
    writeFileSync(
      join(app, "bug.mjs"),
      `import fs from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      const { existsSync } = fs;
      fs.existsSync = (path) => {
        if (String(path).endsWith("hire-import.db")) throw new TypeError("forced for a test");
        return existsSync(path);
      };
      syncBuiltinESMExports();`,
    );
    const program = join(installed, "bin", "hire-import.js");
    const ran = await startProcess(process.execPath, ["--import", "./bug.mjs", program, "status"], { cwd: app }).ended;
    expect(ran).toMatchObject({ exit: 5, stderr: expect.stringContaining("forced for a test") });
    expect(ran.stderr).toMatch(/^ {4}at .*\(src\/ledger\/open\.ts:\d+:\d+\)$/m);
  });

  it("is a library, whose types are whole", async () => {
    writeFileSync(
      join(app, "use.ts"),
      `import { type Ledger, loadMapping, openLedger, startSandbox, TARGETS, type Target } from "hire-import";
      const [target]: readonly Target[] = TARGETS;
      const ledger: Ledger = openLedger("library.db");
      const sandbox = await startSandbox({});
      const pending: number = ledger.summary.counts().pending;
      console.log(target?.name, pending, new URL(sandbox.url).hostname, typeof loadMapping);
      ledger.close();
      await sandbox.close();`,
    );
    expect(compiled("use.ts")).toEqual([]);
    const ran = await startProcess(process.execPath, ["use.js"], { cwd: app }).ended;
    expect(ran).toMatchObject({ exit: 0, stdout: "external-application 0 127.0.0.1 function\n" });
  });
});
