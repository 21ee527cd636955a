import { z } from "zod";
import type { FieldDefinition, Payload } from "../model/payload.js";
import { saying } from "../texts/saying.js";
import { applicationDoubts } from "./application-warnings.js";
import { differsFrom, echoOf, echoOfList, otherId } from "./echo.js";
import { externalApplicationHints } from "./external-application-hints.js";
import { externalApplicationProbe } from "./external-application-probe.js";
import { differingFields, hasKey, sameValue } from "./likeness.js";
import { pageQuery, readPage, recordId } from "./page.js";
import type { Find, Reference, Target } from "./target.js";

const PATH = "/open-apis/hire/v1/external_applications";

const RECRUITMENT_TYPES = { 1: "social recruitment", 2: "campus recruitment" } as const;
const DELIVERY_TYPES = { 1: "HR sourcing", 2: "candidate applied", 3: "recommendation", 4: "other" } as const;

const fields: readonly FieldDefinition[] = [
  { name: "external_id", kind: "id", required: true, meaning: "the application's id in the system you leave" },
  {
    name: "talent_id",
    kind: "id",
    required: true,
    meaning: "the talent in Feishu Hire; it must exist",
    resolvable: "talent",
    record_of: "talent",
  },
  {
    name: "job_recruitment_type",
    kind: "choice",
    required: false,
    meaning: "kind of recruitment",
    choices: RECRUITMENT_TYPES,
  },
  { name: "job_title", kind: "text", required: false, meaning: "title of the job applied for" },
  { name: "resume_source", kind: "text", required: false, meaning: "where the resume came from, free text" },
  { name: "stage", kind: "text", required: false, meaning: "stage that the application reached, free text" },
  { name: "termination_reason", kind: "text", required: false, meaning: "why it ended, free text" },
  { name: "delivery_type", kind: "choice", required: false, meaning: "way of application", choices: DELIVERY_TYPES },
  {
    name: "modify_time",
    kind: "time",
    required: false,
    meaning: "date the application was closed (the API calls it modify_time)",
  },
  { name: "create_time", kind: "time", required: false, meaning: "when it was created in the system you leave" },
  { name: "termination_type", kind: "text", required: false, meaning: "kind of termination, free text" },
];

const choice = (choices: Readonly<Record<number, string>>) => z.literal(Object.keys(choices).map(Number));
const time_ms = z.int().nonnegative();

const payload = z.strictObject({
  external_id: z.string().min(1),
  talent_id: z.string().min(1),
  job_recruitment_type: choice(RECRUITMENT_TYPES).optional(),
  job_title: z.string().min(1).optional(),
  resume_source: z.string().min(1).optional(),
  stage: z.string().min(1).optional(),
  termination_reason: z.string().min(1).optional(),
  delivery_type: choice(DELIVERY_TYPES).optional(),
  modify_time: time_ms.optional(),
  create_time: time_ms.optional(),
  termination_type: z.string().min(1).optional(),
}) as unknown as z.ZodType<Payload>;

/** Where answers to a create, an update and a deletion show the record, by their pages. */
const OBJECT = "external_application";

const answer = z.object({ external_application: z.object({ id: recordId }) });

/** The documented maximum. */
const PAGE_SIZE = 20;

const find: Find = {
  cap_per_s: 20,
  subject: (row) => String(row.talent_id),
  // The list is documented without external_id: two applications of a talent may look the same.
  known_by: "content",
  page: (talent_id, page_token) => ({
    method: "GET",
    path: PATH,
    query: { talent_id, ...pageQuery(PAGE_SIZE, page_token) },
    differsIn: echoOfList({ field: "talent_id", id: talent_id }),
  }),
  read: (data) => readPage(data),
  no_such_subject: [1002102],
  // The list is documented without external_id: absent, it says nothing.
  differing: (row, record) =>
    differingFields(fields, row, record).filter((name) => name !== "external_id" || hasKey(record)),
  compare: (row, record) => {
    // A server that shows it settles the question.
    if (hasKey(record)) return record.fields.external_id === row.external_id ? "same" : "other";
    const differing = find.differing(row, record);
    if (differing.length === 0) return "same";
    const agrees = (name: string) => row[name] !== undefined && sameValue(row[name], record.fields[name]);
    if (agrees("create_time") || (agrees("job_title") && agrees("stage"))) return "near";
    // All that we sent is there, and more: Feishu may have filled something in.
    return differing.every((name) => row[name] === undefined) ? "near" : "other";
  },
};

const talent: Reference = {
  field: "talent_id",
  many: "talents",
  cap_per_s: find.cap_per_s,
  request: (talent_id) => ({
    method: "GET",
    path: PATH,
    query: { talent_id, page_size: "1" },
    differsIn: echoOfList({ field: "talent_id", id: talent_id }),
  }),
  absent: find.no_such_subject,
  warning: {
    kind: "unknown_talent",
    ...saying("unknown_talent"),
  },
};

export const externalApplication: Target & { readonly find: Find } = {
  name: "external-application",
  title: "external applications",
  page: "server-docs/hire-v1/get-candidates/import-external-system-information/create",
  probes: [externalApplicationProbe("to create, read, change and delete external applications")],
  cap_per_s: 20,
  fields,
  payload,
  hints: externalApplicationHints,
  key_fields: ["external_id"],
  key: (row) => String(row.external_id),
  warnings: applicationDoubts,
  // "Only for idempotency": the same external_id is created once in 24 hours; after that it makes a second record.
  idempotency: { field: "external_id", hours: 24 },
  request: (row) => ({
    method: "POST",
    path: PATH,
    body: row,
    differsIn: echoOf(OBJECT, (shown) => differsFrom(fields, row, shown)),
  }),
  remote_id: { of: (data) => answer.safeParse(data).data?.external_application.id },
  find,
  refers_to: talent,
  // "Full overwrite": a field that is left out is cleared. The body has no external_id: the key stays what it was.
  update: {
    cap_per_s: 20,
    fixed: [],
    request: (id, { external_id: _key, ...body }) => ({
      method: "PUT",
      path: `${PATH}/${encodeURIComponent(id)}`,
      body,
      differsIn: echoOf(OBJECT, (shown) => [...otherId(id, shown), ...differsFrom(fields, body, shown)]),
    }),
  },
  // The page: 20 a minute, not a second. Its optional talent_id is left out: talents are merged, ids of records stay.
  remove: {
    cap_per_min: 20,
    request: (id) => ({
      method: "DELETE",
      path: `${PATH}/${encodeURIComponent(id)}`,
      differsIn: echoOf(OBJECT, (shown) => otherId(id, shown)),
    }),
  },
  codes: {
    1002102: {
      kind: "refused",
      meaning: "the talent does not exist in Feishu Hire",
      hint: "Create the talent or correct talent_id, then: hire-import retry --only rejected",
      when_all:
        "Probably talent_id is mapped to the wrong column, or the app belongs to another tenant than the talents.",
    },
  },
};
