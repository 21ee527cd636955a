import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/cli/clock.js";
import { createFeishuClient } from "../../src/feishu/client.js";
import { COMMON_CODES } from "../../src/feishu/codes.js";
import { createTransport } from "../../src/feishu/http.js";
import { createPacer } from "../../src/feishu/pacer.js";
import { createTokens } from "../../src/feishu/token.js";
import { closing, httpServer, json, tcpServer } from "./servers.js";

const ROWS = 48;
const AT_ONCE = 6;
/** Each token is good for so many requests, and nobody is told. */
const TOKEN_LIVES_REQUESTS = 12;
const ANSWER_MS = 20;
const TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";

/** Feishu with tokens that die, behind a proxy that counts its tunnels. */
async function world() {
  const counts = { tokens: 0, refused: 0, open: 0, most_open: 0 };
  const used = new Map<string, number>();
  const { url } = await httpServer(({ url: path, headers }, response) => {
    if (path === TOKEN_PATH) {
      counts.tokens += 1;
      return json(response, 200, { code: 0, tenant_access_token: `t-${counts.tokens}`, expire: 7200 });
    }
    const token = headers.authorization ?? "";
    const count = (used.get(token) ?? 0) + 1;
    used.set(token, count);
    const is_dead = count > TOKEN_LIVES_REQUESTS;
    if (is_dead) counts.refused += 1;
    const [status, code] = is_dead ? [400, 99991663] : [200, 0];
    setTimeout(() => json(response, status, { code, msg: "", data: {} }), ANSWER_MS);
  });
  const proxy = await tcpServer((socket: Socket) =>
    socket.once("data", () => {
      counts.open += 1;
      counts.most_open = Math.max(counts.most_open, counts.open);
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      const far = connect(Number(url.port), url.hostname);
      far.on("error", () => socket.destroy()).on("close", () => socket.destroy());
      socket.on("close", () => {
        counts.open -= 1;
        far.destroy();
      });
      socket.pipe(far);
      far.pipe(socket);
    }),
  );
  return { counts, environment: { HTTP_PROXY: proxy.url.href }, token_url: url };
}

describe("the sending path", () => {
  it("holds two tunnels more than are in flight, and a token that dies costs no more than those", async () => {
    const { counts, environment, token_url } = await world();
    const transport = closing(createTransport({ base_url: new URL("http://feishu.invalid"), environment }));
    const token_transport = closing(createTransport({ base_url: token_url, environment: {} }));
    const app = { app_id: "cli_a1", app_secret: "s3cr3t" };
    const tokens = createTokens({ transport: token_transport, ...app, clock: systemClock });
    const pacer = createPacer({ ...systemClock, cap_per_s: 200 });
    const client = createFeishuClient({ transport, tokens, pacer, codes: COMMON_CODES });
    let done = 0;
    let in_flight = 0;
    let most_in_flight = 0;
    const leave = () => {
      in_flight += 1;
      most_in_flight = Math.max(most_in_flight, in_flight);
    };
    const carry = async () => {
      while (done < ROWS) {
        const reply = await client.send(() => ({ request: { method: "POST", path: "/rows", body: {} }, leave }));
        in_flight -= 1;
        if (reply?.ok === true) done += 1;
        else expect(reply).toMatchObject({ failure: { kind: "token_dead" } });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, carry));
    expect(counts.most_open).toBeLessThanOrEqual(most_in_flight + 2);
    const deaths = counts.tokens - 1;
    expect(deaths).toBeGreaterThanOrEqual(ROWS / TOKEN_LIVES_REQUESTS - 1);
    expect(counts.refused).toBeLessThanOrEqual(deaths * most_in_flight + most_in_flight);
  });
});
