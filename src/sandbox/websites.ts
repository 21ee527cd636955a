import { pageOf } from "./pages.js";
import type { Route } from "./route.js";

/** A recruiting site of the tenant. Its channel has an id of its own. */
export interface Website {
  readonly id: string;
  readonly job_channel_id: string;
  readonly name: { readonly zh_cn: string; readonly en_us: string };
  readonly process_type_list: readonly number[];
}

/** The page: ten sites at most. */
const PAGES = { size_default: 10, size_max: 10 };
const FIRST_SITE = 7_210_000_000_000_000_000n;
const FIRST_CHANNEL = 7_220_000_000_000_000_000n;
/** A prime: two neighbours stay apart only for who keeps all 19 digits. */
const ID_STEP = 211n;

const KINDS = [
  { zh_cn: "社会招聘官网", en_us: "Careers", process_type_list: [1] },
  { zh_cn: "校园招聘官网", en_us: "Campus careers", process_type_list: [2] },
  { zh_cn: "海外招聘官网", en_us: "Careers abroad", process_type_list: [1, 2] },
] as const;

export function createWebsites(count: number): readonly Website[] {
  return Array.from({ length: count }, (_, index) => {
    const { zh_cn, en_us, process_type_list } = KINDS[index % KINDS.length] as (typeof KINDS)[number];
    const nth = index < KINDS.length ? "" : ` ${Math.floor(index / KINDS.length) + 1}`;
    const place = BigInt(index + 1) * ID_STEP;
    return {
      id: String(FIRST_SITE + place),
      job_channel_id: String(FIRST_CHANNEL + place),
      name: { zh_cn: `${zh_cn}${nth}`, en_us: `${en_us}${nth}` },
      process_type_list,
    };
  });
}

export function websiteRoutes(sites: readonly Website[]): readonly Route[] {
  return [
    {
      api: "website.list",
      method: "GET",
      path: "/open-apis/hire/v1/websites",
      takes_body: false,
      scopes: ["hire:site", "hire:site:readonly"],
      cap: { requests: 10, window_ms: 1000 },
      act: (call) => pageOf(call.query, PAGES, sites, (site) => site),
    },
  ];
}
