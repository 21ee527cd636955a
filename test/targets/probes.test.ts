import { describe, expect, it, onTestFinished } from "vitest";
import { overNetwork } from "../../src/app/connect.js";
import { feishuPlace } from "../../src/app/feishu.js";
import { systemClock } from "../../src/cli/clock.js";
import { type Door, type Finding, preflight } from "../../src/engine/checks/preflight.js";
import { askReferences } from "../../src/engine/checks/references.js";
import { Sample } from "../../src/engine/checks/sample.js";
import type { Reply } from "../../src/model/reply.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.js";
import { TARGETS } from "../../src/targets/index.js";
import { talentProbe } from "../../src/targets/talent-probe.js";
import type { Probe, Target } from "../../src/targets/target.js";

const SIGNAL = new AbortController().signal;

async function sandboxOf(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Asks once: patience is tested elsewhere. */
async function doorOf(sandbox: Sandbox, target: Target, app_secret = sandbox.app_secret): Promise<Door> {
  const connect = overNetwork({ clock: systemClock, version: "1.0.0", environment: process.env });
  const place = feishuPlace({ base_url: sandbox.url, app_id: sandbox.app_id, app_secret });
  const feishu = await connect(place, { codes: target.codes });
  onTestFinished(() => feishu.close());
  return {
    token: async () => given(await feishu.token(SIGNAL)),
    ask: async (request, cap_per_s) => given(await feishu.client({ cap_per_s }).ask(request, SIGNAL)),
    now_ms: () => systemClock.now_ms(),
  };
}

function given(reply: Reply | undefined): Reply {
  if (reply === undefined) throw new Error("nobody has stopped it, and there is no answer");
  return reply;
}

const brief = (findings: readonly Finding[]) =>
  findings.map(({ check, verdict, exit }) => `${check} ${verdict} ${exit}`);
const askable = (probes: readonly Probe[]) => probes.filter(({ request }) => !("none" in request));

describe.each(TARGETS.map((target) => [target.name, target] as const))("%s", (_, target) => {
  const probes = Array.from(new Set([...target.probes, talentProbe]));

  it("has scopes, each with a harmless read or a reason why there is none", async () => {
    expect(askable(target.probes).length).toBeGreaterThan(0);
    expect(target.probes.some(({ is_needed }) => is_needed)).toBe(true);
    for (const { scopes, purpose, request } of target.probes) {
      expect(scopes.every((scope) => scope.startsWith("hire:"))).toBe(true);
      expect(purpose).toMatch(/^to /);
      if ("none" in request) expect(request.none.length).toBeGreaterThan(20);
    }
  });

  it("finds everything good, and leaves no trace", async () => {
    const sandbox = await sandboxOf();
    const findings = await preflight(await doorOf(sandbox, target), probes);
    const scopes = probes.map(({ request }) => ("none" in request ? "scope not_known 0" : "scope good 0"));
    expect(brief(findings)).toEqual(["credentials good 0", "clock good 0", "address good 0", ...scopes]);
    expect(sandbox.records()).toEqual([]);
    expect(Object.keys(sandbox.requests()).join(" ")).not.toMatch(/create|update|delete|publish$/);
  });

  it("names what is missing, each for itself", async () => {
    for (const probe of askable(probes)) {
      const [scope = ""] = probe.scopes;
      const findings = await preflight(await doorOf(await sandboxOf({ without_scopes: [scope] }), target), probes);
      const missing = findings.filter(({ code }) => code === 99991672);
      expect(missing).toMatchObject([{ check: "scope", scopes: probe.scopes, hint: expect.stringMatching(/console/) }]);
      expect(missing[0]).toMatchObject(probe.is_needed ? { verdict: "bad", exit: 3 } : { verdict: "note", exit: 0 });
      expect(missing[0]?.message).toContain(scope);
    }
  });

  it("lets a smaller scope do where that is enough", async () => {
    for (const { scopes } of askable(probes).filter((probe) => probe.scopes.length > 1)) {
      const reader = await sandboxOf({ without_scopes: scopes.filter((scope) => scope.endsWith(":readonly")) });
      expect(
        (await preflight(await doorOf(reader, target), probes)).filter(({ verdict }) => verdict === "bad"),
      ).toEqual([]);
    }
  });

  it.each([
    [{ address_allowed: false }, "address", 99991401],
    [{ app_enabled: false }, "app", 99991662],
  ])("asks nothing more where nothing more would be answered: %j", async (options, check, code) => {
    const sandbox = await sandboxOf(options);
    const findings = await preflight(await doorOf(sandbox, target), probes);
    expect(brief(findings)).toEqual(["credentials good 0", "clock good 0", `${check} bad 3`]);
    expect(findings.at(-1)).toMatchObject({ code, log_id: expect.any(String) });
    expect(Object.values(sandbox.requests()).reduce((sum, { arrived }) => sum + arrived, 0)).toBe(2);
  });
});

describe("the way in", () => {
  const target = TARGETS[0] as Target;

  it("ends at credentials that are refused, with a word on the brand", async () => {
    const findings = await preflight(await doorOf(await sandboxOf(), target, "another"), target.probes);
    expect(findings).toMatchObject([{ check: "credentials", verdict: "bad", exit: 3, code: 10014 }]);
    expect(findings[0]?.hint).toContain("open.larksuite.com");
    expect(JSON.stringify(findings)).not.toContain("another");
  });

  it.each([
    [0, "good", 0, /within \d+ s of Feishu/],
    [20_000, "good", 0, /within \d+ s of Feishu/],
    [120_000, "note", 0, /(119|120|121) s behind/],
    [-120_000, "note", 0, /(119|120|121) s ahead of/],
    [600_000, "bad", 1, /(599|600|601) s behind/],
    [-600_000, "bad", 1, /(599|600|601) s ahead of/],
  ])("judges the clock: Feishu's is %i ms ahead", async (clock_skew_ms, verdict, exit, words) => {
    const findings = await preflight(await doorOf(await sandboxOf({ clock_skew_ms }), target), target.probes);
    const clock = findings.filter(({ check }) => check === "clock");
    expect(clock).toMatchObject([{ verdict, exit, message: expect.stringMatching(words) }]);
  });

  it("says so where a scope could not be asked for", async () => {
    const sandbox = await sandboxOf({ faults: { error_500_before: 1 }, faulty_apis: ["external_application.list"] });
    const findings = await preflight(await doorOf(sandbox, target), target.probes);
    expect(brief(findings)).toEqual(["credentials good 0", "clock good 0", "scope not_known 4"]);
  });
});

describe("what rows refer to", () => {
  const target = TARGETS.find(({ refers_to }) => refers_to !== undefined) as Target;
  const reference = target.refers_to as NonNullable<Target["refers_to"]>;
  const HERE = ["6930815272790114324", "6930815272790114325"];
  const GONE = "6930815272790100404";

  const ask = async (sandbox: Sandbox, ids: readonly string[], size = 20) => {
    const sample = new Sample(size);
    for (const id of ids) sample.add(id);
    return askReferences(await doorOf(sandbox, target), reference, sample);
  };

  it("is all there", async () => {
    const finding = await ask(await sandboxOf(), HERE);
    expect(finding).toMatchObject({ check: "talents", verdict: "good", exit: 0, asked: 2, absent: [] });
    expect(finding.message).toMatch(/^2 of 2 talents exist/);
    expect((await ask(await sandboxOf(), HERE, 1)).message).toMatch(/^1 of 1 sampled/);
  });

  it("is nothing: that proves nothing", async () => {
    expect(await ask(await sandboxOf(), [])).toMatchObject({ verdict: "note", exit: 0, asked: 0 });
  });

  it("is not all there: how many, and which", async () => {
    const finding = await ask(await sandboxOf(), [...HERE, GONE]);
    expect(finding).toMatchObject({ check: "talents", verdict: "bad", exit: 1, asked: 3, absent: [GONE] });
    expect(finding.message).toMatch(/^1 of 3 talents/);
  });

  it("could not be asked for, which says nothing of it", async () => {
    const sandbox = await sandboxOf();
    sandbox.planFaults("external_application.list", ["error_500_before"]);
    expect(await ask(sandbox, HERE)).toMatchObject({ verdict: "not_known", exit: 4, asked: 1, absent: [] });
  });
});
