import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterwards, type Scope } from "../cli/program.js";

/** Writes an answer as bytes of its own making. `act` creates the row's record and gives back its id. */
export type RawAnswer = (socket: Socket, act: () => string) => void;

/** A server on loopback that can answer with any bytes at all. */
export interface RawFeishu {
  readonly env: Readonly<Record<string, string>>;
  /** The record of each row that acted, by external_id. */
  readonly held: ReadonlyMap<string, string>;
  /** How many creates came for each row. */
  readonly came: ReadonlyMap<string, number>;
  /** From now on: null is a good answer. */
  answer(how: (external_id: string, body: string) => RawAnswer | null): void;
  /** What lists are answered with from now on; null: with what is held of the talent. */
  list(how: (talent_id: string) => RawAnswer | null): void;
}

export interface RawOptions {
  readonly app_secret?: string;
  readonly token?: string;
  readonly scope?: Scope;
}

/** A whole HTTP answer. `headers` as lines, with whatever stands in them. */
export function http(status: string, headers: readonly string[], body: string | Buffer): Buffer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${bytes.length}`, "", ""].join("\r\n");
  return Buffer.concat([Buffer.from(head, "latin1"), bytes]);
}

const JSON_TYPE = "Content-Type: application/json; charset=utf-8";

/** Answers with a JSON body as it is written, and ends the connection. */
export function json(status: string, body: string, headers: readonly string[] = []): RawAnswer {
  return (socket) => socket.end(http(status, [JSON_TYPE, "Connection: close", ...headers], body));
}

const created = (id: string) => JSON.stringify({ code: 0, msg: "success", data: { external_application: { id } } });

interface Held {
  readonly id: string;
  readonly talent_id: string;
  readonly fields: object;
}

export async function rawFeishu(options: RawOptions = {}): Promise<RawFeishu> {
  const { app_secret = "raw-secret", token = "t-g1raw0123456789", scope = "test" } = options;
  const held = new Map<string, Held>();
  const came = new Map<string, number>();
  let answer: (external_id: string, body: string) => RawAnswer | null = () => null;
  let list: (talent_id: string) => RawAnswer | null = () => null;

  const act = (text: string): string => {
    const { external_id, ...fields } = JSON.parse(text) as { external_id: string; talent_id: string };
    const id = held.get(external_id)?.id ?? String(7_500_000_000_000_000_000n + BigInt(held.size + 1) * 31n);
    held.set(external_id, { id, talent_id: fields.talent_id, fields });
    return id;
  };
  const good = (response: ServerResponse, body: string) => {
    response.writeHead(200, { "content-type": "application/json", "x-tt-logid": "20250203090000RAW" });
    response.end(body);
  };
  // A response forgets its socket as soon as that is closed: a call that was stopped closes it before the answer.
  const create = (text: string, response: ServerResponse, socket: Socket) => {
    const { external_id } = JSON.parse(text) as { external_id: string };
    came.set(external_id, (came.get(external_id) ?? 0) + 1);
    const raw = answer(external_id, text);
    if (raw === null) return good(response, created(act(text)));
    raw(socket, () => act(text));
  };
  const show = (talent_id: string, response: ServerResponse, socket: Socket) => {
    const raw = list(talent_id);
    if (raw !== null) return raw(socket, () => "");
    const of_talent = Array.from(held.values()).filter((each) => each.talent_id === talent_id);
    const items = of_talent.map(({ id, fields }) => ({ id, ...fields }));
    good(response, JSON.stringify({ code: 0, msg: "success", data: { items, has_more: false } }));
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? "", "http://localhost");
    if (url.pathname.endsWith("/tenant_access_token/internal")) {
      return good(response, JSON.stringify({ code: 0, msg: "ok", tenant_access_token: token, expire: 7200 }));
    }
    if (request.method === "GET") {
      return show(url.searchParams.get("talent_id") ?? "", response, request.socket);
    }
    return create(text, response, request.socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterwards(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }, scope);
  const { port } = server.address() as AddressInfo;
  return {
    env: { FEISHU_BASE_URL: `http://127.0.0.1:${port}`, FEISHU_APP_ID: "cli_raw", FEISHU_APP_SECRET: app_secret },
    get held() {
      return new Map(Array.from(held, ([external_id, { id }]) => [external_id, id]));
    },
    came,
    answer: (how) => {
      answer = how;
    },
    list: (how) => {
      list = how;
    },
  };
}
