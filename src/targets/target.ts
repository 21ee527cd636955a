import type { FeishuRequest } from "../words/reply.js";
import type { Payload, TargetShape } from "../words/target-shape.js";

/**
 * One Feishu Hire operation that rows can be loaded into. A target is a value: the engine asks it and never asks
 * for its name.
 */
export interface Target extends TargetShape {
  /** For people, e.g. "external applications". */
  readonly title: string;
  /** The API page this was written from. */
  readonly page: string;
  readonly scope: string;
  /** Requests a second that Feishu allows for `request`. */
  readonly cap_per_s: number;
  /** How long Feishu takes two requests with the same key for one, or why it never does. */
  readonly idempotency: { readonly field: string; readonly hours: number } | { readonly none: string };
  /** The one request that a row becomes. */
  request(payload: Payload): FeishuRequest;
  /**
   * The id under which Feishu holds the row, from the `data` of an answer with code 0. `null`: this target's answers
   * carry none. `undefined`: there should be one and it is not there, so the answer proves nothing.
   */
  remoteId(data: unknown): string | null | undefined;
  /** How to read back what Feishu holds: settles rows in doubt. */
  readonly find: Find;
  /** Feishu's numbers that only this target's requests meet. */
  readonly codes: TargetCodes;
}

/** Feishu's error numbers of one target: what each means and what a user does about it. */
export type TargetCodes = Readonly<
  Record<number, { readonly kind: "refused" | "refused_us"; readonly meaning: string; readonly hint: string }>
>;

/** A record as Feishu lists it. */
export interface FoundRecord {
  readonly id: string;
  /** The target's fields as far as the list shows them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Find {
  /** Requests a second that Feishu allows for `page`. */
  readonly cap_per_s: number;
  /** What one reading is about, e.g. the talent: rows with the same one are settled together. */
  subject(payload: Payload): string;
  page(subject: string, page_token: string | undefined): FeishuRequest;
  /** One page from the `data` of an answer. `undefined`: its shape is unknown, so it proves nothing. */
  read(data: unknown): { readonly records: readonly FoundRecord[]; readonly next: string | undefined } | undefined;
  /** Feishu's numbers that say that there is no such subject. */
  readonly no_such_subject: readonly number[];
  /** Whether a record is what the payload made, might be, or is another. */
  compare(payload: Payload, record: FoundRecord): Likeness;
}

/** `near`: too alike to be sure that it is another one. */
export type Likeness = "same" | "near" | "other";
