import { describe, expect, it, vi } from "vitest";
import { createFaults, FAULT_NAMES, type FaultName, type FaultProbabilities } from "../../src/sandbox/faults.js";
import { APPLICATIONS, CREATE, open, signIn, TALENT } from "./support.js";

interface Seen {
  readonly status: number | "no answer";
  readonly text: string;
}

async function createOnce(url: string, authorization: string, signal?: AbortSignal): Promise<Seen> {
  try {
    const response = await fetch(`${url}${APPLICATIONS}`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ talent_id: TALENT, external_id: "A-1" }),
      ...(signal ? { signal } : {}),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: "no answer", text: "" };
  }
}

const EXPECTED: Record<FaultName, { status: Seen["status"]; text: RegExp; records: number }> = {
  cut_before: { status: "no answer", text: /^$/, records: 0 },
  cut_after: { status: "no answer", text: /^$/, records: 1 },
  hang_before: { status: "no answer", text: /^$/, records: 0 },
  hang_after: { status: "no answer", text: /^$/, records: 1 },
  error_500_before: { status: 500, text: /"code":1002001/, records: 0 },
  error_500_after: { status: 500, text: /"code":1002001/, records: 1 },
  error_200_before: { status: 200, text: /"code":1002001/, records: 0 },
  error_200_after: { status: 200, text: /"code":1002001/, records: 1 },
  html_502_before: { status: 502, text: /<h1>502 Bad Gateway/, records: 0 },
  html_502_after: { status: 502, text: /<h1>502 Bad Gateway/, records: 1 },
  html_200_after: { status: 200, text: /<html>/, records: 1 },
  truncated_after: { status: "no answer", text: /^$/, records: 1 },
  throttle: { status: 429, text: /"code":99991400/, records: 0 },
  throttle_400: { status: 400, text: /"code":99991400/, records: 0 },
  token_dead: { status: 400, text: /"code":99991663/, records: 0 },
};

describe("each fault", () => {
  it.each(FAULT_NAMES)("%s", async (name) => {
    const sandbox = await open();
    const { authorization } = await signIn(sandbox);
    sandbox.planFaults(CREATE, [name]);
    const leave = new AbortController();
    const asking = createOnce(sandbox.url, authorization, leave.signal);
    const met = () => expect(sandbox.requests()[CREATE]?.faults).toEqual({ [name]: 1 });
    await vi.waitFor(met, { timeout: 120_000, interval: 5 });
    if (name.startsWith("hang")) leave.abort();
    const seen = await asking;
    expect(seen.status).toBe(EXPECTED[name].status);
    expect(seen.text).toMatch(EXPECTED[name].text);
    expect(sandbox.records()).toHaveLength(EXPECTED[name].records);

    // The next request meets nothing; with a token that is alive it ends in exactly one record.
    const again = await createOnce(sandbox.url, (await signIn(sandbox)).authorization);
    expect(again.status).toBe(200);
    expect(sandbox.records()).toHaveLength(1);
  });

  it("truncated_after sends a head and half of the JSON", async () => {
    const sandbox = await open();
    const { authorization } = await signIn(sandbox);
    sandbox.planFaults(CREATE, ["truncated_after"]);
    const response = await fetch(`${sandbox.url}${APPLICATIONS}`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ talent_id: TALENT }),
    });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it("token_dead kills the token for good, and the endpoint gives another", async () => {
    const sandbox = await open();
    const old = await signIn(sandbox);
    sandbox.planFaults(CREATE, ["token_dead"]);
    await old.create({ talent_id: TALENT });
    expect((await old.create({ talent_id: TALENT })).body.code).toBe(99991663);
    const fresh = await signIn(sandbox);
    expect(fresh.authorization).not.toBe(old.authorization);
    expect((await fresh.create({ talent_id: TALENT })).body.code).toBe(0);
  });

  it("throttling by fault says how long to wait", async () => {
    const sandbox = await open();
    const { create } = await signIn(sandbox);
    sandbox.planFaults(CREATE, ["throttle_400"]);
    expect((await create({ talent_id: TALENT })).headers.get("x-ogw-ratelimit-reset")).toBe("1");
    expect(sandbox.requests()[CREATE]).toMatchObject({ arrived: 1, accepted: 0 });
  });
});

describe("drawing faults", () => {
  const drawn = (seed: number, api: string, times: number) => {
    const faults = createFaults({ seed, faults: { cut_after: 0.2, throttle: 0.3 } });
    return Array.from({ length: times }, () => faults.draw(api));
  };

  it("is the same for the same seed and api, and another for others", () => {
    expect(drawn(7, CREATE, 200)).toEqual(drawn(7, CREATE, 200));
    expect(drawn(8, CREATE, 200)).not.toEqual(drawn(7, CREATE, 200));
    expect(drawn(7, "token", 200)).not.toEqual(drawn(7, CREATE, 200));
  });

  it("meets the probabilities", () => {
    const names = drawn(1, CREATE, 20_000);
    const share = (name: FaultName | null) => names.filter((other) => other === name).length / names.length;
    expect(share("cut_after")).toBeCloseTo(0.2, 1);
    expect(share("throttle")).toBeCloseTo(0.3, 1);
    expect(share(null)).toBeCloseTo(0.5, 1);
  });

  it("holds for the named APIs alone, and always or never at 1 and 0", () => {
    const faults = createFaults({ seed: 1, faults: { cut_before: 1 }, faulty_apis: [CREATE] });
    expect(faults.draw("token")).toBeNull();
    expect(faults.draw(CREATE)).toBe("cut_before");
    faults.set({});
    expect(faults.draw(CREATE)).toBeNull();
  });

  it.each([
    [{ cut_befor: 1 }, 'no fault "cut_befor"'],
    [{ cut_before: 1.5 }, "probability"],
    [{ cut_before: 0.6, hang_after: 0.6 }, "sum up"],
  ])("refuses %j", async (faults, words) => {
    await expect(open({ faults: faults as FaultProbabilities })).rejects.toThrow(words);
  });
});
