import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { createTransport } from "../../src/feishu/http.js";
import { ANSWER_OF_ANOTHER, notReached } from "../../src/feishu/network-failures.js";
import { closing, httpServer, json, nobody, tcpServer } from "./servers.js";

const GET = { method: "GET", path: "/" } as const;
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"code":0}';

function transportTo(base_url: URL, environment = {}) {
  return closing(createTransport({ base_url, environment, connect_timeout_ms: 2_000, answer_timeout_ms: 2_000 }));
}

/** A server that keeps every request until it is told to answer them all. */
async function slowServer() {
  const held: (() => void)[] = [];
  let open = 0;
  let made = 0;
  const server = await tcpServer((socket) => {
    made += 1;
    open += 1;
    socket.on("close", () => {
      open -= 1;
    });
    socket.on("data", () => held.push(() => socket.write(ANSWER)));
  });
  const answerAll = () => {
    for (const answer of held.splice(0)) answer();
  };
  return { ...server, open: () => open, made: () => made, in_flight: () => held.length, answerAll };
}

describe("connections", () => {
  it("are made ahead, one more than are in flight, once one came about", async () => {
    const server = await slowServer();
    const transport = transportTo(server.url);
    transport.warm();
    const first = transport.request(GET);
    await expect.poll(server.in_flight).toBe(1);
    expect(server.made(), "nobody knows yet whether it can be reached").toBe(1);
    transport.warm();
    transport.warm();
    await expect.poll(server.open).toBeGreaterThan(1);
    const second = transport.request(GET);
    await expect.poll(server.in_flight).toBe(2);
    transport.warm();
    await expect.poll(server.open).toBeGreaterThan(2);
    server.answerAll();
    await Promise.all([first, second]);
    transport.warm();
    // Two more where it takes long to make one, as on a busy machine.
    expect(server.made()).toBeLessThanOrEqual(4);
  });

  it("are not made ahead to a server that is out of reach", async () => {
    const transport = transportTo(await nobody());
    expect(await transport.connection()).toMatchObject({ kind: "unreachable" });
    transport.warm();
    expect(transport.standing()).toBeUndefined();
  });

  it("that a server closes after each answer cost no request", async () => {
    let requests = 0;
    const { url } = await tcpServer((socket) =>
      socket.once("data", () => {
        requests += 1;
        socket.end(ANSWER);
      }),
    );
    const transport = transportTo(url);
    for (let nth = 0; nth < 5; nth++) {
      await new Promise(setImmediate);
      expect((await transport.request(GET)).kind).toBe("answer");
    }
    expect(requests).toBe(5);
  });

  it("that a server has closed are not given out, and others are made in their place", async () => {
    let made = 0;
    let closed = 0;
    const { url } = await tcpServer((socket) => {
      made += 1;
      socket.on("close", () => {
        closed += 1;
      });
      socket.once("data", () => socket.end(ANSWER));
    });
    const transport = transportTo(url);
    await transport.request(GET);
    await expect.poll(() => closed).toBe(1);
    transport.warm();
    await expect.poll(() => made).toBeGreaterThan(1);
    const other = transportTo(url);
    await other.request(GET);
    await expect.poll(() => closed).toBe(2);
    expect(other.standing()).toBeUndefined();
  });

  it("by which the answer before comes once more, and then another, are not believed", async () => {
    const own = ANSWER.replace('{"code":0}', '{"code":1}');
    const { url } = await tcpServer((socket) => {
      let nth = 0;
      socket.on("data", () => {
        nth += 1;
        socket.write(nth === 2 ? ANSWER + own : ANSWER);
      });
    });
    const transport = transportTo(url);
    expect((await transport.request(GET)).kind).toBe("answer");
    expect(await transport.request(GET)).toMatchObject({ kind: "lost", reason: ANSWER_OF_ANOTHER });
    // By a new one all is as it was.
    expect((await transport.request(GET)).kind).toBe("answer");
  });

  it("say when they were closed before a byte left", async () => {
    const { url } = await tcpServer((socket) => socket.once("data", () => socket.write(ANSWER)));
    const transport = transportTo(url);
    await transport.request(GET);
    const held = transport.standing();
    if (held === undefined) throw new Error("there is no connection");
    await transport.close();
    let has_left = false;
    const answer = await held.send(transport.encode(GET), () => {
      has_left = true;
    });
    expect([answer.kind, has_left]).toEqual(["unreachable", false]);
  });
});

describe("behind a proxy", () => {
  /** Tunnels to one server, whatever it is asked for. */
  async function proxyTo(server: URL, onConnect: (socket: Socket) => boolean) {
    let asked = 0;
    const { url } = await tcpServer((socket) =>
      socket.once("data", () => {
        asked += 1;
        if (!onConnect(socket)) return;
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        const far = connect(Number(server.port), server.hostname);
        far.on("error", () => socket.destroy()).on("close", () => socket.destroy());
        socket.on("close", () => far.destroy()).pipe(far);
        far.pipe(socket);
      }),
    );
    return { environment: { HTTP_PROXY: url.href }, asked: () => asked };
  }

  const FEISHU = new URL("http://feishu.invalid");

  it("one connection serves again and again", async () => {
    const { url, seen } = await httpServer((_, response) => json(response, 200, { code: 0 }));
    const { environment, asked } = await proxyTo(url, () => true);
    const transport = transportTo(FEISHU, environment);
    for (let nth = 0; nth < 5; nth++) expect((await transport.request(GET)).kind).toBe("answer");
    expect(seen).toHaveLength(5);
    expect(asked()).toBe(1);
  });

  it.each([
    ["ends the connection", (socket: Socket) => socket.end()],
    ["resets the connection", (socket: Socket) => socket.resetAndDestroy()],
    ["refuses", (socket: Socket) => socket.end("HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n")],
    ["speaks no HTTP", (socket: Socket) => socket.end("SSH-2.0-nothing\r\n\r\n")],
  ])("that %s when it is asked for a tunnel, it is asked once", async (_name, act) => {
    const { environment, asked } = await proxyTo(FEISHU, (socket) => {
      act(socket);
      return false;
    });
    const transport = transportTo(FEISHU, environment);
    expect(await transport.request(GET)).toMatchObject({ kind: "unreachable" });
    transport.warm();
    expect(asked()).toBe(1);
    expect(await transport.request(GET)).toMatchObject({ kind: "unreachable" });
    expect(asked()).toBe(2);
  });
});

it.each(["EMFILE", "ENFILE"])("no connection for want of open files (%s) is not laid at the network's door", (code) => {
  expect(notReached(code).hint).toContain("ulimit -n");
});
