import { z } from "zod";
import type { FieldDefinition, Payload } from "../model/payload.js";
import { externalOfferHints } from "./external-record-hints.js";
import { attachments, attachmentsField, commonFields, EXTERNAL_PAGES, externalRecords } from "./external-records.js";
import type { Probe, Target } from "./target.js";

const fields: readonly FieldDefinition[] = [
  ...commonFields("offer"),
  {
    name: "biz_create_time",
    kind: "time",
    required: false,
    meaning: "when the offer was made",
    // Milliseconds as a text, where the interview's and the background check's are numbers.
    written_as: "text",
  },
  { name: "owner", kind: "text", required: false, meaning: "who was responsible for it: a name" },
  { name: "offer_status", kind: "text", required: false, meaning: "what became of it, free text" },
  attachmentsField,
];

/** What the pages allow when an offer is created, and when it is overwritten. */
const FILES_MAX = { create: 20, update: 10 } as const;

const text = z.string().min(1);

const payload = z.strictObject({
  external_id: text,
  external_application_id: text,
  biz_create_time: z
    .string()
    .regex(/^\d{1,16}$/)
    .optional(),
  owner: text.optional(),
  offer_status: text.optional(),
  attachment_id_list: z.array(text).min(1).max(FILES_MAX.create).optional(),
}) as unknown as z.ZodType<Payload>;

const requests = externalRecords({
  path: "/open-apis/hire/v1/external_offers",
  object: "external_offer",
  create_cap_per_s: 10,
  fields,
  near_by: [["biz_create_time"], ["owner", "offer_status"]],
  shownAs: attachments.shownAs,
  agrees: { attachment_id_list: attachments.agree },
  update: {
    cannot: ({ attachment_id_list: files }) =>
      Array.isArray(files) && files.length > FILES_MAX.update
        ? `an offer that is there takes ${FILES_MAX.update} files at most, a new one ${FILES_MAX.create}`
        : undefined,
  },
});

const probes: readonly Probe[] = [
  {
    scopes: ["hire:external_offer"],
    purpose: "to create, change and delete external offers",
    is_needed: true,
    request: {
      none: "nothing but writing an offer needs it; where it is missing, run stops at the first row (exit 3)",
    },
    proven_by: [],
  },
  {
    scopes: ["hire:external_offer", "hire:external_offer:readonly"],
    purpose: "to read external offers back, where a result is unknown",
    is_needed: true,
    // No external application's id.
    request: requests.find.page("1", undefined),
    proven_by: [1002002],
  },
];

/** An offer of an external application. It has no salary: Feishu has no field for it. */
export const externalOffer: Target = {
  ...requests,
  name: "external-offer",
  title: "external offers",
  page: `${EXTERNAL_PAGES}/import-external-offer-info/create`,
  probes,
  fields,
  payload,
  hints: externalOfferHints,
  codes: {},
};
