import type { Payload, PayloadValue } from "../../src/model/payload.js";
import type { Chance } from "./chance.js";
import type { People } from "./people.js";

const HOUR_MS = 3_600_000;
const KEY_LIVES_MS = 24 * HOUR_MS;
const TOKEN_LIVES_MS = 2 * HOUR_MS;

/** What a server says, before the network has its way with it. */
export interface Answer {
  readonly http_status: number;
  readonly body: unknown;
}

export interface HeldRecord {
  readonly id: string;
  /** Undefined: somebody else made it. */
  readonly external_id: string | undefined;
  /** Another one once it was overwritten. */
  fields: Payload;
  readonly created_ms: number;
  /** When a list first shows it. */
  readonly visible_ms: number;
}

/** What is not documented, chosen anew for each history. */
export interface FeishuHabits {
  /** What a repeat inside 24 hours is answered. */
  readonly repeat: "original" | "1002002" | "unknown_code" | "any";
  readonly shows_external_id: boolean;
  readonly newest_first: boolean;
  readonly page_size: number;
  /** Trims texts, and writes full-width letters as half-width ones. */
  readonly normalises: boolean;
  /** How a list shows a field that was never sent. */
  readonly empty: "absent" | "null" | "text" | "zero";
  /** Its answers have no `Date` header. */
  readonly undated?: boolean;
  readonly lag_ms: number;
  /** Each answer has a log id of its own. */
  readonly log_ids?: boolean;
  /** A new token is not known everywhere for so long. */
  readonly token_lag_ms?: number;
  readonly token_lives_ms?: number;
  readonly talents: readonly string[];
}

/** Contents that this Feishu refuses for good. */
export const UNFIT_TITLES: Readonly<Record<string, number>> = { unfit: 1002002, odd: 1002999 };

/** What mending adds to a title. */
export const MENDED = ", mended";

const OPTIONAL = ["job_title", "stage", "create_time", "modify_time", "termination_reason"];

/** Feishu Hire as far as an import meets it: pure, without time or chance of its own. */
export class FakeFeishu {
  readonly records: HeldRecord[] = [];
  /** A scope that an administrator took away. */
  scope_is_missing = false;
  /** A record that was given older content than it held. */
  overtaken: string | undefined;
  people: People | undefined;
  readonly #habits: FeishuHabits;
  readonly #chance: Chance;
  readonly #keys = new Map<string, HeldRecord>();
  /** From when to when a token is good. */
  readonly #tokens = new Map<string, { readonly from_ms: number; readonly ends_ms: number }>();

  constructor(habits: FeishuHabits, chance: Chance) {
    this.#habits = habits;
    this.#chance = chance;
  }

  get is_undated(): boolean {
    return this.#habits.undated === true;
  }

  get gives_log_ids(): boolean {
    return this.#habits.log_ids === true;
  }

  issueToken(now_ms: number): Answer {
    const { token_lag_ms = 0, token_lives_ms = TOKEN_LIVES_MS } = this.#habits;
    const held = Array.from(this.#tokens).find(([, { ends_ms }]) => ends_ms - now_ms > HOUR_MS / 2);
    const token = held?.[0] ?? `t-${this.#chance.int(1, 2 ** 31)}`;
    const { from_ms, ends_ms } = held?.[1] ?? { from_ms: now_ms + token_lag_ms, ends_ms: now_ms + token_lives_ms };
    this.#tokens.set(token, { from_ms, ends_ms });
    // Where they live for seconds, nobody is told so.
    const expire = Math.floor((Math.max(ends_ms, now_ms + TOKEN_LIVES_MS) - now_ms) / 1000);
    return { http_status: 200, body: { code: 0, msg: "ok", tenant_access_token: token, expire } };
  }

  killTokens(): void {
    this.#tokens.clear();
  }

  create(token: string, payload: Payload, now_ms: number): Answer {
    const refused = this.#refused(token, payload.talent_id, now_ms);
    if (refused !== undefined) return refused;
    const external_id = String(payload.external_id);
    const known = this.#keys.get(external_id);
    if (known !== undefined && now_ms - known.created_ms < KEY_LIVES_MS) return this.#repeated(known);
    const unfit = UNFIT_TITLES[String(payload.job_title)];
    if (unfit !== undefined) return error(400, unfit);
    const record = this.hold(external_id, payload, now_ms);
    this.#keys.set(external_id, record);
    return created(record);
  }

  /** Overwrites all of a record. */
  update(token: string, id: string, payload: Payload, now_ms: number): Answer {
    const refused = this.#refused(token, payload.talent_id, now_ms);
    if (refused !== undefined) return refused;
    const record = this.records.find((each) => each.id === id);
    const unfit = UNFIT_TITLES[String(payload.job_title)];
    if (record === undefined || unfit !== undefined) return error(400, unfit ?? 1002002);
    if (mendings(payload) < mendings(record.fields)) {
      this.overtaken ??= `${id} of ${record.external_id} held ${record.fields.job_title}, then ${payload.job_title}`;
    }
    record.fields = this.#keptFields(payload);
    return created(record);
  }

  /** Also for what somebody else puts there. */
  hold(external_id: string | undefined, payload: Payload, now_ms: number): HeldRecord {
    const fields = this.#keptFields(payload);
    const visible_ms = now_ms + (external_id === undefined ? 0 : this.#chance.between(0, this.#habits.lag_ms));
    const id = `70${String(this.records.length + 1).padStart(17, "0")}`;
    const record: HeldRecord = { id, external_id, fields, created_ms: now_ms, visible_ms };
    this.records.push(record);
    return record;
  }

  list(token: string, query: URLSearchParams, now_ms: number): Answer {
    const talent_id = query.get("talent_id") ?? "";
    const refused = this.#refused(token, talent_id, now_ms);
    if (refused !== undefined) return refused;
    const { newest_first, page_size } = this.#habits;
    const visible = this.records.filter((each) => each.fields.talent_id === talent_id && each.visible_ms <= now_ms);
    if (newest_first) visible.reverse();
    const from = Number(query.get("page_token") ?? 0);
    const until = from + Math.min(page_size, Number(query.get("page_size") ?? 10));
    const items = visible.slice(from, until).map((record) => this.#shown(record));
    const has_more = until < visible.length;
    return ok({ items, has_more, ...(has_more ? { page_token: String(until) } : {}) });
  }

  /** Asked for people's talents. */
  find(token: string, body: object, now_ms: number): Answer {
    const refused = this.#refused(token, this.#habits.talents[0], now_ms);
    const found = this.people?.find(body) ?? [];
    return refused ?? (typeof found === "number" ? error(400, found) : ok({ talent_list: found }));
  }

  #refused(token: string, talent_id: unknown, now_ms: number): Answer | undefined {
    const { from_ms, ends_ms } = this.#tokens.get(token) ?? { from_ms: 0, ends_ms: 0 };
    if (now_ms < from_ms || now_ms >= ends_ms) return error(400, 99991663);
    if (this.scope_is_missing) return error(400, 99991672);
    if (!this.#habits.talents.includes(String(talent_id))) return error(400, 1002102);
    return undefined;
  }

  #repeated(known: HeldRecord): Answer {
    const { repeat } = this.#habits;
    const way = repeat === "any" ? this.#chance.pick(["original", "1002002", "unknown_code"] as const) : repeat;
    if (way === "original") return created(known);
    return error(400, way === "1002002" ? 1002002 : 1002777);
  }

  #keptFields({ external_id: _key, ...given }: Payload): Payload {
    const kept = ([name, value]: [string, PayloadValue]) =>
      [name, typeof value === "string" ? this.#kept(value) : value] as const;
    return Object.fromEntries(Object.entries(given).map(kept));
  }

  #kept(text: string): string {
    return this.#habits.normalises ? text.normalize("NFKC").replace(/\s+/gu, " ").trim() : text;
  }

  #shown({ id, external_id, fields }: HeldRecord): Record<string, unknown> {
    const { empty, shows_external_id } = this.#habits;
    const filler = { absent: undefined, null: null, text: "", zero: 0 }[empty];
    const blanks = empty === "absent" ? {} : Object.fromEntries(OPTIONAL.map((name) => [name, filler]));
    return { ...blanks, ...fields, id, ...(shows_external_id && external_id !== undefined ? { external_id } : {}) };
  }
}

/** How often a row's content was mended before it was this. */
export function mendings({ job_title }: Payload): number {
  return String(job_title).split(MENDED).length - 1;
}

function ok(data: unknown): Answer {
  return { http_status: 200, body: { code: 0, msg: "ok", data } };
}

function created({ id, fields }: HeldRecord): Answer {
  return ok({ external_application: { id, ...fields } });
}

function error(http_status: number, code: number): Answer {
  return { http_status, body: { code, msg: `error ${code}` } };
}
