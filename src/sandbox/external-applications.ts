import { type Answer, badParameter, missingParameter, noSuchTalent, ok } from "./answers.js";
import { EXTERNAL_KINDS } from "./external-kinds.js";
import type { Cap } from "./limits.js";
import { type ListOrder, pageOf } from "./pages.js";
import type { Call, Route } from "./route.js";
import type { SandboxRecord, Store } from "./store.js";
import type { Talents } from "./talents.js";
import { checkFields, type FieldRule } from "./validate.js";

const RESOURCE = "external_application";
const PATH = "/open-apis/hire/v1/external_applications";
const SCOPES = ["hire:external_application"];
/** The page: the same external_id is created only once in 24 hours. */
const KEY_LIFE_MS = 86_400_000;
const PAGES = { size_default: 10, size_max: 20 };

/** Body of the update page; the create page has `external_id` besides. */
const RULES = {
  talent_id: { kind: "string", required: true },
  job_recruitment_type: { kind: [1, 2] },
  job_title: { kind: "string" },
  resume_source: { kind: "string" },
  stage: { kind: "string" },
  termination_reason: { kind: "string" },
  termination_type: { kind: "string" },
  delivery_type: { kind: [1, 2, 3, 4] },
  create_time: { kind: "int64" },
  modify_time: { kind: "int64" },
} as const satisfies Record<string, FieldRule>;

const CREATE_RULES: Readonly<Record<string, FieldRule>> = { ...RULES, external_id: { kind: "string" } };

interface Parts {
  readonly store: Store;
  readonly talents: Talents;
  /** Of create, update and list, each. */
  readonly cap: Cap;
  readonly delete_cap: Cap;
  readonly repeat: "original" | "error";
  readonly delete_frees_key: boolean;
  readonly read_lag_ms: number;
  readonly list_order: ListOrder;
  /** What hangs on an application is deleted with it. */
  readonly cascade: boolean;
}

export function externalApplicationRoutes(parts: Parts): readonly Route[] {
  const shared = { scopes: SCOPES, cap: parts.cap };
  const one = `${PATH}/:id`;
  return [
    route("create", { ...shared, method: "POST", path: PATH, takes_body: true, act: (call) => create(parts, call) }),
    route("list", { ...shared, method: "GET", path: PATH, takes_body: false, act: (call) => list(parts, call) }),
    route("update", { ...shared, method: "PUT", path: one, takes_body: true, act: (call) => update(parts, call) }),
    route("delete", {
      ...shared,
      cap: parts.delete_cap,
      method: "DELETE",
      path: one,
      takes_body: false,
      act: (call) => remove(parts, call),
    }),
  ];
}

function route(verb: string, rest: Omit<Route, "api">): Route {
  return { api: `${RESOURCE}.${verb}`, ...rest };
}

function create(parts: Parts, call: Call): Answer {
  const checked = checkFields(call.body, CREATE_RULES);
  if ("answer" in checked) return checked.answer;
  const { external_id = null, ...fields } = checked.fields;
  const key = external_id === null ? null : String(external_id);
  const original = key === null ? null : recordOfKey(parts, key, call.now_ms);
  if (original) {
    if (parts.repeat === "error") return badParameter("external_id", "was created within the last 24 hours");
    return ok({ external_application: shown(original) });
  }
  const talent_id = String(fields.talent_id);
  if (!parts.talents.exists(talent_id)) return noSuchTalent();
  const record = parts.store.create({ resource: RESOURCE, owner: talent_id, external_id: key, fields });
  return ok({ external_application: shown(record) });
}

function recordOfKey(parts: Parts, key: string, now_ms: number): SandboxRecord | null {
  const record = parts.store.latestWithKey(RESOURCE, key);
  if (!record || now_ms - record.created_ms >= KEY_LIFE_MS) return null;
  return record.deleted_ms !== null && parts.delete_frees_key ? null : record;
}

function list(parts: Parts, call: Call): Answer {
  const talent_id = call.query.get("talent_id") ?? "";
  if (talent_id === "") return missingParameter("talent_id");
  if (!parts.talents.exists(talent_id)) return noSuchTalent();

  const shown_now = parts.store.shownAt(RESOURCE, talent_id, call.now_ms - parts.read_lag_ms);
  return pageOf(call.query, { ...PAGES, order: parts.list_order }, shown_now, shown);
}

/** Full overwrite: what the body leaves out is gone. The page names no code for an unknown id: it is a parameter. */
function update(parts: Parts, call: Call): Answer {
  const checked = checkFields(call.body, RULES);
  if ("answer" in checked) return checked.answer;
  const talent_id = String(checked.fields.talent_id);
  if (!parts.store.get(RESOURCE, call.id)) return unknownId();
  if (!parts.talents.exists(talent_id)) return badParameter("talent_id", "no such talent");
  const record = parts.store.update(call.id, talent_id, checked.fields);
  return ok({ external_application: shown(record) });
}

/** The page's delete answer shows the object without its create_time. */
function remove(parts: Parts, call: Call): Answer {
  const record = parts.store.get(RESOURCE, call.id);
  if (!record) return unknownId();
  const talent_id = call.query.get("talent_id");
  if (talent_id && talent_id !== record.owner) return badParameter("talent_id", "is not the record's talent");
  if (parts.cascade) {
    for (const { resource } of EXTERNAL_KINDS) {
      for (const child of parts.store.shownAt(resource, call.id, call.now_ms)) parts.store.remove(child.id);
    }
  }
  const { create_time: _create_time, ...rest } = shown(parts.store.remove(call.id));
  return ok({ external_application: rest });
}

function unknownId(): Answer {
  return badParameter("external_application_id", "no such external application");
}

/** As Feishu shows it: never with its external_id. */
function shown(record: SandboxRecord): Record<string, string | number> {
  return { id: record.id, ...record.fields };
}
