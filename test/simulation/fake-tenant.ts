import type { Payload } from "../../src/model/payload.js";
import type { FeishuRequest } from "../../src/model/reply.js";
import type { Chance } from "./chance.js";
import { type Answer, FakeFeishu, type FeishuHabits, type HeldRecord } from "./fake-feishu.js";
import type { Network, Sender } from "./network.js";

export interface TenantHabits extends FeishuHabits {
  readonly talents: string[];
  /** One third party has seen it: who is created a second time is the old talent. */
  readonly reuses_talents: boolean;
}

/** By what Feishu knows a person. */
export interface Keys {
  readonly email?: string;
  readonly mobile?: string;
}

export type Kind = "attachment" | "talent" | "application" | "interview" | "note";

/** What hangs on another record: where it names that one, how an answer shows it, and whether its key is honoured. */
const HANGERS = {
  interview: { parent: "external_application_id", object: "external_interview", has_key: true, on: "application" },
  note: { parent: "talent_id", object: "note", has_key: false, on: "talent" },
} as const;
type Hanging = keyof typeof HANGERS;

const KEY_LIVES_MS = 24 * 3_600_000;

/** The fake Feishu with files, talents, interviews and notes beside applications; `kinds` says what each record is. */
export class FakeTenant extends FakeFeishu {
  readonly kinds = new Map<string, Kind>();
  readonly #habits: TenantHabits;

  constructor(habits: TenantHabits, chance: Chance) {
    super(habits, chance);
    this.#habits = habits;
  }

  of(kind: Kind): HeldRecord[] {
    return this.records.filter(({ id }) => this.kinds.get(id) === kind);
  }

  /** Somebody who was there before. */
  settle(keys: Keys, now_ms: number): void {
    this.#make("talent", undefined, { name: "somebody", ...keys }, now_ms);
  }

  override create(token: string, { kind, ...payload }: Payload, now_ms: number): Answer {
    if (kind === "application") {
      const answer = super.create(token, payload, now_ms);
      for (const { id } of this.records) if (!this.kinds.has(id)) this.kinds.set(id, "application");
      return answer;
    }
    const refused = this.refusal(token, now_ms);
    if (refused !== undefined) return refused;
    const { external_id, ...fields } = payload;
    if (kind === "interview" || kind === "note") return this.#hang(kind, String(external_id), fields, now_ms);
    if (kind === "attachment") return ok({ id: this.#make(kind, String(external_id), fields, now_ms).id });
    const [known] = this.#habits.reuses_talents ? this.talentsWith(fields) : [];
    return ok({ talent_id: (known ?? this.#make("talent", String(external_id), fields, now_ms)).id });
  }

  override list(token: string, query: URLSearchParams, now_ms: number): Answer {
    const kind = query.get("of") as Hanging | null;
    if (kind === null) return super.list(token, query, now_ms);
    const refused = this.refusal(token, now_ms);
    if (refused !== undefined) return refused;
    const { parent } = HANGERS[kind];
    const items = this.of(kind)
      .filter(({ fields, visible_ms }) => fields.under === query.get(parent) && visible_ms <= now_ms)
      .map((record) => shownAs(kind, record));
    return ok({ items, has_more: false });
  }

  override find(token: string, body: object, now_ms: number): Answer {
    const refused = this.refusal(token, now_ms);
    if (refused !== undefined) return refused;
    const { email_list, mobile_number_list } = body as { email_list?: string[]; mobile_number_list?: string[] };
    const asked = email_list === undefined ? "mobile" : "email";
    const values = email_list ?? mobile_number_list ?? [];
    const found = this.of("talent").filter(
      ({ fields, visible_ms }) => values.includes(String(fields[asked])) && visible_ms <= now_ms,
    );
    const shown = asked === "email" ? "email" : "mobile_number";
    return ok({ talent_list: found.map(({ id, fields }) => ({ talent_id: id, [shown]: fields[asked] })) });
  }

  /** That share a key with somebody. */
  talentsWith({ email, mobile }: Keys | Payload): HeldRecord[] {
    const shares = (ours: unknown, theirs: unknown) => ours !== undefined && ours === theirs;
    return this.of("talent").filter(({ fields }) => shares(email, fields.email) || shares(mobile, fields.mobile));
  }

  refusal(token: string, now_ms: number): Answer | undefined {
    const answer = this.list(token, new URLSearchParams({ talent_id: this.#habits.talents[0] ?? "" }), now_ms);
    return answer.http_status === 200 ? undefined : answer;
  }

  /** Under another name than applications have for theirs: their lists are of one talent, too. */
  #hang(kind: Hanging, key: string, { ...fields }: Payload, now_ms: number): Answer {
    const { parent, object, has_key, on } = HANGERS[kind];
    const { [parent]: under, ...rest } = fields;
    if (!this.of(on).some(({ id }) => id === under))
      return { http_status: 400, body: { code: 1002002, msg: "no parent" } };
    const known = this.of(kind).find((each) => each.external_id === key && now_ms - each.created_ms < KEY_LIVES_MS);
    const record = (has_key ? known : undefined) ?? this.#make(kind, key, { under: under as string, ...rest }, now_ms);
    return ok({ [object]: shownAs(kind, record) });
  }

  #make(kind: Kind, key: string | undefined, fields: Payload, now_ms: number): HeldRecord {
    const record = this.hold(key, fields, now_ms);
    this.kinds.set(record.id, kind);
    if (kind === "talent") this.#habits.talents.push(record.id);
    return record;
  }
}

function shownAs(kind: Hanging, { id, fields: { under, ...fields } }: HeldRecord): object {
  return { id, [HANGERS[kind].parent]: under, ...fields };
}

const ok = (data: object): Answer => ({ http_status: 200, body: { code: 0, msg: "ok", data } });

/** The network carries what creates as one flat record with its row's key: talents and files have no place for it. */
export function asRecords(network: Network): Pick<Network, "transport"> {
  return {
    transport: (sender: Sender) => {
      const { encode, ...transport } = network.transport(sender);
      return { ...transport, encode: (request, headers) => encode(flat(request), headers) };
    },
  };
}

function flat({ upload, ...request }: FeishuRequest): FeishuRequest {
  if (upload !== undefined) {
    const body = { kind: "attachment", external_id: upload.file_name.replace(".pdf", ""), sha256: upload.sha256 };
    return { ...request, body };
  }
  if (request.path.endsWith("/combined_create")) {
    const { basic_info, resume_attachment_id } = request.body as { basic_info: Payload; resume_attachment_id?: string };
    const { name, email, mobile } = basic_info;
    // A row's name is its key.
    const body = { kind: "talent", external_id: name, name, email, mobile, resume_attachment_id };
    return { ...request, body: JSON.parse(JSON.stringify(body)) as object };
  }
  if (request.path.endsWith("/external_interviews/batch_query")) {
    const { body: _none, ...asked } = request;
    return { ...asked, method: "GET", query: { ...request.query, of: "interview" } };
  }
  if (request.path.endsWith("/notes") && request.method === "GET") {
    return { ...request, query: { ...request.query, of: "note" } };
  }
  if (request.path.endsWith("/notes")) {
    // A note's text is its key.
    return {
      ...request,
      body: { kind: "note", external_id: (request.body as Payload).content, ...(request.body as object) },
    };
  }
  if (request.path.endsWith("/external_interviews")) {
    return { ...request, body: { kind: "interview", ...(request.body as object) } };
  }
  if (request.method !== "POST" || !request.path.endsWith("/external_applications")) return request;
  return { ...request, body: { kind: "application", ...(request.body as object) } };
}
