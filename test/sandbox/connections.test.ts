import { Agent, request } from "node:http";
import { connect } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { APPLICATIONS, CREATE, open, signIn, TALENT } from "./support.js";

function createOver(agent: Agent, url: string, authorization: string, external_id: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization, "content-type": "application/json" };
    const outgoing = request(`${url}${APPLICATIONS}`, { method: "POST", agent, headers }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(JSON.stringify({ talent_id: TALENT, external_id }));
  });
}

describe("connections", () => {
  it("serves many at once and keeps them alive", async () => {
    const sandbox = await open({ rate_per_s: 1000 });
    const { authorization } = await signIn(sandbox);
    const agent = new Agent({ keepAlive: true, maxSockets: 80 });
    const statuses = await Promise.all(
      Array.from({ length: 800 }, (_, i) => createOver(agent, sandbox.url, authorization, `A-${i}`)),
    );
    agent.destroy();
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(sandbox.records()).toHaveLength(800);
  });

  it("delays each answer by the latency, and acts before it", async () => {
    const sandbox = await open({ latency_ms: 150, jitter_ms: 5 });
    const { create } = await signIn(sandbox);
    const start_ms = performance.now();
    const creating = create({ talent_id: TALENT });
    await vi.waitFor(() => expect(sandbox.records()).toHaveLength(1), { timeout: 120_000, interval: 1 });
    expect((await creating).body.code).toBe(0);
    expect(performance.now() - start_ms).toBeGreaterThanOrEqual(149);
  });

  it("closes although requests hang and half requests wait", async () => {
    const sandbox = await open();
    const { authorization } = await signIn(sandbox);
    sandbox.planFaults(CREATE, ["hang_before"]);
    const agent = new Agent({ keepAlive: true });
    const hanging = createOver(agent, sandbox.url, authorization, "A-1").catch(() => "no answer");
    const half = connect(sandbox.port, "127.0.0.1");
    half.write(
      `POST ${APPLICATIONS} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-length: 50\r\n\r\n{`,
    );
    const half_closed = new Promise((resolve) => half.on("error", () => undefined).on("close", resolve));
    const arrived = () => expect(sandbox.requests()[CREATE]?.arrived).toBe(2);
    await vi.waitFor(arrived, { timeout: 120_000, interval: 5 });
    await sandbox.close();
    await sandbox.close();
    await half_closed;
    expect(await hanging).toBe("no answer");
    expect(sandbox.records()).toEqual([]);
    agent.destroy();
  });

  it("says that a port is taken", async () => {
    const sandbox = await open();
    await expect(open({ port: sandbox.port })).rejects.toMatchObject({ kind: "port_unusable" });
  });

  it.each([{ rate_per_s: 0 }, { port: 70_000 }, { latency_ms: Number.NaN }, { window: "other" as "fixed" }])(
    "refuses %j",
    async (options) => {
      await expect(open(options)).rejects.toMatchObject({ kind: "bad_option" });
    },
  );
});
