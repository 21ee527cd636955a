import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { expect, it, onTestFinished } from "vitest";
import { ROOT, startProcess } from "../cli/program.js";
import { sandboxHere } from "../cli/sandbox.js";

/** The first example of docs/library.md, to the letter. */
const EXAMPLE = /```ts\n(.*?)```/s.exec(readFileSync(join(ROOT, "docs/library.md"), "utf8"))?.[1] ?? "";

it("imports a file with the ten lines that docs/library.md shows, and does nothing when they run again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hire-import-library-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/hire-import"));
  const { outputText } = ts.transpileModule(EXAMPLE, { compilerOptions: { module: ts.ModuleKind.ESNext } });
  writeFileSync(join(folder, "import.mjs"), outputText);
  writeFileSync(
    join(folder, "applications.csv"),
    "id,talent,title\nA-1,6930815272790114324,Chef\nA-2,6930815272790114324,Baker\n",
  );
  const fields = "  external_id: id\n  talent_id: talent\n  job_title: title\n";
  writeFileSync(join(folder, "mapping.yaml"), `target: external-application\nfields:\n${fields}`);
  const feishu = await sandboxHere();
  const { env } = feishu;

  const first = await startProcess(process.execPath, ["import.mjs"], { cwd: folder, env }).ended;
  expect(first).toMatchObject({ exit: 0, stderr: "" });
  expect(JSON.parse(first.stdout)).toMatchObject({ exit: 0, requests: { sent: 2 }, counts: { done: 2 } });
  const second = await startProcess(process.execPath, ["import.mjs"], { cwd: folder, env }).ended;
  expect(JSON.parse(second.stdout)).toMatchObject({ exit: 0, requests: { sent: 0 }, counts: { done: 2 } });
  expect(await feishu.records()).toHaveLength(2);
});
