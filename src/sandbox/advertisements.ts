import { type Answer, apiSyncOff, badParameter, jobClosed, missingParameter, notCompliant, ok } from "./answers.js";
import type { Jobs } from "./jobs.js";
import type { Cap } from "./limits.js";
import { pageOf } from "./pages.js";
import type { Call, Route } from "./route.js";
import type { Store } from "./store.js";
import { checkFields, type FieldRule } from "./validate.js";
import type { Website } from "./websites.js";

/** One advertisement on one channel. */
const RESOURCE = "job_publish_record";
const PAGES = { size_default: 10, size_max: 100 };
/** Head-hunters and the referral platform: every tenant has them. */
const FIXED_CHANNELS = ["2", "3"];
/** "1000 a minute and 50 a second": whichever is met first. */
const SEARCH_CAPS: readonly Cap[] = [
  { requests: 50, window_ms: 1000 },
  { requests: 1000, window_ms: 60_000 },
];
const RULES = { job_channel_id: { kind: "string" } } as const satisfies Record<string, FieldRule>;

interface Parts {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly sites: readonly Website[];
  readonly republish: "accept" | "error";
  readonly read_lag_ms: number;
  readonly publish_cap: Cap;
}

export function advertisementRoutes(parts: Parts): readonly Route[] {
  return [
    {
      api: "advertisement.publish",
      method: "POST",
      path: "/open-apis/hire/v1/advertisements/:id/publish",
      takes_body: true,
      scopes: ["hire:advertisement"],
      cap: parts.publish_cap,
      act: (call) => publish(parts, call),
    },
    {
      api: "job_publish_record.search",
      method: "POST",
      path: "/open-apis/hire/v1/job_publish_records/search",
      takes_body: true,
      scopes: ["hire:job", "hire:job:readonly"],
      cap: SEARCH_CAPS,
      act: (call) => search(parts, call),
    },
  ];
}

function publish({ store, jobs, sites, republish }: Parts, call: Call): Answer {
  if (!jobs.apiSync()) return apiSyncOff();
  const checked = checkFields(call.body, RULES);
  if ("answer" in checked) return checked.answer;
  // The page marks it optional and does not say what its absence means: nobody is to come to rely on it here.
  if (checked.fields.job_channel_id === undefined) return missingParameter("job_channel_id");
  const channel = String(checked.fields.job_channel_id);
  if (!FIXED_CHANNELS.includes(channel) && !sites.some(({ job_channel_id }) => job_channel_id === channel)) {
    return badParameter("job_channel_id", "no such channel");
  }
  const obstacle = jobs.obstacle(call.id);
  if (obstacle !== null) return obstacle === "closed" ? jobClosed() : notCompliant();
  const key = `${call.id}@${channel}`;
  const there = store.latestWithKey(RESOURCE, key);
  if (there === null) {
    const fields = { advertisement_id: call.id, job_channel_id: channel, publications: 1 };
    store.create({ resource: RESOURCE, owner: channel, external_id: key, fields });
    return ok({});
  }
  if (republish === "error") return badParameter("advertisement_id", "is published on this channel already");
  store.update(there.id, channel, { ...there.fields, publications: Number(there.fields.publications) + 1 });
  return ok({});
}

function search({ store, jobs, read_lag_ms }: Parts, call: Call): Answer {
  const checked = checkFields(call.body, { job_channel_id: { kind: "string", required: true } });
  if ("answer" in checked) return checked.answer;
  const seen_ms = call.now_ms - read_lag_ms;
  const records = store
    .ownedBy(RESOURCE, String(checked.fields.job_channel_id))
    .filter(({ created_ms }) => created_ms <= seen_ms);
  return pageOf(call.query, PAGES, records, ({ fields, created_ms }) => {
    const id = String(fields.advertisement_id);
    // Times are strings here, as on the page.
    return { id, job_active_status: jobs.isClosed(id) ? 2 : 1, create_time: String(created_ms) };
  });
}
