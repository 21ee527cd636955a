import { type Answer, badParameter, missingParameter } from "./answers.js";
import type { Cap } from "./limits.js";
import type { Call, Route } from "./route.js";
import type { SandboxRecord, Store } from "./store.js";

const RESOURCE = "attachment";
const PATH = "/open-apis/hire/v1/attachments";
/** "1000 a minute and 50 a second": whichever is met first. */
const CAPS: readonly Cap[] = [
  { requests: 50, window_ms: 1000 },
  { requests: 1000, window_ms: 60_000 },
];
const SIZE_BYTES_MAX = 300 * 1024 * 1024;
/** What was sent through the API is generic; the default of the page is 1, a talent's resume. */
const GENERIC = "3";

interface Parts {
  readonly store: Store;
  readonly read_cap: Cap;
}

/** Files: their size and hash are kept, never their content. A repeat makes a second one. */
export function attachmentRoutes({ store, read_cap }: Parts): readonly Route[] {
  return [
    {
      api: "attachment.create",
      method: "POST",
      path: PATH,
      takes_body: false,
      takes_file: true,
      scopes: ["hire:attachment"],
      cap: CAPS,
      act: (call) => create(store, call),
    },
    {
      api: "attachment.get",
      method: "GET",
      path: `${PATH}/:id`,
      takes_body: false,
      scopes: ["hire:attachment", "hire:attachment:readonly"],
      cap: read_cap,
      act: (call) => get(store, call),
    },
  ];
}

function create(store: Store, { file }: Call): Answer {
  if (file === undefined || file.field !== "content") return missingParameter("content");
  const { name = "unknown-file", size_bytes, sha256, content_type } = file;
  if (size_bytes === 0) return badParameter("content", "is empty");
  if (size_bytes > SIZE_BYTES_MAX) return badParameter("content", "is larger than 300 MB");
  const fields = { name, mime: content_type, size_bytes, sha256 };
  const { id } = store.create({ resource: RESOURCE, owner: "", external_id: null, fields });
  // The one answer whose text is called `message`.
  return { http_status: 200, body: { code: 0, data: { id, name, url: urlOf(id) }, message: "OK" } };
}

function get(store: Store, { id, query }: Call): Answer {
  const record = store.get(RESOURCE, id);
  if (record === null || query.get("type") !== GENERIC) return badParameter("attachment_id", "no such attachment");
  return { http_status: 200, body: { code: 0, msg: "ok", data: { attachment: shown(record) } } };
}

function shown({ id, fields, created_ms }: SandboxRecord): object {
  return { id, url: urlOf(id), name: fields.name, mime: fields.mime, create_time: created_ms };
}

const urlOf = (id: string): string => `https://hire.example/file/blob/${id}/`;
