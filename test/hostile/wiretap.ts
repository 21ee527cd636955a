import { once } from "node:events";
import { type AddressInfo, createServer, type Socket, connect as socketTo } from "node:net";
import { afterwards, type Scope } from "../cli/program.js";

/** A pipe of bytes to a server on loopback that counts, for each key, the requests whose body came through it. */
export interface Wiretap {
  readonly url: string;
  /** How many creates were on the wire, by external_id. */
  readonly seen: ReadonlyMap<string, number>;
}

const EXTERNAL_ID = /"external_id":"([^"]+)"/g;
/** A key may come in two chunks: so much of what came is looked through again. */
const OVERLAP_CHARS = 80;

/** Stands between the program and `url`, and changes nothing: every byte and every end is passed on. */
export async function wiretap(url: string, scope: Scope): Promise<Wiretap> {
  const seen = new Map<string, number>();
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: false }, (client) => {
    const upstream = socketTo(Number(new URL(url).port), "127.0.0.1");
    let text = "";
    client.on("data", (chunk) => {
      text += chunk.toString("latin1");
      let end = 0;
      for (const found of text.matchAll(EXTERNAL_ID)) {
        const [whole, key = ""] = found;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        end = found.index + whole.length;
      }
      text = text.slice(Math.max(end, text.length - OVERLAP_CHARS));
    });
    client.pipe(upstream).pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterwards(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }, scope);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
