import { z } from "zod";
import type { FieldDefinition, Payload } from "../model/payload.js";
import { differsFrom, echo, echoOf, echoOfList, sameText } from "./echo.js";
import { differingFields } from "./likeness.js";
import { noteHints } from "./note-hints.js";
import { pageQuery, readPageAs, recordId } from "./page.js";
import type { Find, Probe, Target } from "./target.js";

const PATH = "/open-apis/hire/v1/notes";

const PRIVACY = { 1: "private", 2: "public" } as const;
/** What the page says of a note without `privacy`. */
const PRIVACY_DEFAULT = 2;

const fields: readonly FieldDefinition[] = [
  {
    name: "external_id",
    kind: "id",
    required: true,
    meaning: "the note's id in the system you leave; it stays in the ledger, for Feishu has no field for it",
    stays_here: true,
  },
  {
    name: "talent_id",
    kind: "id",
    required: true,
    meaning: "the talent in Feishu Hire that the note is about",
    resolvable: "talent",
    record_of: "talent",
  },
  {
    name: "application_id",
    kind: "id",
    required: false,
    meaning: "an application made in Feishu Hire; never the id of an external application",
  },
  {
    name: "creator_id",
    kind: "id",
    required: false,
    meaning: "the open_id, of this app, of the user who is shown as its author",
  },
  {
    name: "content",
    kind: "text",
    required: true,
    meaning: "the text; author and date of the old note belong into it",
  },
  { name: "privacy", kind: "choice", required: false, meaning: "who may read it", choices: PRIVACY },
];

const text = z.string().min(1);

const payload = z.strictObject({
  external_id: text,
  talent_id: text,
  application_id: text.optional(),
  creator_id: text.optional(),
  content: text,
  privacy: z.literal([1, 2]).optional(),
}) as unknown as z.ZodType<Payload>;

const answer = z.object({ note: z.object({ id: recordId }) });

/** The documented maximum. */
const PAGE_SIZE = 200;

/** Sent as `privacy`, shown as `is_private`. */
function shownAs(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { is_private, ...rest } = fields;
  return typeof is_private === "boolean" ? { ...rest, privacy: is_private ? 1 : 2 } : rest;
}

const find: Find = {
  cap_per_s: 20,
  subject: (row) => String(row.talent_id),
  known_by: "content",
  page: (talent_id, page_token) => ({
    method: "GET",
    path: PATH,
    query: { talent_id, ...pageQuery(PAGE_SIZE, page_token) },
    differsIn: echoOfList({ field: "talent_id", id: talent_id }),
  }),
  read: (data) => readPageAs(data, shownAs),
  // The page names no code for a talent that is not there.
  no_such_subject: [],
  differing: (row, record) => {
    const shown = record.fields;
    const ours: Payload = { ...row, privacy: row.privacy ?? PRIVACY_DEFAULT };
    return differingFields(fields, ours, record).filter((name) => {
      if (name === "privacy") return !isNothing(shown.privacy);
      // An author who was not named is the app, under whatever id.
      if (name === "creator_id") return row.creator_id !== undefined && !isNothing(shown.creator_id);
      return name !== "external_id";
    });
  },
  compare: (row, record) => {
    if (find.differing(row, record).length === 0) return "same";
    return sameText(row.content, record.fields.content) ? "near" : "other";
  },
};

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === "";

/** Not a talent's id: the list of none is empty or a refusal, and the scope was looked at before. */
const NO_TALENT = "1";

const probes: readonly Probe[] = [
  {
    scopes: ["hire:note"],
    purpose: "to write, change and delete notes",
    is_needed: true,
    request: { none: "nothing but writing a note needs it; where it is missing, run stops at the first row (exit 3)" },
    proven_by: [],
  },
  {
    scopes: ["hire:note", "hire:note:readonly"],
    purpose: "to read notes back, where a result is unknown",
    is_needed: true,
    request: find.page(NO_TALENT, undefined),
    proven_by: [1002002, 1002102],
  },
];

const differs = (row: Payload) => (shown: Readonly<Record<string, unknown>>) =>
  differsFrom(fields, row, shownAs(shown));

/**
 * Puts a text under a talent. Nobody is mentioned in it, for whom a note mentions may see the talent from then on: an @
 * of the old text stays a sign among others.
 */
export const note: Target = {
  name: "note",
  title: "notes",
  page: "server-docs/hire-v1/candidate-management/note/create",
  probes,
  cap_per_s: 20,
  fields,
  payload,
  hints: noteHints,
  key_fields: ["external_id"],
  key: (row) => String(row.external_id),
  idempotency: { none: "a note has no key of its own in Feishu: sent again, it would be there twice" },
  request: ({ external_id: _key, ...body }) => ({
    method: "POST",
    path: PATH,
    body,
    differsIn: echoOf("note", differs(body)),
  }),
  remote_id: { of: (data) => answer.safeParse(data).data?.note.id },
  find,
  update: {
    cap_per_s: 20,
    // The page of 2024-07-10 takes a new text and nothing else.
    fixed: ["talent_id", "application_id", "creator_id", "privacy"],
    request: (id, { content }) => ({
      method: "PATCH",
      path: `${PATH}/${encodeURIComponent(id)}`,
      body: { content: content as string },
      differsIn: echoOf("note", differs({ content: content as string })),
    }),
  },
  remove: {
    cap_per_s: 20,
    request: (id) => ({ method: "DELETE", path: `${PATH}/${encodeURIComponent(id)}`, differsIn: echo([]) }),
  },
  codes: {},
};
