import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, hire, ROOT } from "./program.js";
import { sandboxHere } from "./sandbox.js";

const SECRET = "a-secret-that-nobody-may-see";
const EXPORT = join(ROOT, "fixtures", "greenhouse", "export.csv");
const MAPPING = join(ROOT, "fixtures", "greenhouse", "mapping.yaml");

/** A working folder with this `.env`. */
function folderWith(text: string | Buffer, mode = 0o600): string {
  const cwd = folder();
  writeFileSync(join(cwd, ".env"), text);
  chmodSync(join(cwd, ".env"), mode);
  return cwd;
}

it("gives what the environment does not have: credentials, the address, flags", async () => {
  const { env } = await sandboxHere();
  const lines = Object.entries(env).map(([name, value]) => `export ${name}="${value}"\r\n`);
  const cwd = folderWith(`\uFEFF# our app\r\n${lines.join("")}HIRE_IMPORT_LIMIT=3\r\nDATABASE_URL=other\r\n`);
  const run = ["run", EXPORT, "-m", MAPPING, "--json"];
  const ran = await hire([...run, "-v"], { cwd });
  expect(ran.json, ran.stderr).toMatchObject({ exit: 10, counts: { done: 3 } });
  expect(ran.stderr).toMatch(/^\.env: FEISHU_APP_ID, FEISHU_APP_SECRET, .*HIRE_IMPORT_LIMIT$/m);
  expect(ran.stderr + readFileSync(join(cwd, "hire-import.db"), "latin1")).not.toContain(env.FEISHU_APP_SECRET);
  const less = await hire(run, { cwd, env: { HIRE_IMPORT_LIMIT: "2" } });
  expect(less.json, "the environment wins").toMatchObject({ counts: { done: 5 } });
  expect(less.stderr).not.toContain(".env");
  const all = await hire(run, { cwd, env: { HIRE_IMPORT_LIMIT: "" } });
  expect(all.json, "also where it is set to nothing").toMatchObject({ exit: 1, counts: { pending: 0 } });
});

it.each([
  ["other users can read it", `FEISHU_APP_SECRET=${SECRET}`, 0o640, "chmod 600 .env"],
  ["other users can write it", `FEISHU_APP_SECRET=${SECRET}`, 0o602, "chmod 600 .env"],
  ["a colon", `FEISHU_APP_SECRET: ${SECRET}`, 0o600, ".env line 1 (FEISHU_APP_SECRET) is not NAME=value"],
  [
    "another shell's words",
    `\nset FEISHU_APP_SECRET=${SECRET}`,
    0o600,
    ".env line 2 (FEISHU_APP_SECRET) is not NAME=value",
  ],
  ["quotes that do not close", `FEISHU_APP_SECRET="${SECRET}`, 0o600, "the quotes do not close"],
  ["a value that would be cut", `FEISHU_APP_SECRET=${SECRET}#2`, 0o600, "what follows # would be cut off"],
  ["UTF-16", Buffer.from(`\uFEFFFEISHU_APP_SECRET=${SECRET}`, "utf16le"), 0o600, "not text in UTF-8"],
])("is refused, without its secret: %s", async (_, text, mode, words) => {
  const cwd = folderWith(text, mode);
  const { exit, stdout, stderr } = await hire(["status", "--json", "-v"], { cwd });
  expect(exit).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ exit: 2, error: { kind: "bad_env_file" } });
  expect(stderr).toContain(words);
  expect(stdout + stderr).not.toContain("secret-that");
  expect(await hire(["--version"], { cwd }), "no command, no refusal").toMatchObject({ exit: 0, stderr: "" });
});

it("is not ours to judge where it holds nothing for us", async () => {
  const cwd = folderWith('DATABASE_URL=x\nPRIVATE_KEY="-----BEGIN\nFOO\n-----END"\nMY_FEISHU_APP_ID=1\n', 0o644);
  expect((await hire(["status"], { cwd })).stderr).not.toContain(".env");
});

it("is said to be left out where it is a folder, and read through a link", async () => {
  const cwd = folder();
  mkdirSync(join(cwd, ".env"));
  expect(await hire(["status"], { cwd })).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining(".env is a folder"),
  });
  const linked = folder();
  symlinkSync(join(folderWith("HIRE_IMPORT_LEDGER=other.db", 0o644), ".env"), join(linked, ".env"));
  expect(await hire(["status"], { cwd: linked })).toMatchObject({ stderr: expect.stringContaining("chmod 600") });
  const dangling = folder();
  symlinkSync("nowhere", join(dangling, ".env"));
  expect(await hire(["status"], { cwd: dangling })).toMatchObject({ stderr: expect.stringContaining("leads nowhere") });
});
