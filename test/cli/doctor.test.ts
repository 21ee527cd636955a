import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rows, UNKNOWN_TALENT, workplace } from "./exports.js";
import { folder, hire } from "./program.js";
import { sandboxProcess } from "./sandbox.js";

interface FindingFacts {
  readonly check: string;
  readonly verdict: string;
}

const brief = (findings: readonly FindingFacts[]) => findings.map(({ check, verdict }) => `${check} ${verdict}`);
const ALL_GOOD = ["credentials good", "clock good", "address good", "scope good"];

/** A folder with an export and a mapping, and calls of the program in it. */
async function desk(all = rows(40), sandbox_flags: readonly string[] = []) {
  const feishu = await sandboxProcess(sandbox_flags);
  const cwd = workplace(all);
  const call = (...args: string[]) => hire(args, { cwd, env: feishu.env });
  const requests = async () =>
    (await fetch(`${feishu.url}/sandbox/requests`)).json() as Promise<Record<string, object>>;
  return { feishu, cwd, call, json: async (...args: string[]) => (await call(...args, "--json")).json, requests };
}

describe("doctor", () => {
  it("says where credentials come from", async () => {
    const ran = await hire(["doctor"], { cwd: folder() });
    expect(ran).toMatchObject({ exit: 2, stdout: "" });
    expect(ran.stderr).toMatch(/FEISHU_APP_ID and FEISHU_APP_SECRET are not set\n.*developer console/);
  });

  it("finds all good, asks for some talents, and writes nothing, there or here", async () => {
    const records = join(folder(), "records");
    const { cwd, json, requests, feishu } = await desk(rows(40), ["--records", records]);
    const before = [readFileSync(records, "utf8"), readdirSync(cwd)];
    const { exit, findings, place, target, next } = await json("doctor", "export.csv");
    expect({ exit, target, place }).toEqual({ exit: 0, target: "external-application", place: feishu.url });
    expect(brief(findings)).toEqual([...ALL_GOOD, "talents good"]);
    expect(findings.at(-1)).toMatchObject({ asked: 20, absent: [], message: expect.stringMatching(/sampled/) });
    expect(next).toBe("hire-import check export.csv");
    expect(Object.keys(await requests())).toEqual(["token", "external_application.list"]);
    expect([readFileSync(records, "utf8"), readdirSync(cwd)]).toEqual(before);
  });

  it("asks for the talents of rows whose times and values are not understood yet", async () => {
    const { cwd, json } = await desk(rows(3, (n) => ({ stage: `0${n}/0${n}/2024`, job: "unheard of" })));
    const fields =
      "external_id: id, talent_id: talent, create_time: stage, delivery_type: { column: job, values: { x: 1 } }";
    writeFileSync(join(cwd, "mapping.yaml"), `target: external-application\ntimezone: UTC\nfields: { ${fields} }\n`);
    const { exit, findings } = await json("doctor", "export.csv");
    expect(exit).toBe(0);
    expect(findings.at(-1)).toMatchObject({ check: "talents", asked: 3 });
  });

  it("works before there is a mapping, and without an account", async () => {
    const cwd = folder();
    const { exit, stdout, stderr } = await hire(["doctor", "--sandbox"], { cwd });
    expect(exit).toBe(0);
    expect(stderr).toMatch(/No mapping\.yaml here/);
    expect(stdout).toMatch(/^sandbox as cli_sandbox, for external applications\nok /);
    expect(stdout).toMatch(/\nnext:\nhire-import init --help\n$/);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("does not read an export without a mapping", async () => {
    const { cwd, call } = await desk();
    rmSync(join(cwd, "mapping.yaml"));
    expect(await call("doctor", "export.csv")).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/--mapping FILE/),
    });
    expect(await call("doctor", "-m", "another.yaml")).toMatchObject({ exit: 2 });
  });

  it("names the scope that is missing and where it is added, and asks for no talent then", async () => {
    const { call, json, requests } = await desk(rows(3), ["--without-scope", "hire:external_application"]);
    const { exit, findings, next } = await json("doctor", "export.csv");
    expect(exit).toBe(3);
    expect(brief(findings)).toEqual(["credentials good", "clock good", "scope bad"]);
    expect(findings.at(-1)).toMatchObject({ code: 99991672, scopes: ["hire:external_application"] });
    expect(next).toBe("hire-import doctor export.csv --json");
    const told = (await call("doctor")).stdout;
    expect(told).toMatch(
      /\nfail .*hire:external_application.*\[99991672\]\n +→ Add it in the developer console .*publish/,
    );
    expect(await requests()).toMatchObject({ "external_application.list": { arrived: 2 } });
  });

  it("asks for the scope that finding talents by mail needs, where the mapping does that", async () => {
    const { cwd, json, requests } = await desk(rows(3), ["--without-scope", "hire:talent"]);
    const fields = "fields: { external_id: id, talent_id: { resolve: { email: note } } }";
    writeFileSync(join(cwd, "mapping.yaml"), `target: external-application\n${fields}\n`);
    const { exit, findings } = await json("doctor", "export.csv");
    expect(exit).toBe(3);
    expect(brief(findings)).toEqual([...ALL_GOOD, "scope bad"]);
    expect(findings.at(-1)).toMatchObject({ scopes: ["hire:talent", "hire:talent:readonly"] });
    expect(await requests()).toMatchObject({ "external_application.list": { arrived: 1 } });
  });

  it.each([
    [["--deny-address"], "address bad", /allow-list/],
    [["--disable-app"], "app bad", /disabled/],
  ])("tells an address that is refused from an app that is: %j", async (flags, finding, words) => {
    const { call, json } = await desk(rows(1), flags);
    const { exit, findings } = await json("doctor");
    expect(exit).toBe(3);
    expect(brief(findings)).toEqual(["credentials good", "clock good", finding]);
    expect((await call("doctor")).stdout).toMatch(words);
  });

  it("ends with 1 where the clock is wrong, or talents do not exist", async () => {
    const late = await desk(rows(1), ["--clock-skew", "10m"]);
    const told = await late.call("doctor");
    expect(told).toMatchObject({
      exit: 1,
      stdout: expect.stringMatching(/\nfail +this machine's clock is (599|60\d) s behind/),
    });

    const { json } = await desk(rows(5, (n) => (n === 3 ? { talent: UNKNOWN_TALENT } : {})));
    const { exit, findings, next } = await json("doctor", "export.csv");
    expect(exit).toBe(1);
    expect(findings.at(-1)).toMatchObject({ check: "talents", asked: 5, absent: [UNKNOWN_TALENT] });
    expect(next).toBe("hire-import check export.csv --online");
  });

  it("does not wait long for a Feishu that is not there", async () => {
    const env = { FEISHU_APP_ID: "cli_x", FEISHU_APP_SECRET: "x", FEISHU_BASE_URL: "http://127.0.0.1:9" };
    const ran = await hire(["doctor", "--json", "--max-outage", "10ms"], { cwd: folder(), env });
    expect(ran).toMatchObject({ exit: 4, json: { ok: false, error: { kind: "unreachable" } } });
  });
});

describe("check --online of external applications", () => {
  it("warns of talents that do not exist, with their lines, and sends nothing", async () => {
    const all = rows(6, (n) => (n === 2 || n === 5 ? { talent: UNKNOWN_TALENT } : {}));
    const { call, json, requests, feishu } = await desk(all);
    const { exit, preflight, warnings } = await json("check", "export.csv", "--online");
    expect(exit).toBe(0);
    expect(brief(preflight)).toEqual([...ALL_GOOD, "talents bad"]);
    expect(preflight.at(-1)).toMatchObject({ asked: 5, absent: [UNKNOWN_TALENT] });
    expect(warnings).toMatchObject([{ kind: "unknown_talent", value: UNKNOWN_TALENT, count: 2, lines: [3, 6] }]);
    const told = (await call("check", "export.csv", "--online")).stdout;
    expect(told).toMatch(/\nfail +1 of 5 talents .*\n +→ Create the talent first/);
    expect(told).toMatch(/2 {2}warning {2}talent_id "\d+404": .*1002102.*\n +line 3, line 6\n/);
    expect(Object.keys(await requests())).toEqual(["token", "external_application.list"]);
    expect(await feishu.records()).toEqual([]);
    expect(await json("check", "export.csv")).not.toHaveProperty("preflight");
  });

  it("ends with 3 where Feishu does not let us in, and tells the rows all the same", async () => {
    const { json } = await desk(rows(2), ["--deny-address"]);
    const { exit, counts, preflight, warnings, next } = await json("check", "export.csv", "--online");
    expect({ exit, warnings }).toEqual({ exit: 3, warnings: [] });
    expect(counts.pending).toBe(2);
    expect(brief(preflight)).toEqual(["credentials good", "clock good", "address bad"]);
    expect(next).toMatch(/^hire-import check export\.csv --online/);
  });
});
