import { z } from "zod";
import type { FieldDefinition, Payload } from "../model/payload.js";
import { differsFrom, type EchoSign, echo, echoOf, echoOfList, otherId } from "./echo.js";
import { differingFields, hasKey } from "./likeness.js";
import { pageQuery, readPageAs, recordId } from "./page.js";
import type { Find, Target, Update } from "./target.js";

/** What hangs on an external application: interviews, offers and background checks have the same four requests. */
export interface ExternalRecords {
  /** e.g. `/open-apis/hire/v1/external_offers` */
  readonly path: string;
  /** Where answers show the record. */
  readonly object: EchoSign;
  readonly create_cap_per_s: number;
  readonly fields: readonly FieldDefinition[];
  /** Groups of fields: a record that agrees in all of one is too alike to be another row's for sure. */
  readonly near_by: readonly (readonly string[])[];
  /** Names of fields that agree although the list shows them otherwise; see `Find.differing`. */
  readonly agrees?: Readonly<Record<string, (ours: Payload[string] | undefined, theirs: unknown) => boolean>>;
  /** What the list shows under other names. */
  readonly shownAs?: (fields: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly update?: Pick<Update, "cannot" | "wipes">;
}

type Requests = Pick<
  Target,
  "key_fields" | "key" | "cap_per_s" | "idempotency" | "request" | "remote_id" | "update" | "remove"
> & { readonly find: Find };

export const EXTERNAL_PAGES = "server-docs/hire-v1/get-candidates/import-external-system-information";

/** The documented maximum of each list. */
const PAGE_SIZE = 20;
/** Of the lists, updates and deletions of all three, by their pages. */
const OTHER_CAP_PER_S = 10;

/** The parent is in the body of a PUT, too; whether that moves a record is not documented. */
export const PARENT = "external_application_id";

export function externalRecords(spec: ExternalRecords): Requests {
  const { path, object, fields } = spec;
  const one = (id: string) => `${path}/${encodeURIComponent(id)}`;
  const differs = (sent: Payload) => (shown: Readonly<Record<string, unknown>>) => differsFrom(fields, sent, shown);
  const answer = z.object({ [object]: z.object({ id: recordId }) });
  return {
    cap_per_s: spec.create_cap_per_s,
    key_fields: ["external_id"],
    key: (row) => String(row.external_id),
    // "Only for idempotency": the same external_id is created once in 24 hours; after that it makes a second record.
    idempotency: { field: "external_id", hours: 24 },
    request: (row) => ({ method: "POST", path, body: row, differsIn: echoOf(object, differs(row)) }),
    remote_id: { of: (data) => answer.safeParse(data).data?.[object]?.id },
    find: findOf(spec),
    // "Full overwrite": a field that is left out is cleared.
    update: {
      cap_per_s: OTHER_CAP_PER_S,
      fixed: [PARENT],
      ...spec.update,
      request: (id, { external_id: _key, ...body }) => ({
        method: "PUT",
        path: one(id),
        body,
        differsIn: echoOf(object, (shown) => [...otherId(id, shown), ...differs(body)(shown)]),
      }),
    },
    remove: {
      cap_per_s: OTHER_CAP_PER_S,
      request: (id) => ({ method: "DELETE", path: one(id), differsIn: echo([]) }),
    },
  };
}

/** Reads all records of one external application: POST …/batch_query, the parent in the query. */
function findOf({ path, fields, near_by, agrees = {}, shownAs = (each) => each }: ExternalRecords): Find {
  const differing: Find["differing"] = (row, record) =>
    differingFields(fields, row, record).filter((name) => {
      if (name === "external_id") return hasKey(record);
      const isSame = agrees[name];
      return isSame === undefined || !isSame(row[name], record.fields[name]);
    });
  return {
    cap_per_s: OTHER_CAP_PER_S,
    subject: (row) => String(row[PARENT]),
    // The pages show no external_id in the lists; a server that does settles the question.
    known_by: "content",
    page: (parent_id, page_token) => ({
      method: "POST",
      path: `${path}/batch_query`,
      query: { [PARENT]: parent_id, ...pageQuery(PAGE_SIZE, page_token) },
      body: {},
      differsIn: echoOfList({ field: PARENT, id: parent_id }),
    }),
    read: (data) => readPageAs(data, shownAs),
    // No page names a code for an external application that is not there.
    no_such_subject: [],
    differing,
    compare: (row, record) => {
      if (hasKey(record)) return record.fields.external_id === row.external_id ? "same" : "other";
      const other = differing(row, record);
      if (other.length === 0) return "same";
      const isThere = (name: string) => row[name] !== undefined && !other.includes(name);
      if (near_by.some((group) => group.every(isThere))) return "near";
      // All that we sent is there, and more: Feishu may have filled something in.
      return other.every((name) => row[name] === undefined) ? "near" : "other";
    },
  };
}

/** What all three have in common. `what`: e.g. "interview". */
export function commonFields(what: string): readonly FieldDefinition[] {
  return [
    { name: "external_id", kind: "id", required: true, meaning: `the ${what}'s id in the system you leave` },
    {
      name: PARENT,
      kind: "id",
      required: true,
      meaning: "Feishu's id of the external application it belongs to: from the ledger of that import",
      record_of: "external-application",
    },
  ];
}

export const attachmentsField: FieldDefinition = {
  name: "attachment_id_list",
  kind: "list",
  required: false,
  meaning: "its files: ids that an import of attachments got for them",
  item: { name: "", kind: "id", required: true, meaning: "one file", record_of: "attachment" },
};

/** Lists show files under another name, and perhaps under other ids. */
export const attachments = {
  shownAs: ({ attachment_list, ...rest }: Readonly<Record<string, unknown>>) =>
    Array.isArray(attachment_list) ? { ...rest, attachment_id_list: attachment_list.map(idOf) } : rest,
  /** How many there are is all that can be compared for sure. */
  agree: (ours: Payload[string] | undefined, theirs: unknown): boolean => lengthOf(ours) === lengthOf(theirs),
} as const;

const idOf = (file: unknown): unknown => (file as { readonly id?: unknown } | null)?.id;
const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
