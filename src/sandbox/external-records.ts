import { type Answer, badParameter, ok } from "./answers.js";
import type { Cap } from "./limits.js";
import { type ListOrder, pageOf } from "./pages.js";
import type { Call, Route } from "./route.js";
import type { SandboxRecord, Store } from "./store.js";
import { checkFields, type FieldRule, type Fields } from "./validate.js";

/** The pages: the same external_id is created only once in 24 hours. */
const KEY_LIFE_MS = 86_400_000;
const PAGES = { size_default: 10, size_max: 20 };
const PARENT = "external_application";
const IDS_MAX = 20;

/** What hangs on an external application: interviews, offers and background checks. */
export interface ExternalKind {
  /** e.g. `external_offer` */
  readonly resource: string;
  /** e.g. `/open-apis/hire/v1/external_offers` */
  readonly path: string;
  readonly scope: string;
  /** Requests a second. */
  readonly create_per_s: number;
  /** Of the body beside `external_id` and `external_application_id`; `update` where the pages differ. */
  readonly create: Readonly<Record<string, FieldRule>>;
  readonly update?: Readonly<Record<string, FieldRule>>;
  /** What a record's fields look like in answers. */
  readonly shown: (fields: Fields, record_id: string) => object;
}

export interface ExternalParts {
  readonly store: Store;
  readonly repeat: "original" | "error";
  readonly delete_frees_key: boolean;
  readonly read_lag_ms: number;
  readonly list_order: ListOrder;
  /** A cap instead of each of the documented ones, for measurements. */
  readonly rate_per_s: number | undefined;
}

const OTHER_PER_S = 10;

export function externalRecordRoutes(kind: ExternalKind, parts: ExternalParts): readonly Route[] {
  const { resource, path, scope } = kind;
  const cap = (per_s: number): Cap => ({ requests: parts.rate_per_s ?? per_s, window_ms: 1000 });
  const write = { scopes: [scope], cap: cap(OTHER_PER_S) };
  const one = `${path}/:id`;
  return [
    {
      ...write,
      cap: cap(kind.create_per_s),
      api: `${resource}.create`,
      method: "POST",
      path,
      takes_body: true,
      act: (call) => create(kind, parts, call),
    },
    {
      api: `${resource}.batch_query`,
      scopes: [scope, `${scope}:readonly`],
      cap: cap(OTHER_PER_S),
      method: "POST",
      path: `${path}/batch_query`,
      takes_body: true,
      act: (call) => query(kind, parts, call),
    },
    {
      ...write,
      api: `${resource}.update`,
      method: "PUT",
      path: one,
      takes_body: true,
      act: (call) => update(kind, parts, call),
    },
    {
      ...write,
      api: `${resource}.delete`,
      method: "DELETE",
      path: one,
      takes_body: false,
      act: (call) => remove(kind, parts, call),
    },
  ];
}

const parent: FieldRule = { kind: "string", required: true };

function create(kind: ExternalKind, parts: ExternalParts, call: Call): Answer {
  const { resource } = kind;
  const rules = { external_application_id: parent, ...kind.create, external_id: { kind: "string" } } as const;
  const checked = checkFields(call.body, rules);
  if ("answer" in checked) return checked.answer;
  const { external_id = null, ...fields } = checked.fields;
  const key = external_id === null ? null : String(external_id);
  const original = key === null ? null : recordOfKey(kind, parts, key, call.now_ms);
  if (original !== null) {
    if (parts.repeat === "error") return badParameter("external_id", "was created within the last 24 hours");
    return ok({ [resource]: shown(kind, original) });
  }
  const owner = String(fields.external_application_id);
  if (!isParent(parts.store, owner)) return noParent();
  return ok({ [resource]: shown(kind, parts.store.create({ resource, owner, external_id: key, fields })) });
}

function recordOfKey(
  { resource }: ExternalKind,
  { store, delete_frees_key }: ExternalParts,
  key: string,
  now_ms: number,
): SandboxRecord | null {
  const record = store.latestWithKey(resource, key);
  if (record === null || now_ms - record.created_ms >= KEY_LIFE_MS) return null;
  return record.deleted_ms !== null && delete_frees_key ? null : record;
}

const NINETEEN_DIGITS = /^[0-9]{19}$/;
const ABSENT_SUFFIX = "00404";

/** One that was created here and not deleted; of ids that were never given here each exists, as talents do. */
function isParent(store: Store, id: string): boolean {
  if (store.get(PARENT, id) !== null) return true;
  return !store.wasGiven(id) && NINETEEN_DIGITS.test(id) && !id.endsWith(ABSENT_SUFFIX);
}

/** With ids, whatever else is asked for plays no part; without a parent, too, nothing is shown: not documented. */
function query(kind: ExternalKind, { store, read_lag_ms, list_order }: ExternalParts, call: Call): Answer {
  const { resource } = kind;
  const name = `${resource}_id_list`;
  const checked = checkFields(call.body, { [name]: { kind: { list_of: { kind: "string" }, length_max: IDS_MAX } } });
  if ("answer" in checked) return checked.answer;
  const ids = (checked.fields[name] ?? []) as readonly string[];
  const seen_ms = call.now_ms - read_lag_ms;
  const records =
    ids.length > 0
      ? ids.flatMap((id) => store.get(resource, id) ?? []).sort((a, b) => (a.id < b.id ? -1 : 1))
      : store.shownAt(resource, call.query.get("external_application_id") ?? "", seen_ms);
  return pageOf(call.query, { ...PAGES, order: list_order }, records, (record) => shown(kind, record));
}

/** Full overwrite: what the body leaves out is gone. */
function update(kind: ExternalKind, { store }: ExternalParts, call: Call): Answer {
  const { resource } = kind;
  const checked = checkFields(call.body, { external_application_id: parent, ...(kind.update ?? kind.create) });
  if ("answer" in checked) return checked.answer;
  if (store.get(resource, call.id) === null) return unknownId(kind);
  const owner = String(checked.fields.external_application_id);
  if (!isParent(store, owner)) return noParent();
  return ok({ [resource]: shown(kind, store.update(call.id, owner, checked.fields)) });
}

function remove(kind: ExternalKind, { store }: ExternalParts, call: Call): Answer {
  if (store.get(kind.resource, call.id) === null) return unknownId(kind);
  store.remove(call.id);
  return ok({});
}

function noParent(): Answer {
  return badParameter("external_application_id", "no such external application");
}

function unknownId({ resource }: ExternalKind): Answer {
  return badParameter(`${resource}_id`, "no such record");
}

/** As Feishu shows it: never with its external_id. */
function shown(kind: ExternalKind, { id, fields }: SandboxRecord): object {
  return { id, ...kind.shown(fields, id) };
}
