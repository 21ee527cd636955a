import { z } from "zod";
import { echoOfList } from "./echo.js";
import { pageQuery, readPage } from "./page.js";
import type { FoundRecord, Listing } from "./target.js";

const PATH = "/open-apis/hire/v1/websites";

/** The documented maximum. */
const PAGE_SIZE = 10;

/** The tenant's recruiting sites (server-docs/hire-v1/get-candidates/website/list). Scope hire:site:readonly. */
export const websites: Listing = {
  cap_per_s: 10,
  page: (_subject, page_token) => ({
    method: "GET",
    path: PATH,
    query: pageQuery(PAGE_SIZE, page_token),
    differsIn: echoOfList(),
  }),
  read: (data) => readPage(data),
  no_such_subject: [],
};

/** A place where an advertisement can be published. */
export interface Channel {
  readonly job_channel_id: string;
  /** As the tenant calls it. */
  readonly name: string;
  /** `social`, `campus`. */
  readonly kinds: readonly string[];
  /** Of the recruiting site; null for a channel that is none. */
  readonly website_id: string | null;
}

/** Channels that every tenant has, from the pages of publish and of job_publish_records. */
export const FIXED_CHANNELS: readonly Channel[] = [
  { job_channel_id: "3", name: "the referral platform (内推平台)", kinds: [], website_id: null },
];

const site = z.object({
  job_channel_id: z.string().min(1),
  name: z.object({ zh_cn: z.string().nullish(), en_us: z.string().nullish() }).nullish(),
  process_type_list: z.array(z.int()).nullish(),
});

const KINDS: Readonly<Record<number, string>> = { 1: "social", 2: "campus" };

/** The channel of a recruiting site; undefined where the list names none. */
export function channelOf({ id, fields }: FoundRecord): Channel | undefined {
  const known = site.safeParse(fields).data;
  if (known === undefined) return undefined;
  const { job_channel_id, name, process_type_list } = known;
  return {
    job_channel_id,
    name: name?.zh_cn || name?.en_us || "a site without a name",
    kinds: (process_type_list ?? []).map((kind) => KINDS[kind] ?? String(kind)),
    website_id: id,
  };
}
