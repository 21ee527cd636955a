import {
  type Answer,
  badParameter,
  duplicateTalent,
  missingParameter,
  noSuchSource,
  noSuchTalent,
  ok,
} from "./answers.js";
import type { TalentReuse } from "./options.js";
import type { PersonKey } from "./people.js";
import type { Call, Route } from "./route.js";
import type { Store } from "./store.js";
import { personOf, TALENT, type TalentFields } from "./talent-person.js";
import { TALENT_CAPS } from "./talent-search.js";
import type { Talents } from "./talents.js";
import { checkFields, type FieldRule } from "./validate.js";

interface Parts {
  readonly store: Store;
  readonly talents: Talents;
  readonly talent_reuse: TalentReuse;
}

const BASIC = {
  name: { kind: "string", required: true },
  email: { kind: "string" },
  mobile: { kind: "string" },
  mobile_country_code: { kind: "string" },
  gender: { kind: [1, 2, 3] },
  birthday: { kind: "string" },
  start_work_time: { kind: "string" },
} as const satisfies Record<string, FieldRule>;

const DOCUMENT = {
  identification_type: { kind: [1, 2, 3, 4, 5, 6, 9], required: true },
  identification_number: { kind: "string", required: true },
} as const satisfies Record<string, FieldRule>;

/** A resume source with this end does not exist. */
const ABSENT_SUFFIX = "00404";

const LISTS = [
  "education_list",
  "career_list",
  "project_list",
  "works_list",
  "award_list",
  "language_list",
  "sns_list",
];
const TIMES = ["start_time", "end_time", "award_time"];
const ITEMS_MAX = 100;

/** `POST /talents/combined_create` (page of 2025-05-15) and `GET /hire/v2/talents/:id` (2025-12-02). */
export function talentCreateRoutes(parts: Parts): readonly Route[] {
  return [
    {
      api: "talent.create",
      method: "POST",
      path: "/open-apis/hire/v1/talents/combined_create",
      takes_body: true,
      scopes: ["hire:talent"],
      cap: TALENT_CAPS,
      act: (call) => create(parts, call),
    },
    {
      api: "talent.get",
      method: "GET",
      path: "/open-apis/hire/v2/talents/:id",
      takes_body: false,
      scopes: ["hire:talent", "hire:talent:readonly"],
      cap: { requests: 20, window_ms: 1000 },
      act: (call) => get(parts, call),
    },
  ];
}

function create({ store, talents, talent_reuse }: Parts, { body }: Call): Answer {
  const given = body.basic_info;
  if (!isObject(given)) return missingParameter("basic_info");
  const basic = checkFields(given, BASIC);
  if ("answer" in basic) return basic.answer;
  const { mobile, mobile_country_code } = basic.fields;
  if (mobile !== undefined && mobile_country_code === undefined) return missingParameter("mobile_country_code");
  if (mobile !== undefined && !/^\d+$/.test(String(mobile))) return badParameter("mobile", "must be digits");
  const document = given.identification === undefined ? { fields: {} } : checkDocument(given.identification);
  if ("answer" in document) return document.answer;
  if (typeof body.resume_source_id === "string" && body.resume_source_id.endsWith(ABSENT_SUFFIX)) return noSuchSource();
  const wrong = wrongList(body);
  if (wrong !== undefined) return wrong;
  const fields = { ...basic.fields, ...document.fields, ...fileOf(body) };
  const there = talent_reuse === "new" ? undefined : keysOf(fields).flatMap((key) => talents.withKey(key))[0];
  if (there !== undefined && talent_reuse === "error") return duplicateTalent();
  if (there !== undefined) return created(there);
  return created(store.create({ resource: TALENT, owner: "", external_id: null, fields }).id);
}

/** The CV is kept, for whoever counts; no page of a talent shows it. */
const fileOf = ({ resume_attachment_id: id }: Call["body"]) =>
  typeof id === "string" ? { resume_attachment_id: id } : {};

const created = (talent_id: string): Answer => ok({ talent_id, creator_id: "", creator_account_type: 3 });

function get({ store, talents }: Parts, { id }: Call): Answer {
  if (!talents.exists(id)) return noSuchTalent(404);
  const { mobile_country_code: _code, resume_attachment_id: _cv, ...basic_info } = store.get(TALENT, id)?.fields ?? {};
  return ok({ talent_id: id, basic_info });
}

function checkDocument(document: unknown) {
  return isObject(document)
    ? checkFields(document, DOCUMENT)
    : { answer: badParameter("identification", "is no object") };
}

/** Times as numbers are refused, as one third party has seen. */
function wrongList(body: Call["body"]): Answer | undefined {
  for (const name of LISTS) {
    const list = body[name];
    if (list === undefined) continue;
    if (!Array.isArray(list) || !list.every(isObject)) return badParameter(name, "must be a list of objects");
    if (list.length > ITEMS_MAX) return badParameter(name, `holds ${list.length}, at most ${ITEMS_MAX} are allowed`);
    for (const time of TIMES) {
      const is_wrong = list.some((item) => item[time] !== undefined && !/^\d+$/.test(textOf(item[time])));
      if (is_wrong) return badParameter(`${name}.${time}`, "must be a string of milliseconds");
    }
  }
  return undefined;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keysOf(fields: TalentFields): PersonKey[] {
  const { email, mobile_code = "", mobile_number, identification_type, identification_number } = personOf("", fields);
  const keys: PersonKey[] = [];
  if (email !== undefined) keys.push({ kind: "email", area: "", text: email });
  if (mobile_number !== undefined) keys.push({ kind: "mobile", area: mobile_code, text: mobile_number });
  if (identification_number !== undefined) {
    keys.push({ kind: "identification", area: String(identification_type), text: identification_number });
  }
  return keys;
}
