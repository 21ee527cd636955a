import { expect, it } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import { listRecords } from "../../src/engine/calls/list-records.js";
import { Outage } from "../../src/engine/calls/outage.js";
import type { Reply } from "../../src/model/reply.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { VirtualClock } from "../support/virtual-clock.js";
import { refusal } from "./replies.js";

const NO_SUCH_TALENT = refusal("refused", { code: 1002102 });

/** A page with these records; `next`: the token of the one behind it. */
function page(ids: readonly string[], next?: string): Reply {
  const items = ids.map((id) => ({ id }));
  return { ok: true, took_ms: 1, data: { items, has_more: next !== undefined, page_token: next } };
}

/** What a reading of so many replies, one for each page, comes to: ids, or what is wrong. */
async function reading(...pages: readonly Reply[]): Promise<readonly string[] | string> {
  const common = { clock: new VirtualClock(), random: () => 1, brake: new Brake(), observe: () => undefined };
  let nth = 0;
  const read = await listRecords(
    {
      ...common,
      find: externalApplication.find,
      outage: new Outage({ ...common, first_contact_ms: 60_000, max_outage_ms: 60_000 }),
      max_attempts: 1,
      asked: () => undefined,
      send: async () => pages[nth++] as Reply,
    },
    "T-1",
  );
  if (read === undefined) return "stopped";
  return "failure" in read ? read.failure.kind : read.records.map(({ id }) => id);
}

it("a list is all of its pages, and what comes again on the next page is there once", async () => {
  expect(await reading(page(["1", "2"], "p2"), page(["2", "3"], "p3"), page([]))).toEqual(["1", "2", "3"]);
});

it("a subject that does not exist has no records", async () => {
  expect(await reading(NO_SUCH_TALENT)).toEqual([]);
});

it.each([
  ["a page that fails", refusal("lost"), "lost"],
  ["a subject that has vanished since the first page", NO_SUCH_TALENT, "refused"],
  ["a page without an end that names itself", page(["2"], "p2"), "unreadable_answer"],
  ["a page of unknown shape", { ok: true, took_ms: 1, data: { has_more: true } } as Reply, "unreadable_answer"],
])("half a list is none: %s", async (_name, second, kind) => {
  expect(await reading(page(["1"], "p2"), second)).toBe(kind);
});
