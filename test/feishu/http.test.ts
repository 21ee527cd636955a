import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Dispatcher, errors } from "undici";
import { describe, expect, it } from "vitest";
import { parseBaseUrl } from "../../src/feishu/base-url.js";
import { exchange } from "../../src/feishu/exchange.js";
import { createTransport, type TransportOptions } from "../../src/feishu/http.js";
import { ExitError } from "../../src/model/exit-error.js";
import { closing, httpServer, json, nobody, tcpServer } from "./servers.js";

const POST = { method: "POST", path: "/open-apis/x", body: { name: "岳云" } } as const;

function transportTo(base_url: URL, options: Partial<TransportOptions> = {}) {
  return closing(createTransport({ base_url, environment: {}, ...options }));
}

/** undici, as it puts a request back into its queue after the connection broke that it was written to. */
function beginningTwice(onSecond: (begin: () => void) => void): Dispatcher {
  const dispatch = (_options: unknown, handler: Dispatcher.DispatchHandler) => {
    const controller = { abort: () => undefined } as unknown as Dispatcher.DispatchController;
    const begin = () => handler.onRequestStart?.(controller, {});
    begin();
    onSecond(begin);
    handler.onResponseError?.(controller, new errors.SocketError("other side closed"));
    return true;
  };
  return { dispatch } as unknown as Dispatcher;
}

/** Ends a TCP exchange in some way once the request's head has arrived. */
function afterRequest(act: (socket: import("node:net").Socket) => void) {
  return tcpServer((socket) => socket.once("data", () => act(socket)));
}

describe("a request", () => {
  it("leaves as one whole HTTP request, and its answer comes back whole", async () => {
    const { url, seen } = await httpServer((_, response) => json(response, 200, { code: 0 }, { "x-tt-logid": "L1" }));
    const answer = await transportTo(new URL("/lark/", url), { version: "1.2.3" }).request({
      ...POST,
      query: { page_token: "a b&c" },
      headers: { authorization: "Bearer t-1" },
    });
    expect(answer).toMatchObject({ kind: "answer", http_status: 200, text: '{"code":0}', cut: false });
    expect(answer.kind === "answer" && answer.headers["x-tt-logid"]).toBe("L1");
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: "POST",
      url: "/lark/open-apis/x?page_token=a+b%26c",
      body: '{"name":"岳云"}',
    });
    expect(seen[0]!.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      authorization: "Bearer t-1",
      "user-agent": "hire-import/1.2.3",
      "content-length": "17",
    });
  });

  it("uses one connection again while nothing else is in flight, and another one for each in flight", async () => {
    const ports = new Set<number | undefined>();
    const waiting: (() => void)[] = [];
    const { url } = await httpServer((seen, response, request) => {
      ports.add(request.socket.remotePort);
      if (seen.method === "GET") json(response, 200, { code: 0 });
      else waiting.push(() => json(response, 200, { code: 0 }));
      if (waiting.length === 3) for (const answer of waiting.splice(0)) answer();
    });
    const transport = transportTo(url);
    for (let n = 0; n < 5; n++) await transport.request({ method: "GET", path: "/" });
    expect(ports.size).toBe(1);
    await Promise.all([POST, POST, POST].map((request) => transport.request(request)));
    expect(ports.size).toBe(3);
  });

  it("follows no redirect", async () => {
    const { url, seen } = await httpServer((_, response) => response.writeHead(307, { location: "/there" }).end());
    expect(await transportTo(url).request(POST)).toMatchObject({ kind: "answer", http_status: 307 });
    expect(seen).toHaveLength(1);
  });

  it("is cut off at 1 MiB of answer", async () => {
    const { url } = await httpServer((_, response) => response.end(Buffer.alloc(3 * 1024 * 1024, "x")));
    const answer = await transportTo(url).request(POST);
    expect(answer).toMatchObject({ kind: "answer", cut: true });
    expect(answer.kind === "answer" && answer.text.length).toBe(1024 * 1024);
  });
});

describe("a request that certainly did not leave is unreachable", () => {
  it("when the connection is refused", async () => {
    const answer = await transportTo(await nobody()).request(POST);
    expect(answer).toMatchObject({ kind: "unreachable", reason: "ECONNREFUSED" });
  });

  it("when the name does not resolve", async () => {
    const answer = await transportTo(new URL("https://feishu.invalid")).request(POST);
    expect(answer.kind).toBe("unreachable");
    expect(answer.kind === "unreachable" && answer.reason).toMatch(
      /^(ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|PROXY_HTTP_\d+)$/,
    );
  });

  it("when the TLS handshake is reset, or never ends", async () => {
    // A loopback https URL: direct, and no byte of HTTP without a handshake.
    const reset = await tcpServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const https = (url: URL) => new URL(`https://${url.host}`);
    expect(await transportTo(https(reset.url)).request(POST)).toMatchObject({
      kind: "unreachable",
      reason: "ECONNRESET",
    });
    const silent = await tcpServer(() => undefined);
    expect(await transportTo(https(silent.url), { connect_timeout_ms: 60 }).request(POST)).toMatchObject({
      kind: "unreachable",
      reason: "CONNECT_TIMEOUT",
    });
  });

  it("when the other side does not speak TLS", async () => {
    const { url, seen } = await httpServer((_, response) => json(response, 200, { code: 0 }));
    const answer = await transportTo(new URL(`https://${url.host}`)).request(POST);
    expect(answer.kind).toBe("unreachable");
    expect(seen).toHaveLength(0);
  });
});

it("a request that was given up before its turn came is not written when it comes", async () => {
  let left = 0;
  let handler: Dispatcher.DispatchHandler | undefined;
  const dispatch = (_options: unknown, given: Dispatcher.DispatchHandler) => {
    handler = given;
    return true;
  };
  const wire = transportTo(await nobody()).encode(POST);
  const timeouts = { connect_timeout_ms: 1, answer_timeout_ms: 1 };
  const answer = await exchange({ dispatch } as unknown as Dispatcher, wire, timeouts, () => void left++);
  expect(answer.kind).toBe("unreachable");
  const controller = { abort: () => undefined } as unknown as Dispatcher.DispatchController;
  expect(() => handler?.onRequestStart?.(controller, {})).toThrow("not to be written");
  expect(left).toBe(0);
});

describe("a request without a whole answer is lost", () => {
  it.each([
    ["reset after the request", (s) => s.resetAndDestroy(), /^(ECONNRESET|UND_ERR_SOCKET)$/],
    ["closed after the request", (s) => s.end(), /^UND_ERR_SOCKET$/],
    ["no HTTP", (s) => s.end("SSH-2.0-nothing\r\n\r\n"), /^NOT_HTTP$/],
    ["half a head", (s) => s.end("HTTP/1.1 200 OK\r\nContent-Le"), /./],
    ["half a body", (s) => s.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"code":0'), /^UND_ERR_/],
    ["a chunk cut", (s) => s.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"code"'), /./],
    ["no last chunk", (s) => s.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{"code":0}\r\n'), /./],
  ] as [string, (socket: import("node:net").Socket) => void, RegExp][])("%s", async (_name, act, reason) => {
    const { url } = await afterRequest(act);
    const answer = await transportTo(url).request(POST);
    expect(answer.kind).toBe("lost");
    expect(answer.kind === "lost" && answer.reason).toMatch(reason);
  });

  it("keeps the head of an answer that broke off", async () => {
    const { url } = await afterRequest((socket) =>
      socket.end("HTTP/1.1 502 Bad\r\nX-Tt-Logid: L2\r\nContent-Length: 99\r\n\r\nhalf"),
    );
    expect(await transportTo(url).request(POST)).toMatchObject({
      kind: "lost",
      http_status: 502,
      headers: { "x-tt-logid": "L2" },
    });
  });

  it("when no answer comes, or one that drips for ever", async () => {
    const hang = await tcpServer(() => undefined);
    const drip = await httpServer((_, response) => {
      const timer = setInterval(() => response.write(" "), 10);
      response.on("close", () => clearInterval(timer));
    });
    for (const { url } of [hang, drip]) {
      const answer = await transportTo(url, { answer_timeout_ms: 80 }).request(POST);
      expect(answer).toMatchObject({ kind: "lost", reason: "ANSWER_TIMEOUT" });
    }
  });

  it.each([
    ["reset", (s) => s.resetAndDestroy()],
    ["closed", (s) => s.end()],
    ["closed within the answer", (s) => s.end("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")],
  ] as [string, (socket: import("node:net").Socket) => void][])(
    "and is never written a second time by itself: a kept connection that is %s",
    async (_name, act) => {
      let connections = 0;
      let requests = 0;
      const { url } = await tcpServer((socket) => {
        connections++;
        socket.on("data", () => {
          requests++;
          if (requests === 1) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
          else act(socket);
        });
      });
      const transport = transportTo(url);
      expect((await transport.request({ method: "GET", path: "/" })).kind).toBe("answer");
      expect((await transport.request(POST)).kind).toBe("lost");
      expect(connections).toBe(1);
      expect(requests).toBe(2);
    },
  );

  it("nor where undici begins it anew: what has left once is not let out again", async () => {
    let left = 0;
    const answer = await exchange(
      beginningTwice((beginAgain) => expect(beginAgain).toThrow("not to be written")),
      transportTo(await nobody()).encode(POST),
      { connect_timeout_ms: 1_000, answer_timeout_ms: 1_000 },
      () => void left++,
    );
    expect(answer).toMatchObject({ kind: "lost", reason: "UND_ERR_SOCKET" });
    expect(left).toBe(1);
  });
});

it("reads the answer that came while the process stood still, instead of calling it late", async () => {
  const worker = new Worker(
    `const { createServer } = require("node:http"); const { parentPort } = require("node:worker_threads");
     const server = createServer((q, r) => { q.resume(); q.on("end", () => r.end("{}")); });
     server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));`,
    { eval: true },
  );
  const [port] = await once(worker, "message");
  const transport = transportTo(new URL(`http://127.0.0.1:${port}`), { answer_timeout_ms: 100 });
  await transport.request({ method: "GET", path: "/" });
  const connection = await transport.connection();
  if ("kind" in connection) throw new Error("unreachable");
  const answer = connection.send(transport.encode(POST));
  // A connection used before is written to in the next turn of the loop.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const end_ms = performance.now() + 400;
  while (performance.now() < end_ms);
  expect((await answer).kind).toBe("answer");
  await transport.close();
  await worker.terminate();
});

describe("a connection", () => {
  it("stands before anything is sent, and writes nothing by itself", async () => {
    let bytes = 0;
    const connected: number[] = [];
    const { url } = await tcpServer((socket, nth) => {
      connected.push(nth);
      socket.on("data", (chunk) => {
        bytes += chunk.length;
      });
    });
    const transport = transportTo(url);
    const both = await Promise.all([transport.connection(), transport.connection()]);
    for (const connection of both) expect(connection).not.toHaveProperty("kind");
    await expect.poll(() => connected).toEqual([1, 2]);
    expect(bytes).toBe(0);
  });

  it("writes on a new connection before send returns", async () => {
    const { url } = await httpServer((_, response) => json(response, 200, { code: 0 }));
    const transport = transportTo(url);
    const connection = await transport.connection();
    if ("kind" in connection) throw new Error("unreachable");
    let left = 0;
    const answer = connection.send(transport.encode(POST), () => void left++);
    expect(left).toBe(1);
    expect(await answer).toMatchObject({ kind: "answer", http_status: 200 });
    expect(left).toBe(1);
  });
});

describe("a proxy of the environment", () => {
  function through(HTTPS_PROXY: string, base_url: URL) {
    return transportTo(base_url, { environment: { HTTPS_PROXY } }).request(POST);
  }

  it("is asked for a tunnel, and its refusal is told", async () => {
    let asked = "";
    const { url } = await tcpServer((socket) =>
      socket.once("data", (chunk) => {
        asked = String(chunk).split("\r\n")[0]!;
        socket.end("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n");
      }),
    );
    const answer = await through(url.href, new URL("https://feishu.invalid"));
    expect(answer).toMatchObject({ kind: "unreachable", reason: "PROXY_HTTP_407" });
    expect(asked).toBe("CONNECT feishu.invalid:443 HTTP/1.1");
  });

  it("is asked once where it closes the connection instead of answering", async () => {
    let asked = 0;
    const { url } = await tcpServer((socket) =>
      socket.once("data", () => {
        asked++;
        socket.end();
      }),
    );
    expect(await through(url.href, new URL("https://feishu.invalid"))).toMatchObject({ kind: "unreachable" });
    expect(asked).toBe(1);
  });

  it.each([
    ["someone:hunter2@", "someone:hunter2"],
    ["someone:@", "someone:"],
    ["someone@", "someone:"],
    [":hunter2@", ":hunter2"],
    ["some%40one:a%3Ab%2F@", "some@one:a:b/"],
  ])("is told the credentials of http://%s…", async (credentials, told) => {
    let head = "";
    const { url } = await tcpServer((socket) =>
      socket.once("data", (chunk) => {
        head = String(chunk);
        socket.end("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
      }),
    );
    await through(`http://${credentials}${url.host}`, new URL("https://feishu.invalid"));
    const [, sent = ""] = /^proxy-authorization: Basic (\S+)/im.exec(head) ?? [];
    expect(Buffer.from(sent, "base64").toString()).toBe(told);
  });

  it("is not asked for this machine", async () => {
    const { url } = await httpServer((_, response) => json(response, 200, { code: 0 }));
    expect((await through((await nobody()).href, url)).kind).toBe("answer");
  });

  it("that is no URL ends the command, without showing it", async () => {
    const asked = async () => through("http://user:hunter2@:bad", new URL("https://feishu.invalid"));
    const error = await asked().catch((e) => e);
    expect(error).toBeInstanceOf(ExitError);
    expect(error.exit).toBe(2);
    expect(`${error.message}${error.hint}${error.cause}`).not.toContain("hunter2");
  });
});

describe("parseBaseUrl", () => {
  it.each([
    "https://open.feishu.cn",
    "http://127.0.0.1:8080",
    "http://127.9.8.7",
    "http://[::1]:1",
    "http://localhost:3/x",
  ])("takes %s", (text) => expect(parseBaseUrl(` ${text} `).href).toContain(text));

  it.each([
    "http://open.feishu.cn",
    "http://127.0.0.1.evil.example",
    "http://localhost.evil.example",
    "ftp://127.0.0.1",
    "https://me:hunter2@open.feishu.cn",
    "https://me:hunter2@:bad",
    "https://open.feishu.cn/?a=hunter2",
    "https://open.feishu.cn/#hunter2",
    "open.feishu.cn",
    "",
  ])("refuses %s with exit 2 and quotes no secret", (text) => {
    let stop: unknown;
    try {
      parseBaseUrl(text);
    } catch (error) {
      stop = error;
    }
    expect(stop).toBeInstanceOf(ExitError);
    expect((stop as ExitError).exit).toBe(2);
    expect(`${(stop as ExitError).message} ${(stop as ExitError).hint}`).not.toContain("hunter2");
  });
});
