import { createHash } from "node:crypto";
import type { Payload } from "../../src/model/payload.js";
import type { SandboxRecord } from "../../src/sandbox/sandbox.js";

/** What the conformance suite has to know of a target beside the target itself. */
export interface Example {
  /** Below fixtures/, without what follows the last dot: export, mapping and golden requests. */
  readonly fixture: { readonly export: string; readonly mapping: string; readonly requests: string };
  /** A payload with every required field that the sandbox takes; `nth` makes it another row's. */
  payload(nth: number): Payload;
  /** A payload that is sound, and that the sandbox refuses with `refused_code`. */
  readonly refused: Payload | undefined;
  readonly refused_code: number;
  /** Requests that the sandbox takes at once, where another cap than the one a second binds in the long run. */
  readonly burst?: number;
  /** Whether a record of the sandbox is what the payload made, where none has come with the row's key. */
  made?(payload: Payload, record: SandboxRecord): boolean;
  /** Every code of the API page, and what it has to mean. */
  readonly page_codes: Readonly<Record<number, string>>;
  /** False: what it is found by is no list of pages, and has a test of its own. */
  readonly is_list?: false;
  /** What the sandbox calls the request, and the list by which it is found again. */
  readonly api: string;
  readonly list_api: string | undefined;
}

const inFolder = (folder: string): Example["fixture"] => ({
  export: `${folder}/export.csv`,
  mapping: `${folder}/mapping.yaml`,
  requests: `${folder}/requests.golden.ndjson`,
});

const ofHistory = (name: string): Example["fixture"] => ({
  export: `history/${name}.csv`,
  mapping: `history/${name}.yaml`,
  requests: `history/${name}.requests.golden.ndjson`,
});

const id = (nth: number): string => String(7_050_000_000_000_000_011n + BigInt(nth) * 1_000n);

/** What stands in a file of this path, of the conformance suite. */
export const contentOf = (path: string): string => `the file ${path}\n`;

export function fileAt(path: string): Payload[string] {
  const content = contentOf(path);
  return { path, sha256: createHash("sha256").update(content).digest("hex"), size_bytes: Buffer.byteLength(content) };
}

const child = (letter: string, nth: number): Payload => ({
  external_id: `${letter}-${nth}`,
  external_application_id: id(nth % 3),
});

/** What interviews, offers and background checks have in common. */
function ofApplication(resource: string) {
  return {
    refused: { external_id: "x", external_application_id: "7050000000000000404" },
    refused_code: 1002002,
    page_codes: { 1002001: "system_error", 1002002: "refused" },
    api: `${resource}.create`,
    list_api: `${resource}.batch_query`,
  };
}

/** One for each target of the index. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  talent: {
    fixture: ofHistory("candidates"),
    payload: (nth) => ({ external_id: `C-${nth}`, name: `Somebody ${nth}`, email: `somebody.${nth}@example.org` }),
    refused: {
      external_id: "C-x",
      name: "Somebody",
      email: "somebody@example.org",
      resume_source_id: "7050000000000000404",
    },
    refused_code: 1002108,
    page_codes: { 1002001: "system_error", 1002002: "refused" },
    made: ({ name }, { fields }) => fields.name === name,
    is_list: false,
    api: "talent.create",
    list_api: "talent.batch_get_id",
  },
  "external-application": {
    fixture: inFolder("greenhouse"),
    payload: (nth) => ({ external_id: `A-${nth}`, talent_id: id(nth % 3), job_title: `job ${nth}`, stage: "offer" }),
    refused: { external_id: "A-x", talent_id: "7050000000000000404" },
    refused_code: 1002102,
    page_codes: { 1002001: "system_error", 1002002: "refused", 1002102: "refused" },
    api: "external_application.create",
    list_api: "external_application.list",
  },
  "job-advertisement": {
    fixture: inFolder("advertisements"),
    payload: (nth) => ({ advertisement_id: id(Math.floor(nth / 2)), job_channel_id: nth % 2 === 0 ? "2" : "3" }),
    refused: { advertisement_id: "7050000000000000609", job_channel_id: "3" },
    refused_code: 1002609,
    page_codes: {
      1002001: "system_error",
      1002002: "refused",
      1002613: "refused_us",
      1002609: "refused",
      1002624: "refused",
    },
    api: "advertisement.publish",
    list_api: "job_publish_record.search",
  },
  note: {
    fixture: ofHistory("notes"),
    payload: (nth) => ({ external_id: `N-${nth}`, talent_id: id(nth % 3), content: `what was said, ${nth}` }),
    refused: { external_id: "N-x", talent_id: "7050000000000000404", content: "of nobody" },
    refused_code: 1002002,
    page_codes: { 1002001: "system_error", 1002002: "refused" },
    made: ({ content }, { fields }) => fields.content === content,
    api: "note.create",
    list_api: "note.list",
  },
  "external-interview": {
    fixture: ofHistory("interviews"),
    payload: (nth) => ({ ...child("I", nth), participate_status: 2, begin_time: 1_700_000_000_000 + nth * 3_600_000 }),
    ...ofApplication("external_interview"),
  },
  "external-offer": {
    fixture: ofHistory("offers"),
    payload: (nth) => ({ ...child("O", nth), owner: `owner ${nth}`, biz_create_time: String(1_700_000_000_000 + nth) }),
    ...ofApplication("external_offer"),
  },
  attachment: {
    fixture: ofHistory("cvs"),
    payload: (nth) => ({ external_id: `F-${nth}`, file: fileAt(`cvs/${nth}.txt`) }),
    // The sandbox takes every file that a payload may name.
    refused: undefined,
    refused_code: 1002002,
    page_codes: { 1002001: "system_error", 1002002: "refused" },
    made: ({ file }, { fields }) => fields.sha256 === (file as { readonly sha256?: unknown }).sha256,
    burst: 50,
    api: "attachment.create",
    list_api: undefined,
  },
  "external-background-check": {
    fixture: ofHistory("background-checks"),
    payload: (nth) => ({ ...child("B", nth), name: `check ${nth}`, date: 1_700_000_000_000 + nth * 86_400_000 }),
    ...ofApplication("external_background_check"),
  },
};
