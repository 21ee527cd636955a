import { echoOfList } from "./echo.js";
import { pageQuery, readPage } from "./page.js";
import type { Find } from "./target.js";

const PATH = "/open-apis/hire/v1/job_publish_records/search";

/** The documented maximum. */
const PAGE_SIZE = 100;

/** `job_active_status` of a job that is closed: all of its advertisements are offline. */
const CLOSED = 2;

/**
 * Reads which advertisements were ever published on a channel
 * (server-docs/hire-v1/recruitment-related-configuration/job/search). A record's id is the advertisement's: the same
 * one stands on every channel it was published on, so it is nobody's alone.
 */
export const findPublishRecord: Find = {
  // 1000 a minute and 50 a second, whichever is met first: 16 a second are 960 a minute, and never a minute's wait.
  cap_per_s: 16,
  subject: (row) => String(row.job_channel_id),
  known_by: "identity",
  page: (job_channel_id, page_token) => ({
    method: "POST",
    path: PATH,
    query: pageQuery(PAGE_SIZE, page_token),
    body: { job_channel_id },
    // The page shows no channel in its items.
    differsIn: echoOfList(),
  }),
  read: (data) => readPage(data, () => null),
  no_such_subject: [],
  // A record of a closed job is of an earlier time: Feishu publishes nothing of a closed job, and shows nothing of it.
  differing: () => [],
  compare: (row, record) => (record.id === row.advertisement_id && !isOfClosedJob(record.fields) ? "same" : "other"),
};

/** What a publish record says of the advertisement's job. */
export function isOfClosedJob(fields: Readonly<Record<string, unknown>>): boolean {
  return fields.job_active_status === CLOSED;
}
