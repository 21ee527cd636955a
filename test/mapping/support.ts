import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { loadMapping } from "../../src/mapping/file/load.js";
import { type BindOptions, bindMapping, type Mapped, type RowMapper } from "../../src/mapping/rows/mapper.js";
import type { Mapping } from "../../src/mapping/rows/mapping.js";
import { ExitError } from "../../src/model/exit-error.js";
import type { Failure } from "../../src/model/failure.js";
import type { FieldDefinition, Payload, TargetSchema } from "../../src/model/payload.js";

const optional: readonly FieldDefinition[] = [
  { name: "job_recruitment_type", kind: "choice", required: false, meaning: "", choices: { 1: "social", 2: "campus" } },
  { name: "job_title", kind: "text", required: false, meaning: "title of the job" },
  { name: "stage", kind: "text", required: false, meaning: "stage reached" },
  { name: "termination_type", kind: "text", required: false, meaning: "kind of termination" },
  {
    name: "delivery_type",
    kind: "choice",
    required: false,
    meaning: "way of application",
    choices: { 1: "HR", 2: "applied", 3: "recommended", 4: "other" },
  },
  { name: "create_time", kind: "time", required: false, meaning: "created" },
  { name: "modify_time", kind: "time", required: false, meaning: "terminated" },
];

export const APPLICATION: TargetSchema = {
  name: "external-application",
  fields: [
    { name: "external_id", kind: "id", required: false, meaning: "key of the old system" },
    { name: "talent_id", kind: "id", required: true, meaning: "existing talent" },
    ...optional,
  ],
  payload: z.strictObject({
    external_id: z.string().max(100),
    talent_id: z.string(),
    job_recruitment_type: z.literal([1, 2]).optional(),
    job_title: z.string().max(60).optional(),
    stage: z.string().optional(),
    termination_type: z.string().optional(),
    delivery_type: z.literal([1, 2, 3, 4]).optional(),
    create_time: z.int().optional(),
    modify_time: z.int().optional(),
  }) as unknown as z.ZodType<Payload>,
  key_fields: ["external_id"],
  key: (payload) => String(payload.external_id),
};

export const ADVERTISEMENT: TargetSchema = {
  name: "job-advertisement",
  fields: [
    { name: "advertisement_id", kind: "id", required: true, meaning: "the advertisement" },
    { name: "job_channel_id", kind: "id", required: true, meaning: "where it appears" },
  ],
  payload: z.strictObject({
    advertisement_id: z.string(),
    job_channel_id: z.string(),
  }) as unknown as z.ZodType<Payload>,
  key_fields: ["advertisement_id", "job_channel_id"],
  key: (payload) => `${payload.advertisement_id}@${payload.job_channel_id}`,
};

const TARGETS = [APPLICATION, ADVERTISEMENT];
const folder = mkdtempSync(join(tmpdir(), "mapping-"));
let files = 0;

/** Loads a mapping with this text from a real file. */
export function load(text: string | Uint8Array): Mapping {
  const path = join(folder, `${++files}-mapping.yaml`);
  writeFileSync(path, text);
  return loadMapping(path, TARGETS);
}

export function loadPath(path: string): Mapping {
  return loadMapping(path, TARGETS);
}

/** A mapping of the two fields that every application needs, and what else is given. */
export function withFields(fields: string, top = ""): string {
  const lines = fields.split("\n").filter((line) => line.trim() !== "");
  return `target: external-application\n${top}\nfields:\n  external_id: id\n  talent_id: talent\n${lines
    .map((line) => `  ${line}\n`)
    .join("")}`;
}

/** The ExitError that `act` throws, its message without the folder of the mapping file. */
export function stopOf(act: () => unknown): ExitError {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    const message = error.message.replaceAll(/\S*\/(?:\d+-)?/g, (path) =>
      path.startsWith(dirname(folder)) ? "" : path,
    );
    return new ExitError({ exit: error.exit, kind: error.kind, message, hint: error.hint ?? "" });
  }
  throw new Error("nothing was thrown");
}

export type Row = Readonly<Record<string, string>>;

/** A mapper over the columns of `row`, and what it makes of that row. */
export function mapperOf(text: string, names: readonly string[], options?: BindOptions): RowMapper {
  return bindMapping(load(text), { names, line: 1 }, "export.csv", options);
}

export function mapRow(text: string, row: Row, options?: BindOptions): Mapped {
  const whole = { id: "A-1", talent: "6960663240925956459", ...row };
  return mapperOf(text, Object.keys(whole), options).map(Object.values(whole));
}

/** Why a row has no payload. Throws where it has one, or still waits for a talent. */
export function failureOf(mapped: Mapped): Failure {
  if (mapped.kind !== "invalid" && mapped.kind !== "excluded") throw new Error(`the row is ${mapped.kind}`);
  return mapped.failure;
}

/** The payload's value of one field, or the kind of failure. */
export function fieldOf(text: string, row: Row, field: string, options?: BindOptions): unknown {
  const mapped = mapRow(text, row, options);
  return mapped.kind === "payload" ? mapped.payload[field] : failureOf(mapped).kind;
}
