import { type Answer, badParameter, missingParameter, ok } from "./answers.js";
import type { Cap } from "./limits.js";
import { type ListOrder, pageOf } from "./pages.js";
import type { Call, Route } from "./route.js";
import type { SandboxRecord, Store } from "./store.js";
import type { Talents } from "./talents.js";
import { checkFields, type FieldRule } from "./validate.js";

const RESOURCE = "note";
const PATH = "/open-apis/hire/v1/notes";
const WRITE = ["hire:note"];
const READ = ["hire:note", "hire:note:readonly"];
const PAGES = { size_default: 10, size_max: 200 };

const RULES = {
  talent_id: { kind: "string", required: true },
  application_id: { kind: "string" },
  creator_id: { kind: "string" },
  content: { kind: "string", required: true },
  privacy: { kind: [1, 2] },
} as const satisfies Record<string, FieldRule>;

interface Parts {
  readonly store: Store;
  readonly talents: Talents;
  /** Of each of the four, on its own. */
  readonly cap: Cap;
  readonly read_lag_ms: number;
  readonly list_order: ListOrder;
}

/** Notes of talents: without a key, so that a repeat makes a second one. */
export function noteRoutes(parts: Parts): readonly Route[] {
  const { cap } = parts;
  const one = `${PATH}/:id`;
  const writes = { scopes: WRITE, cap };
  return [
    {
      ...writes,
      api: "note.create",
      method: "POST",
      path: PATH,
      takes_body: true,
      act: (call) => create(parts, call),
    },
    {
      api: "note.list",
      scopes: READ,
      cap,
      method: "GET",
      path: PATH,
      takes_body: false,
      act: (call) => list(parts, call),
    },
    { ...writes, api: "note.update", method: "PATCH", path: one, takes_body: true, act: (call) => update(parts, call) },
    {
      ...writes,
      api: "note.delete",
      method: "DELETE",
      path: one,
      takes_body: false,
      act: (call) => remove(parts, call),
    },
  ];
}

function create({ store, talents }: Parts, call: Call): Answer {
  const checked = checkFields(call.body, RULES);
  if ("answer" in checked) return checked.answer;
  const talent_id = String(checked.fields.talent_id);
  if (!talents.exists(talent_id)) return badParameter("talent_id", "no such talent");
  const record = store.create({ resource: RESOURCE, owner: talent_id, external_id: null, fields: checked.fields });
  return ok({ note: shown(record) });
}

function list({ store, read_lag_ms, list_order }: Parts, call: Call): Answer {
  const talent_id = call.query.get("talent_id") ?? "";
  if (talent_id === "") return missingParameter("talent_id");
  const records = store.shownAt(RESOURCE, talent_id, call.now_ms - read_lag_ms);
  return pageOf(call.query, { ...PAGES, order: list_order }, records, shown);
}

/** The text alone can be changed. */
function update({ store }: Parts, call: Call): Answer {
  const checked = checkFields(call.body, { content: RULES.content });
  if ("answer" in checked) return checked.answer;
  const there = store.get(RESOURCE, call.id);
  if (there === null) return unknownId();
  return ok({ note: shown(store.update(call.id, there.owner, { ...there.fields, ...checked.fields })) });
}

function remove({ store }: Parts, call: Call): Answer {
  if (store.get(RESOURCE, call.id) === null) return unknownId();
  store.remove(call.id);
  return ok({});
}

function unknownId(): Answer {
  return badParameter("note_id", "no such note");
}

/** As Feishu shows it: who may read it under another name than it was sent. */
function shown({ id, fields, created_ms, updated_ms }: SandboxRecord): object {
  const { privacy = 2, ...rest } = fields;
  return { id, ...rest, is_private: privacy === 1, create_time: created_ms, modify_time: updated_ms ?? created_ms };
}
