import type { ClientOptions } from "../../src/feishu/client.js";
import type { WireRequest } from "../../src/feishu/exchange.js";
import type { Payload } from "../../src/model/payload.js";
import { type Answer, FakeFeishu } from "./fake-feishu.js";

type Connections = ClientOptions["transport"];

/**
 * The fake Feishu as a tenant with jobs: an advertisement on a channel is a record under its key, a channel is what a
 * talent is elsewhere. What publishing again answers is the habits' `repeat`; that it happened is in `publications`.
 */
export class FakeJobs extends FakeFeishu {
  readonly publications = new Map<string, number>();

  override create(token: string, payload: Payload, now_ms: number): Answer {
    const answer = super.create(token, payload, now_ms);
    const key = String(payload.external_id);
    if (codeOf(answer) === 0) this.publications.set(key, (this.publications.get(key) ?? 0) + 1);
    return codeOf(answer) === 0 ? { ...answer, body: { code: 0, msg: "ok", data: {} } } : renamed(answer);
  }

  override list(token: string, query: URLSearchParams, now_ms: number): Answer {
    const answer = super.list(token, query, now_ms);
    const { data, ...body } = answer.body as { code: number; data?: { items: Payload[] } };
    // A channel that nobody has holds nothing.
    if (codeOf(answer) === 1002102) return { http_status: 200, body: { code: 0, msg: "ok", data: { items: [] } } };
    if (data === undefined) return answer;
    const items = data.items.map(({ job_title }) => ({ id: String(job_title), job_active_status: 1 }));
    return { ...answer, body: { ...body, data: { ...data, items } } };
  }
}

/** The fake's network knows creates and lists of external applications: what leaves is put into their words. */
export function asApplications<T extends Connections>(transport: T): T {
  return {
    ...transport,
    connection: async () => {
      const held = await transport.connection();
      if ("kind" in held) return held;
      return { ...held, send: (wire: WireRequest, onLeft?: () => void) => held.send(translated(wire), onLeft) };
    },
  } as T;
}

function translated(wire: WireRequest): WireRequest {
  const { job_channel_id } = JSON.parse(String(wire.body ?? "")) as { job_channel_id: string };
  const url = new URL(wire.path, wire.origin);
  const published = /\/advertisements\/([^/]+)\/publish$/.exec(url.pathname)?.[1];
  if (published !== undefined) {
    const external_id = `${published}@${job_channel_id}`;
    return { ...wire, body: JSON.stringify({ external_id, talent_id: job_channel_id, job_title: published }) };
  }
  url.searchParams.set("talent_id", job_channel_id);
  return { ...wire, method: "GET", path: `${url.pathname}${url.search}`, body: null };
}

const codeOf = ({ body }: Answer): number => (body as { code: number }).code;

/** An unknown talent is an unknown channel, which is a parameter. */
function renamed(answer: Answer): Answer {
  return codeOf(answer) === 1002102 ? { ...answer, body: { code: 1002002, msg: "job_channel_id" } } : answer;
}
