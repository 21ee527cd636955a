import { z } from "zod";
import type { FieldDefinition, Payload } from "../model/payload.js";
import { externalApplicationProbe } from "./external-application-probe.js";
import { externalBackgroundCheckHints } from "./external-record-hints.js";
import { attachments, attachmentsField, commonFields, EXTERNAL_PAGES, externalRecords } from "./external-records.js";
import type { Target } from "./target.js";

const fields: readonly FieldDefinition[] = [
  ...commonFields("background check"),
  { name: "date", kind: "time", required: false, meaning: "its day" },
  { name: "name", kind: "text", required: false, meaning: "what it is called" },
  { name: "result", kind: "text", required: false, meaning: "what came out, free text" },
  attachmentsField,
];

const text = z.string().min(1);

const payload = z.strictObject({
  external_id: text,
  external_application_id: text,
  date: z.int().nonnegative().optional(),
  name: text.optional(),
  result: text.optional(),
  attachment_id_list: z.array(text).min(1).optional(),
}) as unknown as z.ZodType<Payload>;

/** A background check of an external application. */
export const externalBackgroundCheck: Target = {
  ...externalRecords({
    path: "/open-apis/hire/v1/external_background_checks",
    object: "external_background_check",
    create_cap_per_s: 20,
    fields,
    near_by: [["date"], ["name", "result"]],
    shownAs: attachments.shownAs,
    agrees: { attachment_id_list: attachments.agree },
  }),
  name: "external-background-check",
  title: "external background checks",
  page: `${EXTERNAL_PAGES}/import-external-background-info/create`,
  probes: [externalApplicationProbe("to create, read, change and delete external background checks")],
  fields,
  payload,
  hints: externalBackgroundCheckHints,
  codes: {},
};
