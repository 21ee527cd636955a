import { z } from "zod";
import type { FoundRecord, Listing } from "./target.js";

/** Ids are decimal strings of 19 digits; what else might come is short and visible, and never a number. */
export const recordId = z.string().regex(/^[\x21-\x7e]{1,128}$/);

const listed = z
  .looseObject({
    items: z.array(z.looseObject({ id: recordId })).nullish(),
    has_more: z.boolean().nullish(),
    page_token: z.string().nullish(),
  })
  // An empty list may come without its fields. Where others stand in their place it is no list, and proves nothing.
  .refine((page) => Object.keys(page).length === 0 || ["items", "has_more", "page_token"].some((name) => name in page));

type Page = ReturnType<Listing["read"]>;
type Shown = Readonly<Record<string, unknown>>;

/** The part of a query that says which page, as all lists of Feishu's take it. */
export function pageQuery(page_size: number, page_token: string | undefined): Readonly<Record<string, string>> {
  return { page_size: String(page_size), ...(page_token === undefined ? {} : { page_token }) };
}

/**
 * One page of a list of Feishu's, as all of them are written. `undefined`: it is not one, or not all of one.
 * `remoteId`: the id of ours that an item's id is; null where it is nobody's alone.
 */
export function readPage(data: unknown, remoteId: (id: string) => string | null = (id) => id): Page {
  const page = listed.safeParse(data).data;
  if (page === undefined) return undefined;
  const records = (page.items ?? []).map((item): FoundRecord => {
    return { id: item.id, remote_id: remoteId(item.id), fields: item };
  });
  if (page.has_more !== true) return { records, next: undefined };
  // More without a token to fetch it: what was read is not all, and proves nothing.
  return page.page_token ? { records, next: page.page_token } : undefined;
}

/** As `readPage`, of a list that shows some of the target's fields under other names. */
export function readPageAs(data: unknown, shownAs: (fields: Shown) => Shown): Page {
  const page = readPage(data);
  return page && { ...page, records: page.records.map((each) => ({ ...each, fields: shownAs(each.fields) })) };
}
