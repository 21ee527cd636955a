import { createHash } from "node:crypto";
import { mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { exportFiles, foldersOf, stampOf } from "../../src/engine/staging/export-files.js";
import { folder } from "../support/afterwards.js";

let root = "";
let exports = "";

function put(path: string, content = path): void {
  mkdirSync(join(exports, path, ".."), { recursive: true });
  writeFileSync(join(exports, path), content);
}

const find = (name: string) => exportFiles([exports])(name);
const pathOf = (name: string) => {
  const found = find(name);
  return "path" in found ? found.path : found.message;
};

beforeEach(() => {
  root = folder();
  exports = join(root, "exports");
  mkdirSync(exports);
});

describe("a file is found", () => {
  it("with its hash and its size", () => {
    put("cvs/a.pdf", "hello");
    const sha256 = createHash("sha256").update("hello").digest("hex");
    expect(find("cvs/a.pdf")).toEqual({ path: "cvs/a.pdf", sha256, size_bytes: 5 });
    expect(find("./cvs//a.pdf")).toMatchObject({ path: "cvs/a.pdf" });
  });

  const NFC = "José".normalize("NFC");
  const NFD = "José".normalize("NFD");
  it.each([
    ["as Windows writes paths", "cvs/a b.pdf", "cvs\\a b.pdf"],
    ["percent-encoded", "cvs/a b.pdf", "cvs/a%20b.pdf"],
    ["percent-encoded, in UTF-8", "cvs/简历.pdf", "cvs/%E7%AE%80%E5%8E%86.pdf"],
    ["both", "cvs/a b.pdf", "cvs%5Ca%20b.pdf"],
    ["composed, where the disk has it decomposed", `cvs/${NFD}.pdf`, `cvs/${NFC}.pdf`],
    ["decomposed, where the disk has it composed", `cvs/${NFC}.pdf`, `cvs/${NFD}.pdf`],
    ["in a folder of another form", `${NFD}/a.pdf`, `${NFC}\\a.pdf`],
    ["with a percent sign of its own", "cvs/100%.pdf", "cvs/100%.pdf"],
    ["with a backslash of its own", "cvs/a\\b.pdf", "cvs/a\\b.pdf"],
    ["with two dots in its name", "cvs/a..pdf", "cvs/a..pdf"],
    ["with an extension in other letters", "cvs/a.PDF", "cvs/a.pdf"],
    ["as Windows finds it", "CVs/Año/A.Pdf", "cvs\\AÑO\\a.PDF"],
    ["with a step back that stays inside", "cvs/a.pdf", "cvs/old/../a.pdf"],
  ])("%s", (_case, on_disk, written) => {
    put(on_disk);
    expect(pathOf(written)).toBe(on_disk);
  });

  it("as it is written, before any other spelling", () => {
    put("a%20b.pdf", "one");
    put("a b.pdf", "other");
    expect(pathOf("a%20b.pdf")).toBe("a%20b.pdf");
    put(`${NFC}.pdf`, "one");
    put(`${NFD}.pdf`, "other");
    expect([pathOf(`${NFC}.pdf`), pathOf(`${NFD}.pdf`)]).toEqual([`${NFC}.pdf`, `${NFD}.pdf`]);
    put("c.pdf", "one");
    put("C.pdf", "other");
    expect([pathOf("c.pdf"), pathOf("C.pdf")]).toEqual(["c.pdf", "C.pdf"]);
  });

  it("by a link that stays below the folder, and in the first of several folders that has it", () => {
    put("cvs/a.pdf");
    symlinkSync(join(exports, "cvs/a.pdf"), join(exports, "link.pdf"));
    expect(pathOf("link.pdf")).toBe("link.pdf");
    expect(exportFiles([root, exports])("cvs/a.pdf")).toMatchObject({ path: "cvs/a.pdf" });
  });
});

describe("a row is invalid whose file", () => {
  it.each([
    ["is not there", "none.pdf", /no such file/],
    ["is absolute", "/etc/hostname", /absolute/],
    ["is absolute on Windows", "C:\\cvs\\a.pdf", /absolute/],
    ["is on a server", "\\\\server\\cvs\\a.pdf", /absolute/],
    ["is on the web", "https://ats.example.com/a.pdf", /web address/],
    ["leads out", "../secret.pdf", /leads out/],
    ["leads out in the middle", "cvs/../../secret.pdf", /leads out/],
    ["leads out, encoded", "%2e%2e/secret.pdf", /leads out/],
    ["leads out, by backslashes", "..\\secret.pdf", /leads out/],
    ["leads out by a link", "link.pdf", /leads out/],
    ["lies in a folder that is a link and leads out", "linked/secret.pdf", /leads out/],
    ["is a folder", "cvs", /A folder/],
    ["is the folder itself", ".", /leads out|A folder/],
    ["is empty", "empty.pdf", /empty/],
    ["is too large", "large.pdf", /300 MB/],
  ])("%s", (_case, name, message) => {
    put("cvs/a.pdf");
    put("empty.pdf", "");
    put("large.pdf", "x");
    // A hole: nothing is written, nor read.
    truncateSync(join(exports, "large.pdf"), 300 * 1024 * 1024 + 1);
    mkdirSync(join(root, "elsewhere"));
    writeFileSync(join(root, "secret.pdf"), "secret");
    writeFileSync(join(root, "elsewhere/secret.pdf"), "secret");
    symlinkSync(join(root, "secret.pdf"), join(exports, "link.pdf"));
    symlinkSync(join(root, "elsewhere"), join(exports, "linked"));
    expect(find(name)).toMatchObject({ kind: "bad_file", message: expect.stringMatching(message) });
  });

  it("could be one of two", () => {
    put("cvs/a b.pdf");
    put("cvs/a%2520b.pdf", "another");
    put(`${"é".normalize("NFC")}x/${"é".normalize("NFD")}.pdf`, "one");
    put(`${"é".normalize("NFD")}x/${"é".normalize("NFC")}.pdf`, "another");
    expect(find("éx/é.pdf".normalize("NFC"))).toMatchObject({ message: expect.stringMatching(/Several files/) });
  });

  it("could be one of two that differ in upper and lower case", () => {
    put("cvs/A.pdf", "one");
    put("cvs/a.PDF", "another");
    expect(find("cvs/a.pdf")).toMatchObject({ message: expect.stringMatching(/Several files/) });
  });

  it.each([
    ["no UTF-8", Buffer.from([0xc0, 0xee, 0xcb, 0xc4, 0x2e, 0x70, 0x64, 0x66])],
    ["read as code page 437", Buffer.from("└ε╦─.pdf")],
  ])("was unpacked under a name that is %s", (_, name) => {
    put("cvs/ok.pdf");
    writeFileSync(Buffer.concat([Buffer.from(`${join(exports, "cvs")}/`), name]), "李四");
    expect(find("cvs\\李四.pdf")).toMatchObject({ message: expect.stringMatching(/garbled when an archive/) });
    expect(find("cvs/none.pdf")).toMatchObject({ message: expect.stringMatching(/^There is no such file below/) });
  });

  it("would lie beside a pipe", () => {
    expect(foldersOf(["-"])).toEqual([]);
    expect(exportFiles(foldersOf(["-"]))("a.pdf")).toMatchObject({ message: expect.stringMatching(/pipe/) });
  });
});

it("a changed file is seen by its size or its times alone, and one that is put there or taken away", () => {
  put("a.pdf", "one");
  const stamp = () => stampOf([exports], ["a.pdf", "b.pdf"]);
  const before = stamp();
  expect(stamp()).toBe(before);
  utimesSync(join(exports, "a.pdf"), 1_700_000_000, 1_700_000_000);
  const touched = stamp();
  put("b.pdf");
  expect(new Set([before, touched, stamp()]).size).toBe(3);
});
