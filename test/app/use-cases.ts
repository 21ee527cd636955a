import { writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import type { AppContext, AppEvent } from "../../src/app/context.js";
import type { Feishu, FeishuPlace, PacedClient } from "../../src/app/feishu.js";
import { type ImportRequest, type ImportResult, runImport } from "../../src/app/run.js";
import { type UndoRequest, type UndoResult, undoImport } from "../../src/app/undo.js";
import { Brake } from "../../src/engine/calls/brake.js";
import { openExports } from "../../src/engine/staging/exports.js";
import { loadMapping } from "../../src/mapping/index.js";
import type { Payload } from "../../src/model/payload.js";
import type { FeishuRequest, Reply, Send } from "../../src/model/reply.js";
import { TARGETS } from "../../src/targets/index.js";
import { Desk } from "../engine/support.js";

const PLACE: FeishuPlace = {
  base_url: new URL("https://open.feishu.cn"),
  name: "https://open.feishu.cn",
  app_id: "cli_desk",
  app_secret: "desk",
  close: async () => undefined,
};

/**
 * The use cases themselves, on a real ledger, with a Feishu that creates, lists, overwrites and deletes at once, and
 * knows nobody who is asked for.
 */
export class UseCases extends Desk {
  brake = new Brake();
  readonly told: AppEvent[] = [];
  /** Each request that left: `POST A-1`, `PUT R-A-1`, `DELETE R-A-1`, `GET`, `POST batch_get_id`. */
  readonly asked: string[] = [];
  readonly held = new Map<string, Payload>();
  /** What is answered in the place of acting; undefined: it acts. */
  answer: (asked: string) => Reply | undefined = () => undefined;
  /** Called when a request has left, before it is answered. */
  onLeft: (asked: string) => void = () => undefined;
  /** Whoever is asked to agree. */
  confirm: AppContext["confirm"] = async () => undefined;

  /** One call of `run` with these exports. */
  async import(
    names: readonly string[],
    { limits, update_changed }: Pick<ImportRequest, "limits" | "update_changed"> = {},
  ): Promise<ImportResult> {
    writeFileSync(this.path("mapping.yaml"), this.mapping);
    const mapping = loadMapping(this.path("mapping.yaml"), TARGETS);
    const exports = await openExports(
      mapping,
      names.map((name) => this.path(name)),
    );
    const request: ImportRequest = { ledger: this.ledger, mapping, exports, place: PLACE };
    return runImport({ ...request, ...(limits && { limits }), ...(update_changed && { update_changed }) }, this.#app());
  }

  undo(request: Pick<UndoRequest, "limits" | "run" | "keys"> = {}): Promise<UndoResult> {
    return undoImport({ ledger: this.ledger, ledger_name: "desk.db", place: PLACE, ...request }, this.#app());
  }

  query(sql: string): unknown[] {
    const db = new Database(this.ledger_path, { readonly: true });
    try {
      return db.prepare(sql).all();
    } finally {
      db.close();
    }
  }

  #app(): AppContext {
    this.brake = new Brake();
    return {
      clock: this.clock,
      random: () => 0.5,
      version: "1.0.0",
      process_id: process.pid,
      brake: this.brake,
      observe: (event) => this.told.push(event),
      confirm: (question) => this.confirm(question),
      connect: async () => this.#feishu(),
    };
  }

  #feishu(): Feishu {
    const send: Send = async (pick, signal) => {
      await this.clock.sleep(50, signal);
      if (signal?.aborted === true) return undefined;
      const outgoing = pick();
      if (outgoing === undefined) return undefined;
      outgoing.leave();
      return this.#reply(outgoing.request);
    };
    const client: PacedClient = {
      send,
      ask: async (request) => this.#reply(request),
      pace: () => ({ pace_per_s: 0, starts_last_second: 0, throttles: 0 }),
    };
    return {
      client: () => client,
      token: async () => ({ ok: true, data: null, took_ms: 1 }),
      heard_time: () => undefined,
      close: async () => undefined,
    };
  }

  async #reply(request: FeishuRequest): Promise<Reply> {
    const { method, path, body } = request;
    const last = path.split("/").at(-1) as string;
    const name = method === "POST" ? ((body as Payload).external_id ?? last) : method === "GET" ? "" : last;
    const asked = `${method} ${name}`.trim();
    this.asked.push(asked);
    this.onLeft(asked);
    await this.clock.sleep(100);
    return this.answer(asked) ?? { ok: true, code: 0, http_status: 200, took_ms: 100, data: this.#act(request) };
  }

  #act({ method, path, query, body }: FeishuRequest): unknown {
    if (path.endsWith("/batch_get_id")) return { talent_list: [] };
    const id = method === "POST" ? `R-${(body as Payload).external_id}` : (path.split("/").at(-1) as string);
    if (method === "GET") {
      const items = [...this.held].filter(([, { talent_id }]) => talent_id === query?.talent_id);
      return { items: items.map(([each, fields]) => ({ id: each, ...fields })), has_more: false };
    }
    if (method === "DELETE") return void this.held.delete(id);
    this.held.set(id, body as Payload);
    return { external_application: { id } };
  }
}
