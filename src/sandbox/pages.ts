import { type Answer, badParameter, ok } from "./answers.js";

/** By creation. */
export type ListOrder = "oldest_first" | "newest_first";

export interface PageRules {
  readonly size_default: number;
  readonly size_max: number;
  readonly order?: ListOrder;
}

/** One page of a list as Feishu gives it. The items’ ids ascend; a token says behind which id the next page begins. */
export function pageOf<Item extends { readonly id: string }>(
  query: URLSearchParams,
  rules: PageRules,
  items: readonly Item[],
  show: (item: Item) => unknown,
): Answer {
  const size_text = query.get("page_size") || String(rules.size_default);
  const page_size = /^[0-9]{1,9}$/.test(size_text) ? Number(size_text) : 0;
  if (page_size < 1 || page_size > rules.size_max) {
    return badParameter("page_size", `must be a whole number from 1 to ${rules.size_max}`);
  }
  const after_id = idOfPageToken(query.get("page_token") ?? "");
  if (after_id === null) return badParameter("page_token", "is not a token of this list");
  const is_reversed = rules.order === "newest_first";
  const left = after_id === "" ? [...items] : items.filter(({ id }) => (is_reversed ? id < after_id : id > after_id));
  if (is_reversed) left.reverse();
  const page = left.slice(0, page_size);
  const last = page.at(-1);
  const shown = page.map(show);
  if (!last || left.length <= page_size) return ok({ items: shown, has_more: false });
  return ok({ items: shown, has_more: true, page_token: pageTokenOf(last.id) });
}

function pageTokenOf(id: string): string {
  return Buffer.from(`after:${id}`).toString("base64url");
}

/** "" for the first page, null for a token that is not one. */
function idOfPageToken(token: string): string | null {
  if (token === "") return "";
  return /^after:([0-9]{19})$/.exec(Buffer.from(token, "base64url").toString("utf8"))?.[1] ?? null;
}
