import { axesOf, type Failure } from "../../model/failure.js";
import type { FeishuRequest, Reply } from "../../model/reply.js";
import type { FoundRecord, Listing } from "../../targets/target.js";
import { because } from "../../texts/because.js";
import { type RetryContext, retryRead } from "./retry-read.js";

/** More pages than any subject has: a server that never ends must not hold a row for ever. */
const PAGES_MAX = 10_000;

const UNKNOWN_SHAPE: Failure = because("unreadable_answer", { id: "unknown_list" });

export interface ListContext extends RetryContext {
  readonly find: Listing;
  /** Sends one paced request. */
  readonly send: (request: FeishuRequest, signal: AbortSignal) => Promise<Reply | undefined>;
}

/** A whole reading, or why there is none: half a list is no answer. `undefined`: the run stops. */
export type ListedRecords = { readonly records: readonly FoundRecord[] } | { readonly failure: Failure } | undefined;

/** Everything Feishu holds of a subject, each record once: every page, or nothing. */
export async function listRecords(reader: ListContext, subject: string): Promise<ListedRecords> {
  const { find, send } = reader;
  const records: FoundRecord[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const request = find.page(subject, token);
    const reply = await retryRead(reader, (signal) => send(request, signal));
    if (reply === undefined) return undefined;
    if (!reply.ok) {
      const { failure } = reply;
      const nothing = failure.code !== undefined && find.no_such_subject.includes(failure.code);
      // Of a subject that has vanished since the first page nobody knows what the other pages held.
      return nothing && page === 0 && axesOf(failure).may_have_acted === false ? { records } : { failure };
    }
    const read = find.read(reply.data, { subject, page_token: token });
    if (read === undefined) return { failure: UNKNOWN_SHAPE };
    // What is made between two pages moves the others along, and the last of one page comes again on the next.
    for (const record of read.records) {
      if (record.remote_id !== null && seen.has(record.remote_id)) continue;
      if (record.remote_id !== null) seen.add(record.remote_id);
      records.push(record);
    }
    if (read.next === undefined) return { records };
    // The same page again and again is not a whole list either.
    if (read.next === token) return { failure: UNKNOWN_SHAPE };
    token = read.next;
  }
  return { failure: UNKNOWN_SHAPE };
}
