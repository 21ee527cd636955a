import { gzipSync } from "node:zlib";
import { http, json, type RawAnswer } from "./raw-feishu.js";

/** Clears the screen, sets a title, turns text round, and pretends to be another line. */
export const STEER = "\u001b[2J\u001b]0;owned\u0007\u202Eevil\u2066\u009b31m\r\n\u2028error: all is well\u0085";
const STEER_JSON = JSON.stringify(STEER).slice(1, -1);

/**
 * A connection's last answer, which says so: else the next row's request may be written before the end is noticed, and
 * is lost as well.
 */
const last: typeof http = (status, headers, body) => http(status, [...headers, "Connection: close"], body);

/** One hostile answer, and what the row that meets it comes to. */
export interface Case {
  readonly name: string;
  readonly answer: RawAnswer;
  readonly status: "done" | "rejected" | "in_doubt";
  /** The attempt's. */
  readonly verdict: string;
}

const nested = (depth: number) => `${'{"data":'.repeat(depth)}1${"}".repeat(depth)}`;
const data = (text: string) => `{"code":0,"msg":"success","data":${text}}`;
const good = (id: string) => data(`{"external_application":{"id":"${id}"}}`);
const html = (bytes: number) => `<html>${"<p>Sign in to the network</p>".repeat(bytes / 29)}</html>`;
const unreadable = { status: "in_doubt", verdict: "unreadable_answer" } as const;
const lost = { status: "in_doubt", verdict: "lost" } as const;
const accepted = { status: "in_doubt", verdict: "accepted" } as const;
const done = { status: "done", verdict: "accepted" } as const;
const refused = { status: "rejected", verdict: "refused" } as const;

export const CASES: readonly Case[] = [
  {
    name: "5 MB of HTML with HTTP 200",
    answer: (socket) => socket.end(last("200 OK", ["Content-Type: text/html"], html(5e6))),
    ...unreadable,
  },
  {
    name: "escape sequences in the msg of an unknown code",
    answer: json("400 Bad Request", `{"code":4711,"msg":"${STEER_JSON}"}`),
    status: "rejected",
    verdict: "unknown_code",
  },
  {
    name: "escape sequences in field violations",
    answer: json(
      "400 Bad Request",
      `{"code":1002002,"msg":"x","error":{"field_violations":[
        {"field":"${STEER_JSON}","description":"${STEER_JSON}"}]}}`,
    ),
    ...refused,
  },
  {
    name: "escape sequences in the log id of the body",
    answer: json("400 Bad Request", `{"code":1002102,"msg":"x","error":{"log_id":"${STEER_JSON}${"9".repeat(5000)}"}}`),
    ...refused,
  },
  {
    name: "escape sequences in the log id of the header",
    answer: json("400 Bad Request", '{"code":1002102,"msg":"x"}', ["X-Tt-Logid: 2025\u001b[2J\u009b31m"]),
    ...lost,
  },
  {
    name: "a folded log id that goes on in the next line",
    answer: json("400 Bad Request", '{"code":1002102,"msg":"x"}', ["X-Tt-Logid: 2025", "\tevil"]),
    ...lost,
  },
  { name: "JSON of 100 levels", answer: json("200 OK", data(nested(100))), ...accepted },
  { name: "JSON of 100 000 levels", answer: json("200 OK", data(nested(100_000))), ...accepted },
  { name: "a code 100 levels deep", answer: json("200 OK", `{"code":${nested(100)}}`), ...unreadable },
  {
    name: "an id that is a number",
    answer: json("200 OK", data('{"external_application":{"id":7400000000000000001}}')),
    ...accepted,
  },
  {
    name: "an id that is a number no double holds",
    answer: json("200 OK", data(`{"external_application":{"id":1${"0".repeat(400)}}}`)),
    ...accepted,
  },
  {
    name: "an id in another place",
    answer: json(
      "200 OK",
      data('{"__proto__":{"external_application":{"id":"7400000000000000019"}},"id":"7400000000000000019"}'),
    ),
    ...accepted,
  },
  {
    name: "an id that steers terminals",
    answer: json("200 OK", data(`{"external_application":{"id":"74${STEER_JSON}"}}`)),
    ...accepted,
  },
  { name: "an id of 100 kB", answer: json("200 OK", good("7".repeat(100_000))), ...accepted },
  {
    name: "a code that is a string",
    answer: json("200 OK", good("1").replace('"code":0', '"code":"0"')),
    ...unreadable,
  },
  { name: "a code that no double holds", answer: json("200 OK", good("1").replace(":0", ":1e400")), ...unreadable },
  { name: "a list instead of an object", answer: json("200 OK", `[${good("1")}]`), ...unreadable },
  { name: "two objects", answer: json("200 OK", good("1") + good("2")), ...unreadable },
  {
    name: "a msg that is an object",
    answer: json("400 Bad Request", '{"code":1002002,"msg":{"toString":"x"},"error":[null,{"field_violations":7}]}'),
    ...refused,
  },
  { name: "half of a UTF-8 character in the msg", answer: halfCharacter(), ...refused },
  {
    name: "no header at all",
    answer: (socket, act) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${good(act())}`),
    ...done,
  },
  {
    name: "doubled headers",
    answer: (socket, act) =>
      socket.end(
        last(
          "200 OK",
          ["Date: yesterday", "Date: Thu, 01 Jan 1970 00:00:00 GMT", "X-Tt-Logid: A", "X-Tt-Logid: B", "Set-Cookie: a"],
          good(act()),
        ),
      ),
    ...done,
  },
  {
    name: "two lengths",
    answer: (socket, act) => socket.end(last("200 OK", ["Content-Length: 3"], good(act()))),
    ...lost,
  },
  {
    name: "headers of 200 kB",
    answer: (socket, act) => socket.end(last("200 OK", [`X-Tt-Logid: ${"9".repeat(200_000)}`], good(act()))),
    ...done,
  },
  {
    name: "headers of 2 MB",
    answer: (socket, act) => socket.end(last("200 OK", [`X-Tt-Logid: ${"9".repeat(2_000_000)}`], good(act()))),
    ...lost,
  },
  {
    name: "early hints before the answer",
    answer: (socket, act) =>
      socket.end(
        Buffer.concat([Buffer.from("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"), last("200 OK", [], good(act()))]),
      ),
    ...done,
  },
  {
    name: "another protocol",
    answer: (socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\nUpgrade: evil\r\nConnection: Upgrade\r\n\r\n"),
    ...lost,
  },
  { name: "no HTTP at all", answer: (socket) => socket.end(`${STEER}\r\n\r\n`), ...lost },
  {
    name: "204 without a body",
    answer: (socket) => socket.end("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
    status: "in_doubt",
    verdict: "empty_answer",
  },
  { name: "504 of a gateway", answer: (socket) => socket.end(last("504 Gateway Timeout", [], "<html>")), ...lost },
  {
    name: "compressed without being asked",
    answer: (socket, act) => socket.end(last("200 OK", ["Content-Encoding: gzip"], gzipSync(good(act())))),
    ...done,
  },
  {
    name: "a bomb",
    answer: (socket) => socket.end(last("200 OK", ["Content-Encoding: gzip"], gzipSync(Buffer.alloc(50_000_000)))),
    ...unreadable,
  },
  {
    name: "100 (Continue) that nobody asked for",
    answer: (socket, act) =>
      socket.end(Buffer.concat([Buffer.from("HTTP/1.1 100 Continue\r\n\r\n"), last("200 OK", [], good(act()))])),
    ...done,
  },
  {
    name: "a byte order mark before the JSON",
    answer: (socket, act) => socket.end(last("200 OK", [], `\uFEFF${good(act())}`)),
    ...done,
  },
  {
    name: "an answer that nobody asked for behind the good one",
    answer: (socket, act) =>
      socket.write(Buffer.concat([http("200 OK", [], good(act())), http("200 OK", [], good("7400000000000009999"))])),
    ...done,
  },
];

function halfCharacter(): RawAnswer {
  const body = Buffer.concat([Buffer.from('{"code":1002002,"msg":"'), Buffer.from([0xe4, 0xb8]), Buffer.from('"}')]);
  return (socket) => socket.end(last("400 Bad Request", [], body));
}

/** A byte now and then, without end. */
export const drip: RawAnswer = (socket) => {
  socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  const timer = setInterval(() => socket.write("1\r\n \r\n"), 100);
  socket.on("close", () => clearInterval(timer));
  socket.on("error", () => clearInterval(timer));
};
