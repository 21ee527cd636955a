import type { Socket } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { classify } from "../../src/feishu/classify.js";
import { COMMON_CODES } from "../../src/feishu/codes.js";
import { createTransport } from "../../src/feishu/http.js";
import { http } from "../hostile/raw-feishu.js";
import { closing, tcpServer } from "./servers.js";

const BODY = JSON.stringify({ code: 0, msg: "success", data: { id: "7400000000000000019", title: "岳云" } });
const TITLE = "岳云";

type Bytes = string | Buffer;

const packed = (coding: string, bytes: Buffer) => http("200 OK", [`Content-Encoding: ${coding}`], bytes);
const whole = (headers: readonly string[] = [], body: Bytes = BODY) => http("200 OK", headers, body);
const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
const chunked = (...lines: readonly string[]) =>
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${lines.join("\r\n")}`;
const hex = (text: string) => Buffer.byteLength(text).toString(16);

/** Whole answers that HTTP allows, and that not every program reads. */
const READABLE: readonly (readonly [name: string, ...parts: readonly Bytes[]])[] = [
  ["packed with gzip though nobody asked", packed("gzip", gzipSync(BODY))],
  ["packed with x-gzip, in capitals", packed("X-GZIP", gzipSync(BODY))],
  ["packed with deflate", packed("deflate", deflateSync(BODY))],
  ["packed with deflate, without the wrapper of zlib", packed("deflate", deflateRawSync(BODY))],
  ["packed with br", packed("br", brotliCompressSync(BODY))],
  ["packed twice", packed("gzip, br", brotliCompressSync(gzipSync(BODY)))],
  ["packed, and not said so", whole([], gzipSync(BODY))],
  ["not packed, and said so", packed("gzip", Buffer.from(BODY))],
  ["said to be identity", packed("identity", Buffer.from(BODY))],
  ["a byte order mark before the JSON", whole([], `\uFEFF${BODY}`)],
  ["two byte order marks", whole([], `\uFEFF\uFEFF${BODY}`)],
  ["a byte order mark, packed", packed("gzip", gzipSync(`\uFEFF${BODY}`))],
  ["UTF-16 by its mark", whole([], Buffer.from(`\uFEFF${BODY}`, "utf16le"))],
  [
    "GB 18030 by its head",
    whole(
      ["Content-Type: application/json; charset=GB18030"],
      Buffer.from(BODY.replace(TITLE, "\xd4\xc0\xd4\xc6"), "latin1"),
    ),
  ],
  ["UTF-8, whatever the head says", whole(["Content-Type: application/json;charset=gbk"])],
  ["white space around the JSON", whole([], `\r\n  ${BODY}\n\n`)],
  ["a 100 that nobody asked for", CONTINUE, whole()],
  ["a 100 and the answer at once", Buffer.concat([Buffer.from(CONTINUE), whole()])],
  ["three of them, with headers", `HTTP/1.1 100 Continue\r\nVia: 1.1 x\r\n\r\n${CONTINUE}${CONTINUE}`, whole()],
  ["a 100 byte by byte", ...CONTINUE, whole()],
  ["a 100 without a phrase", "HTTP/1.1 100\r\n\r\n", whole()],
  ["102, then 103", "HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", whole()],
  ["103, then a 100", `HTTP/1.1 103 Early Hints\r\n\r\n`, CONTINUE, whole()],
  ["a head of 100 kB in one header", whole([`Set-Cookie: a=${"9".repeat(100_000)}`])],
  [
    "a head of 100 kB in a thousand headers",
    whole(Array.from({ length: 1_000 }, (_, n) => `X-${n}: ${"9".repeat(90)}`)),
  ],
  ["chunks", chunked(hex(BODY), BODY, "0", "", "")],
  ["chunks with extensions and trailers", chunked(`${hex(BODY)};a=b;c="d"`, BODY, "0;x", "X-Sum: 1", "Y: 2", "", "")],
  ["chunks of one character each", chunked(...Array.from(BODY, (each) => `${hex(each)}\r\n${each}`), "0", "", "")],
  ["no reason phrase", `HTTP/1.1 200 \r\nContent-Length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`],
  ["no reason phrase, and no space", `HTTP/1.1 200\r\nContent-Length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`],
  ["headers in small letters", `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`],
  ["headers in capitals", `HTTP/1.1 200 OK\r\nCONTENT-LENGTH:${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`],
  ["a length with leading zeros", `HTTP/1.1 200 OK\r\nContent-Length: 000${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`],
  ["HTTP/1.0 with a length", `HTTP/1.0 200 OK\r\nContent-Length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`],
  ["a hint how long the connection stands", whole(["Connection: keep-alive", "Keep-Alive: timeout=1, max=1"])],
];

/** What ends only with the connection. */
const UNTIL_THE_END: typeof READABLE = [
  ["HTTP/1.0 without a length", `HTTP/1.0 200 OK\r\n\r\n${BODY}`],
  ["no length", `HTTP/1.1 200 OK\r\n\r\n${BODY}`],
  ["no length, packed", Buffer.from("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"), gzipSync(BODY)],
];

/** Bytes that no reader may take for an answer. */
const UNREADABLE: typeof READABLE = [
  ["packed and cut short", packed("gzip", gzipSync(BODY).subarray(0, -12))],
  ["packed and damaged", packed("br", Buffer.from("not packed by br"))],
  ["a coding that nobody knows", packed("snappy", Buffer.from([1, 2, 3]))],
  ["a bomb", packed("gzip", gzipSync(`${" ".repeat(50_000_000)}${BODY}`))],
];

/** Writes the parts one after another, each when the one before has left. */
function written(socket: Socket, parts: readonly Bytes[], done: () => void = () => {}): void {
  const [first, ...others] = parts;
  if (first === undefined) return done();
  socket.write(first, () => setImmediate(() => written(socket, others, done)));
}

const GET = { method: "GET", path: "/" } as const;

async function asked(parts: readonly Bytes[], ends = false) {
  const { url } = await tcpServer((socket) => {
    socket.setNoDelay(true);
    socket.on("data", () => written(socket, parts, () => ends && socket.end()));
  });
  return closing(createTransport({ base_url: url, environment: {} }));
}

describe("an answer that HTTP allows is read", () => {
  it.each(READABLE)("%s", async (_name, ...parts) => {
    const transport = await asked(parts);
    // The second one may come by the same connection.
    for (const nth of [1, 2]) {
      const raw = await transport.request(GET);
      const reply = classify(raw, COMMON_CODES);
      expect(reply, `request ${nth}: ${JSON.stringify(raw).slice(0, 200)}`).toMatchObject({
        ok: true,
        data: { id: "7400000000000000019", title: TITLE },
      });
    }
  });

  it.each(UNTIL_THE_END)("%s", async (_name, ...parts) => {
    const transport = await asked(parts, true);
    expect(classify(await transport.request(GET), COMMON_CODES)).toMatchObject({ ok: true, data: { title: TITLE } });
  });

  it.each(UNREADABLE)("and not: %s", async (_name, ...parts) => {
    const transport = await asked(parts);
    const reply = classify(await transport.request(GET), COMMON_CODES);
    expect(reply).toMatchObject({ ok: false, failure: { kind: "unreadable_answer" } });
  });
});

it("knows of no answer where only an interim one came before the end", async () => {
  const transport = await asked(["HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"], true);
  const raw = await transport.request(GET);
  expect(raw).toMatchObject({ kind: "lost" });
  expect(raw).not.toHaveProperty("http_status");
});

it("asks for answers that are not packed", async () => {
  let head = "";
  const { url } = await tcpServer((socket) =>
    socket.on("data", (chunk) => {
      head += chunk;
      socket.write(whole());
    }),
  );
  await closing(createTransport({ base_url: url, environment: {} })).request(GET);
  expect(head.toLowerCase()).toContain("accept-encoding: identity\r\n");
});
