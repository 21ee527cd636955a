import type { ServerResponse } from "node:http";
import type { Answer } from "./answers.js";
import type { FaultName } from "./faults.js";

export interface Stamp {
  readonly now_ms: number;
  readonly log_id: string;
}

type Delivery = (response: ServerResponse, answer: Answer, stamp: Stamp) => void;

/** How each fault spoils the answer. Those of the gateway and 1002001 are whole answers like any other. */
const DELIVERY: Record<FaultName, Delivery> = {
  cut_before: cut,
  cut_after: cut,
  hang_before: hang,
  hang_after: hang,
  error_500_before: sendJson,
  error_500_after: sendJson,
  error_200_before: sendJson,
  error_200_after: sendJson,
  html_502_before: (response, _answer, stamp) => sendHtml(response, 502, "502 Bad Gateway", stamp),
  html_502_after: (response, _answer, stamp) => sendHtml(response, 502, "502 Bad Gateway", stamp),
  html_200_after: (response, _answer, stamp) => sendHtml(response, 200, "Welcome", stamp),
  truncated_after: sendHalf,
  throttle: sendJson,
  throttle_400: sendJson,
  token_dead: sendJson,
};

/** Writes the answer, or what the fault makes of it. */
export function deliver(response: ServerResponse, answer: Answer, fault: FaultName | null, stamp: Stamp): void {
  // The client may have left while we waited; the work is done all the same.
  if (response.destroyed) return;
  const how = fault === null ? sendJson : DELIVERY[fault];
  how(response, answer, stamp);
}

function sendJson(response: ServerResponse, answer: Answer, stamp: Stamp): void {
  const bytes = bytesOf(answer, stamp);
  writeHead(response, answer.http_status, "application/json; charset=utf-8", bytes.length, stamp, answer.headers);
  response.end(bytes);
}

function sendHalf(response: ServerResponse, answer: Answer, stamp: Stamp): void {
  const bytes = bytesOf(answer, stamp);
  writeHead(response, answer.http_status, "application/json; charset=utf-8", bytes.length, stamp, answer.headers);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
}

function sendHtml(response: ServerResponse, http_status: number, title: string, stamp: Stamp): void {
  const bytes = Buffer.from(`<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`);
  writeHead(response, http_status, "text/html", bytes.length, stamp);
  response.end(bytes);
}

function cut(response: ServerResponse): void {
  response.socket?.destroy();
}

function hang(): void {
  // The socket stays open until the client leaves or the sandbox closes.
}

function writeHead(
  response: ServerResponse,
  http_status: number,
  content_type: string,
  content_length: number,
  stamp: Stamp,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.sendDate = false;
  response.writeHead(http_status, {
    "content-type": content_type,
    "content-length": content_length,
    date: new Date(stamp.now_ms).toUTCString(),
    "x-tt-logid": stamp.log_id,
    ...headers,
  });
}

/** Where a body has an `error`, real answers carry the log id there as `log_id`. */
function bytesOf(answer: Answer, stamp: Stamp): Buffer {
  const { error } = answer.body;
  const stamped = typeof error === "object" && error !== null ? { error: { ...error, log_id: stamp.log_id } } : {};
  return Buffer.from(JSON.stringify({ ...answer.body, ...stamped }));
}
