import { z } from "zod";
import { echo } from "./echo.js";
import { recordId } from "./page.js";
import { keysOf, type TalentKey } from "./talent-keys.js";
import { talents } from "./talents.js";
import type { Find, FoundRecord } from "./target.js";

/** What the talent's own page shows (v2, 2025-12-02), as far as it says who it is. */
const shown = z.object({
  talent_id: recordId,
  basic_info: z
    .looseObject({ name: z.string().nullish(), email: z.string().nullish(), mobile: z.string().nullish() })
    .nullish(),
});

/**
 * A talent is found by whom it is: by each key that the row has, one request each, for Feishu combines several with
 * AND. One that is known already is read by its id.
 */
export const findTalent: Find = {
  // 1000 a minute.
  cap_per_s: 16,
  first: true,
  is_shared: true,
  subject: (row, remote_id) => (typeof remote_id === "string" ? remote_id : JSON.stringify(keysOf(row))),
  names: (row) => keysOf(row).map((key) => JSON.stringify(key)),
  known_by: "identity",
  page: (subject, page_token) => {
    if (isKeys(subject)) return talents.request(batchOf(keyAt(subject, page_token)));
    const path = `/open-apis/hire/v2/talents/${encodeURIComponent(subject)}`;
    return { method: "GET", path, differsIn: echo(["talent_id"]) };
  },
  read: (data, asked) => {
    if (asked === undefined) return undefined;
    const { subject, page_token } = asked;
    if (!isKeys(subject)) {
      const talent = shown.safeParse(data).data;
      return (
        talent && { records: [{ ...sameIds(talent.talent_id), fields: talent.basic_info ?? {} }], next: undefined }
      );
    }
    const found = talents.read(data, batchOf(keyAt(subject, page_token)));
    const next = Number(page_token ?? 0) + 1;
    const is_last = next >= keysIn(subject).length;
    return (
      found && {
        records: found.map(({ talent_id }): FoundRecord => ({ ...sameIds(talent_id), fields: {} })),
        next: is_last ? undefined : String(next),
      }
    );
  },
  no_such_subject: [1002102],
  // One that was there before has its own name and numbers, and keeps them.
  differing: () => [],
  compare: () => "same",
};

const sameIds = (id: string) => ({ id, remote_id: id });

/** Else it is a talent's id. */
const isKeys = (subject: string): boolean => subject.startsWith("[");

function keysIn(subject: string): TalentKey[] {
  return JSON.parse(subject) as TalentKey[];
}

function keyAt(subject: string, page_token: string | undefined): TalentKey {
  return keysIn(subject)[Number(page_token ?? 0)] as TalentKey;
}

const batchOf = ({ kind, context, value }: TalentKey) => ({ kind, context, values: [value] });
