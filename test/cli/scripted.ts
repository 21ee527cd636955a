import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterwards, type Scope } from "./program.js";

const TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";
const PEOPLE_PATH = "/open-apis/hire/v1/talents/batch_get_id";
const CREATE_PATH = "/open-apis/hire/v1/external_applications";

export interface Created {
  readonly external_id: string;
  /** The body as it came, to the byte. */
  readonly text: string;
  /** How many requests came for this row so far, this one included. */
  readonly nth: number;
}

/** What a request is answered with. `ok` acts and says so; `cut` and `hang` act as well where `acts` is set. */
export type Answer =
  | "ok"
  /** Acts and says so, once the time has come. */
  | { readonly how: "held"; readonly until: Promise<void> }
  | { readonly how: "hang"; readonly acts?: boolean }
  /** With `until`: not before that time. */
  | { readonly how: "cut"; readonly acts?: boolean; readonly until?: Promise<void> }
  | { readonly how: "say"; readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };

/** What Feishu is asked about people, as it came. */
export interface AskedPeople {
  readonly email_list?: readonly string[];
  readonly mobile_code?: string;
  readonly mobile_number_list?: readonly string[];
  readonly identification_number_list?: readonly string[];
}

export type Said = Exclude<Answer, "ok" | { how: "held" }>;

export const say = (status: number, code: number, msg = "", headers?: Record<string, string>): Said => ({
  how: "say",
  status,
  body: { code, msg },
  ...(headers === undefined ? {} : { headers }),
});

/** A server on loopback that answers each create as it is told, holds what acted, and lists it. */
export interface ScriptedFeishu {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** Every create that came, in its order. */
  readonly came: readonly Created[];
  /** The id under which each row is held, by external_id; a row that acted twice would be there twice. */
  readonly held: readonly (readonly [external_id: string, id: string])[];
  readonly tokens: () => number;
  /** From now on. */
  answer(how: (created: Created) => Answer): void;
  /** From now on lists are refused, or answered again. */
  lists(readable: boolean): void;
  /** Resolves once so many creates have come. */
  has(count: number): Promise<void>;
}

export interface ScriptOptions {
  readonly app_secret?: string;
  readonly scope?: Scope;
  /** The nth token, or the whole answer where there is to be none. */
  readonly token?: (nth: number) => string | object;
  /** The nth time that people are asked for: the talents it tells, or another answer. */
  readonly people?: (asked: AskedPeople, nth: number) => readonly object[] | Said;
}

/** Like Feishu it takes a second create with the same external_id for the first. */
export async function scriptedFeishu(
  how: (created: Created) => Answer = () => "ok",
  options: ScriptOptions = {},
): Promise<ScriptedFeishu> {
  const { app_secret = "scripted-secret", scope = "test" } = options;
  const { token = (nth) => `t-scripted-${nth}`, people = () => [] } = options;
  let answer = how;
  let asked = 0;
  let tokens = 0;
  let url = "";
  let readable = true;
  const came: Created[] = [];
  const held: [string, string][] = [];
  const waiting = new Set<() => void>();

  const records: Record<string, unknown>[] = [];

  const act = (text: string): string => {
    const { external_id, ...fields } = JSON.parse(text);
    const known = held.find(([each]) => each === external_id);
    if (known !== undefined) return known[1];
    const id = String(7_400_000_000_000_000_000n + BigInt(held.length + 1) * 17n);
    held.push([external_id, id]);
    records.push({ id, ...fields });
    return id;
  };
  const create = (text: string, response: ServerResponse) => {
    const { external_id } = JSON.parse(text) as { external_id: string };
    const nth = came.filter((each) => each.external_id === external_id).length + 1;
    const created = { external_id, text, nth };
    came.push(created);
    for (const look of waiting) look();
    const said = answer(created);
    const accept = () =>
      reply(response, 200, { code: 0, msg: "success", data: { external_application: { id: act(text) } } });
    if (said === "ok") return accept();
    if (said.how === "held") return void said.until.then(accept);
    if (said.how === "say") return reply(response, said.status, said.body, said.headers);
    if (said.acts === true) act(text);
    if (said.how === "cut") void Promise.resolve(said.until).then(() => response.socket?.destroy());
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    if (request.url === TOKEN_PATH) {
      tokens += 1;
      if (JSON.parse(text).app_secret !== app_secret)
        return reply(response, 200, { code: 10014, msg: "secret invalid" });
      const given = token(tokens);
      const body = typeof given === "string" ? { code: 0, msg: "ok", tenant_access_token: given, expire: 7200 } : given;
      return reply(response, 200, body);
    }
    if (request.method === "POST" && request.url === CREATE_PATH) return create(text, response);
    if (request.method === "POST" && request.url === PEOPLE_PATH) {
      asked += 1;
      const said = people(JSON.parse(text), asked);
      if (!("how" in said)) return reply(response, 200, { code: 0, msg: "success", data: { talent_list: said } });
      if (said.how === "say") return reply(response, said.status, said.body, said.headers);
      return said.how === "cut" ? void response.socket?.destroy() : undefined;
    }
    if (request.method === "GET" && request.url?.startsWith(`${CREATE_PATH}?`)) {
      const talent_id = new URL(request.url, url).searchParams.get("talent_id");
      if (!readable) return reply(response, 400, { code: 4712, msg: "not now" });
      const items = records.filter((record) => record.talent_id === talent_id);
      return reply(response, 200, { code: 0, msg: "success", data: { items, has_more: false } });
    }
    return reply(response, 404, { code: 99991201, msg: "no such path" });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterwards(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }, scope);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    env: { FEISHU_BASE_URL: url, FEISHU_APP_ID: "cli_scripted", FEISHU_APP_SECRET: app_secret },
    came,
    held,
    tokens: () => tokens,
    answer: (next) => {
      answer = next;
    },
    lists: (next) => {
      readable = next;
    },
    has: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (came.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

function reply(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const is_text = typeof body === "string";
  const type = is_text ? "text/html" : "application/json; charset=utf-8";
  response.writeHead(status, { "content-type": type, "x-tt-logid": "20250106080000SCRIPTED", ...headers });
  response.end(is_text ? body : JSON.stringify(body));
}
