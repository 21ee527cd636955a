import { fold } from "../cells/text.js";

const PUNCTUATION = /[^\p{L}\p{N}]+/gu;

/** The form in which titles are compared: `Application ID`, `application_id` and `applicationId` are one. */
export function titleKey(title: string): string {
  return fold(title).replace(PUNCTUATION, "");
}

const keys = new Map<string, string>();

/** `titleKey` of a title of ours, which comes again and again. */
function known(title: string): string {
  let key = keys.get(title);
  if (key === undefined) {
    key = titleKey(title);
    keys.set(title, key);
  }
  return key;
}

/** The columns that have one of the titles, in the order of the titles. */
export function matchTitles<Column extends { readonly title: string }>(
  columns: readonly Column[],
  titles: readonly string[],
): Column[] {
  const by_key = new Map(columns.map((column) => [titleKey(column.title), column]));
  const found = titles.flatMap((title) => by_key.get(known(title)) ?? []);
  return Array.from(new Set(found));
}

/** A title inside another proves little where it is short: 来源 stands in 来源备注. */
const LATIN_LIKE_MIN = 5;
const OTHER_LIKE_MIN = 2;

/** The columns whose title holds one of the titles beside other words. */
export function likeTitled<Column extends { readonly title: string }>(
  columns: readonly Column[],
  titles: readonly string[],
): Column[] {
  const wanted = titles
    .map(known)
    .filter((key) => key.length >= (/^[\p{Script=Latin}\d]+$/u.test(key) ? LATIN_LIKE_MIN : OTHER_LIKE_MIN));
  return columns.filter(({ title }) => {
    const key = titleKey(title);
    return wanted.some((part) => key.length > part.length && key.includes(part));
  });
}
