import { z } from "zod";
import type { FieldDefinition, Payload } from "../model/payload.js";
import { saying } from "../texts/saying.js";
import { echo } from "./echo.js";
import { jobAdvertisementHints } from "./job-advertisement-hints.js";
import { findPublishRecord, isOfClosedJob } from "./job-publish-records.js";
import type { Find, Forecast, Probe, Target, ValueWarning } from "./target.js";
import { channelOf, FIXED_CHANNELS, websites } from "./websites.js";

const PATH = "/open-apis/hire/v1/advertisements";

const fields: readonly FieldDefinition[] = [
  {
    name: "advertisement_id",
    kind: "id",
    required: true,
    meaning: "the advertisement (职位广告) of a job in Feishu Hire",
  },
  {
    name: "job_channel_id",
    kind: "id",
    required: true,
    meaning:
      'where it is published: a recruiting site\'s channel (hire-import channels), or "3" for the referral platform',
  },
];

// A dot alone would be another path, and the @ parts the key.
const id = z.string().regex(/^(?!\.{1,2}$)[^@]+$/, "an id holds no @ and is not a dot");

const payload = z.strictObject({ advertisement_id: id, job_channel_id: id }) as unknown as z.ZodType<Payload>;

const forecast: Forecast = {
  listing: websites,
  judge: (listed, held) => {
    const known = new Set(FIXED_CHANNELS.map(({ job_channel_id }) => job_channel_id));
    for (const record of listed ?? []) known.add(channelOf(record)?.job_channel_id ?? "");
    // A job is closed or not, on whichever channel one of its records was read.
    const closed = new Set(held.filter(({ fields: each }) => isOfClosedJob(each)).map((record) => record.id));
    return (row) => {
      const channel = String(row.job_channel_id);
      const advertisement = String(row.advertisement_id);
      return [
        ...(listed === undefined || known.has(channel) ? [] : [unknownChannel(channel)]),
        ...(closed.has(advertisement) ? [closedJob(advertisement)] : []),
      ];
    };
  },
};

function unknownChannel(value: string): ValueWarning {
  return {
    kind: "unknown_channel",
    field: "job_channel_id",
    value,
    ...saying("unknown_channel"),
  };
}

function closedJob(value: string): ValueWarning {
  return {
    kind: "closed_job",
    field: "advertisement_id",
    value,
    ...saying("closed_job"),
  };
}

const probes: readonly Probe[] = [
  {
    scopes: ["hire:advertisement"],
    purpose: "to publish advertisements",
    is_needed: true,
    request: { none: "nothing but publishing needs it; where it is missing, run stops at the first row (exit 3)" },
    proven_by: [],
  },
  {
    scopes: ["hire:job", "hire:job:readonly"],
    purpose: "to read what is published, where a result is unknown",
    is_needed: true,
    request: findPublishRecord.page("3", undefined),
    proven_by: [1002002],
  },
  {
    scopes: ["hire:site", "hire:site:readonly"],
    purpose: "to list the channels of the recruiting sites",
    is_needed: false,
    request: websites.page("", undefined),
    proven_by: [1002002],
  },
];

/** Publishes advertisements of jobs that are in Feishu Hire already. The advertisement's id stands in the path. */
export const jobAdvertisement: Target & { readonly find: Find } = {
  name: "job-advertisement",
  title: "job advertisements",
  page: "server-docs/hire-v1/recruitment-related-configuration/job/publish",
  probes,
  cap_per_s: 10,
  fields,
  payload,
  hints: jobAdvertisementHints,
  key_fields: ["advertisement_id", "job_channel_id"],
  key: (row) => `${row.advertisement_id}@${row.job_channel_id}`,
  idempotency: { none: "the page names no key, nor what publishing again does" },
  request: ({ advertisement_id, job_channel_id }) => ({
    method: "POST",
    path: `${PATH}/${encodeURIComponent(String(advertisement_id))}/publish`,
    // The page marks it optional, and does not say where an advertisement without it goes.
    body: { job_channel_id },
    // The page: an empty object.
    differsIn: echo([]),
  }),
  remote_id: { none: "Feishu accepts a publication without giving an id for it" },
  find: findPublishRecord,
  update: { none: "publishing again is all that Feishu's API does for an advertisement" },
  remove: { none: "Feishu has no API that takes an advertisement offline; closing its job in Feishu Hire does" },
  codes: {
    1002613: {
      kind: "refused_us",
      meaning: "The tenant does not let jobs be changed through the API",
      hint:
        "Turn the switch on in Feishu Hire: Settings > Job management > Job settings, " +
        "“通过 API 同步职位” (sync jobs through the API); then run the same command again.",
    },
    1002609: {
      kind: "refused",
      meaning: "the job of the advertisement is closed",
      hint: "open the job in Feishu Hire, then: hire-import retry --only rejected",
    },
    1002624: {
      kind: "refused",
      meaning: "Feishu does not accept the advertisement",
      hint:
        "check advertisement_id: it is an advertisement's (职位广告), not its job's. With another id it is another row: " +
        "run it with that, and leave this one out with hire-import resolve KEY --skip",
    },
  },
  visible: {
    what: "Published advertisements are visible to the public at once, and no API takes them offline again",
    counted: [
      { field: "advertisement_id", one: "advertisement", many: "advertisements" },
      { field: "job_channel_id", one: "channel", many: "channels" },
    ],
  },
  forecast,
};
