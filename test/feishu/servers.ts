import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterwards } from "../support/afterwards.js";

/** Something to be closed when the test ends. */
export function closing<T extends { close(): Promise<void> }>(thing: T): T {
  afterwards(() => thing.close());
  return thing;
}

async function listen(server: Server, end: () => void): Promise<{ url: URL; stop: () => Promise<void> }> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const stop = async () => {
    end();
    // That it is stopped already is no failure.
    await new Promise((resolve) => server.close(resolve));
  };
  afterwards(stop);
  return { url, stop };
}

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export type Handler = (seen: Seen, response: ServerResponse, request: IncomingMessage) => void;

/** An HTTP server on loopback that keeps what it saw. The handler runs once the request's body is there. */
export async function httpServer(handle: Handler): Promise<{ url: URL; stop: () => Promise<void>; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      handle(one, response, request);
    });
  });
  return { ...(await listen(server, () => server.closeAllConnections())), seen };
}

/** A TCP server on loopback: for what an HTTP server would never do. */
export async function tcpServer(
  onSocket: (socket: Socket, nth: number) => void,
): Promise<{ url: URL; stop: () => Promise<void> }> {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    onSocket(socket, sockets.length);
  });
  return listen(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

/** Answers with JSON, as Feishu does. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}

/** A port of loopback where nothing listens. */
export async function nobody(): Promise<URL> {
  const server = createTcpServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return new URL(`http://127.0.0.1:${port}`);
}
