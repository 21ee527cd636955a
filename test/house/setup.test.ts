import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { whyInstall } from "../../scripts/setup.mjs";

type Packages = Record<string, { version: string; integrity?: string; optional?: boolean }>;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hire-import-setup-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function lock(packages: Packages): void {
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
}

function installed(packages: Packages): void {
  for (const path of ["node_modules", ...Object.keys(packages)]) mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
}

describe("whyInstall", () => {
  const yaml = { "node_modules/yaml": { version: "2.9.1", integrity: "sha512-a" } };

  it("finds nothing to do where the lock and node_modules agree", () => {
    lock({ "": { version: "0.1.0" }, ...yaml });
    installed(yaml);
    expect(whyInstall(root)).toBeUndefined();
  });

  it("says that nothing is installed in a fresh clone", () => {
    lock(yaml);
    expect(whyInstall(root)).toBe("nothing is installed yet");
  });

  it("names a package that is missing, or of another version or content", () => {
    lock({ ...yaml, "node_modules/luxon": { version: "3.7.2" } });
    installed(yaml);
    expect(whyInstall(root)).toBe("node_modules/luxon is missing");
    lock({ "node_modules/yaml": { version: "2.9.2" } });
    expect(whyInstall(root)).toBe("node_modules/yaml is 2.9.1, the lock says 2.9.2");
    lock({ "node_modules/yaml": { version: "2.9.1", integrity: "sha512-b" } });
    expect(whyInstall(root)).toContain("node_modules/yaml is 2.9.1");
  });

  it("sees that a package's folder was removed by hand", () => {
    lock(yaml);
    installed(yaml);
    rmSync(join(root, "node_modules/yaml"), { recursive: true });
    expect(whyInstall(root)).toBe("node_modules/yaml is missing");
  });

  it("overlooks optional packages, which are there for other platforms", () => {
    lock({ ...yaml, "node_modules/@biomejs/cli-win32-x64": { version: "2.6.8", optional: true } });
    installed(yaml);
    expect(whyInstall(root)).toBeUndefined();
  });

  it("takes whatever is installed where there is no lock", () => {
    installed(yaml);
    expect(whyInstall(root)).toBeUndefined();
  });
});
