import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterwards, type Scope } from "../cli/program.js";

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly socket: Socket;
  /** How-many-eth request of its connection, from 1. */
  readonly nth: number;
}

/**
 * A server that writes each answer as the bytes it is given, in the order of the requests of a connection; and whatever
 * else somebody writes to the socket, whenever that is.
 */
export async function wireServer(
  answer: (request: WireRequest) => Promise<Buffer>,
  scope: Scope = "test",
): Promise<{ readonly url: string }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    let waiting = Buffer.alloc(0);
    let answers = Promise.resolve();
    let nth = 0;
    socket.on("data", (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      for (let read = requestIn(waiting); read !== undefined; read = requestIn(waiting)) {
        waiting = waiting.subarray(read.length);
        nth += 1;
        const request = { ...read, socket, nth };
        const bytes = answer(request);
        answers = answers.then(async () => void socket.write(await bytes));
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterwards(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }, scope);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The first whole request of some bytes. */
function requestIn(bytes: Buffer) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString("latin1");
  const size = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const length = end + 4 + size;
  if (bytes.length < length) return undefined;
  const [method = "", path = ""] = head.split(" ");
  return { method, path, body: bytes.subarray(end + 4, length).toString(), length };
}
