import { z } from "zod";
import type { FileFacts } from "../model/file-facts.js";
import type { FieldDefinition, Payload } from "../model/payload.js";
import { attachmentHints } from "./attachment-hints.js";
import { contentTypeOf } from "./content-types.js";
import { echo, sameText } from "./echo.js";
import { recordId } from "./page.js";
import type { Probe, Target } from "./target.js";

const PATH = "/open-apis/hire/v1/attachments";

const fields: readonly FieldDefinition[] = [
  {
    name: "external_id",
    kind: "id",
    required: true,
    meaning: "the file's id in the system you leave; it stays in the ledger, where other imports look it up",
    stays_here: true,
  },
  {
    name: "file",
    kind: "file",
    required: true,
    meaning: "the file's path, below the folder of the export; 300 MB at most",
  },
  { name: "file_name", kind: "text", required: false, meaning: "what it is called in Feishu; its own name without it" },
];

const text = z.string().min(1);

const payload = z.strictObject({
  external_id: text,
  file: z.strictObject({
    path: text,
    sha256: z.string().regex(/^[\da-f]{64}$/),
    size_bytes: z.int().positive(),
  }),
  file_name: z
    .string()
    .regex(/^[^/\\\p{Cc}]+$/u, "a name holds no slash and no line break")
    .optional(),
}) as unknown as z.ZodType<Payload>;

const probes: readonly Probe[] = [
  {
    scopes: ["hire:attachment"],
    purpose: "to send files",
    is_needed: true,
    request: { none: "nothing but sending a file needs it; where it is missing, run stops at the first row (exit 3)" },
    proven_by: [],
  },
  {
    scopes: ["hire:attachment", "hire:attachment:readonly"],
    purpose: "to look a file up by its id",
    is_needed: false,
    // Of type 3, as those that were sent through the API are; nobody's id.
    request: { method: "GET", path: `${PATH}/1`, query: { type: "3" }, differsIn: echo([]) },
    proven_by: [1002002],
  },
];

const answer = z.object({ id: recordId });

const nameOf = ({ path }: FileFacts): string => path.slice(path.lastIndexOf("/") + 1);

/**
 * What a form cannot hold as it is stands there escaped, and who reads it may show it so: a name that comes back
 * changed would be taken for another file's.
 */
const inForm = (name: string): string => name.normalize("NFC").replace(/["\\\p{Cc}]/gu, "_");

/**
 * Sends a file, such as a CV. What it belongs to is said by what refers to its id: a talent, an offer, a check.
 */
export const attachment: Target = {
  name: "attachment",
  title: "attachments",
  page: "server-docs/hire-v1/attachment/create_attachment",
  probes,
  // 1000 a minute and 50 a second, whichever is met first: 16 a second are 960 a minute, and never a minute's wait.
  cap_per_s: 16,
  fields,
  payload,
  hints: attachmentHints,
  key_fields: ["external_id"],
  key: (row) => String(row.external_id),
  idempotency: {
    harmless: "the file may be in Feishu twice; nothing refers to the other one, nobody sees it, and no API deletes it",
  },
  request: ({ file, file_name }) => {
    const facts = file as unknown as FileFacts;
    const name = inForm((file_name as string | undefined) ?? nameOf(facts));
    return {
      method: "POST",
      path: PATH,
      // Without a name the file is called `unknown-file` for ever.
      upload: { ...facts, field: "content", file_name: name, content_type: contentTypeOf(name) },
      differsIn: echo([], (data) => (data.name === undefined || sameText(name, data.name) ? [] : ["name"])),
    };
  },
  remote_id: { of: (data) => answer.safeParse(data).data?.id },
  find: { none: "Feishu has no list of files; one by one they can be asked for by their ids, and show no content" },
  update: { none: "Feishu has no way to replace a file; under another id of the old system it is another row" },
  remove: { none: "Feishu has no API that deletes a file" },
  codes: {},
};
