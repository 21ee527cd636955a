import type { Cap } from "../model/cap.js";
import type { Payload, TargetSchema } from "../model/payload.js";
import type { FeishuRequest } from "../model/reply.js";
import type { Said } from "../model/said.js";

/**
 * One Feishu Hire operation that rows can be loaded into. A target is a value: the engine asks it and never asks
 * for its name.
 */
export interface Target extends TargetSchema {
  /** For people, e.g. "external applications". */
  readonly title: string;
  /** The API page this was written from. */
  readonly page: string;
  /** What the app has to be allowed, and the harmless reads that prove it: `doctor`, `check --online`. */
  readonly probes: readonly Probe[];
  /** Requests a second that Feishu allows for `request`. */
  readonly cap_per_s: number;
  /** Where there is a cap for the minute, too. */
  readonly cap_per_min?: number;
  /** How long Feishu takes two requests with the same key for one, or why it never does. */
  readonly idempotency: Idempotency;
  /** The one request that a row becomes. */
  request(payload: Payload): FeishuRequest;
  /**
   * Where the `data` of an answer with code 0 says under which id Feishu holds the row, or why it never does.
   * `undefined`: there should be an id and it is not there, so the answer proves nothing.
   */
  readonly remote_id: { of(data: unknown): string | undefined } | { readonly none: string };
  /** How to read back what Feishu holds: settles doubt. Or why it cannot be read: only where a repeat is harmless. */
  readonly find: Find | { readonly none: string };
  /** How a record that is there gets other content, or why it cannot: `run --update-changed`. */
  readonly update: Update | { readonly none: string };
  /** How a record is deleted again, or why it cannot be: `undo`. */
  readonly remove: Remove | { readonly none: string };
  /** Feishu's numbers that only this target's requests meet. */
  readonly codes: TargetCodes;
  /** What people outside will see at once: nothing is sent before somebody has said yes to it. */
  readonly visible?: Visible;
  /** What can be known of rows before they are sent, by asking: `check --online`. */
  readonly forecast?: Forecast;
  /** What its rows name that has to be in Feishu, where it can be asked for one by one: `doctor`, `check --online`. */
  readonly refers_to?: Reference;
}

/**
 * `harmless`: what a second one is, which nobody sees and nothing refers to: a request whose answer is lost is sent
 * again, whenever that is, and what becomes of the row is said by its last one alone.
 */
export type Idempotency =
  | { readonly field: string; readonly hours: number }
  | { readonly harmless: string }
  | { readonly none: string };

/** Something that the app must be allowed, or may be. */
export interface Probe {
  /** Any one of them is enough. */
  readonly scopes: readonly string[];
  /** What they are for, e.g. "to publish advertisements". */
  readonly purpose: string;
  /** False: rows are sent without them, too. */
  readonly is_needed: boolean;
  /** A request that changes nothing and that only an app with the scope gets through, or why there is none. */
  readonly request: FeishuRequest | { readonly none: string };
  /** Feishu's numbers that prove the scope as well as success does. */
  readonly proven_by: readonly number[];
}

/** What a field of every row refers to. */
export interface Reference {
  readonly field: string;
  /** For people, e.g. "talents". */
  readonly many: string;
  /** Requests a second that Feishu allows for `request`. */
  readonly cap_per_s: number;
  /** Changes nothing. */
  request(id: string): FeishuRequest;
  /** Feishu's numbers that say that there is none with this id. */
  readonly absent: readonly number[];
  /** What to expect of a row that refers to nothing. */
  readonly warning: Pick<ValueWarning, "kind" | "message" | "hint" | "said">;
}

export interface Visible {
  /** What a request does, e.g. "Publishing shows a job to everybody". One sentence without its full stop. */
  readonly what: string;
  /** The fields whose different values are counted in the question, e.g. 12 advertisements on 2 channels. */
  readonly counted: readonly { readonly field: string; readonly one: string; readonly many: string }[];
}

/** How to give one record the content of a payload, all of it that can change. A repeat does no harm. */
export interface Update {
  /** Requests a second that Feishu allows for `request`. */
  readonly cap_per_s: number;
  /** Fields that a record keeps for ever: a row in which one of them has changed is not updated, and told. */
  readonly fixed: readonly string[];
  /** Why a payload cannot be sent as an update although it was sent as a new record. */
  cannot?(after: Payload): string | undefined;
  /**
   * What of the record would be lost that no row has brought there: declared, the record is read before it is
   * overwritten. `known`: what the ledger knows it to hold, and what it is to hold.
   */
  wipes?(record: FoundRecord, known: readonly Payload[]): string | undefined;
  request(remote_id: string, payload: Payload): FeishuRequest;
}

/** How to delete one record. Gone is gone: a repeat does no harm, whatever became of the request before it. */
export type Remove = Cap & {
  /** `payload`: what was sent for the record. */
  request(remote_id: string, payload: Payload): FeishuRequest;
};

/** Feishu's error numbers of one target: what each means and what a user does about it. */
export type TargetCodes = Readonly<
  Record<
    number,
    {
      readonly kind: "refused" | "refused_us";
      readonly meaning: string;
      readonly hint: string;
      /** What is likely where the first rows of a run are all refused so. */
      readonly when_all?: string;
    }
  >
>;

/** A record as Feishu lists it. */
export interface FoundRecord {
  /** What a person knows it by. */
  readonly id: string;
  /** The id that is this record's alone, so that no two rows may own it; null where the list shows none. */
  readonly remote_id: string | null;
  /** The target's fields as far as the list shows them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A list of Feishu's that is read page by page. */
export interface Listing {
  /** Requests a second that Feishu allows for `page`. A whole number. */
  readonly cap_per_s: number;
  page(subject: string, page_token: string | undefined): FeishuRequest;
  /**
   * One page from the `data` of an answer, and what was asked for. `undefined`: its shape is unknown, so it proves
   * nothing.
   */
  read(
    data: unknown,
    asked?: { readonly subject: string; readonly page_token: string | undefined },
  ): { readonly records: readonly FoundRecord[]; readonly next: string | undefined } | undefined;
  /** Feishu's numbers that say that there is no such subject. */
  readonly no_such_subject: readonly number[];
}

export interface Find extends Listing {
  /**
   * What one reading is about, e.g. the talent: rows with the same one are settled together. `remote_id`: of a row that
   * is done.
   */
  subject(payload: Payload, remote_id?: string | null): string;
  /**
   * Before anything is sent for a row Feishu is read, and what is there already is the row's: it is told as found, and
   * left as it is.
   */
  readonly first?: true;
  /** Several rows may be one record, as a person is who stands in an export twice. */
  readonly is_shared?: true;
  /**
   * By what two rows are the same record, whatever else they say: rows that have one in common are sent one after the
   * other. None: there is nothing to read by, so that what left once and was not answered is for a person to settle.
   */
  names?(payload: Payload): readonly string[];
  /**
   * By what a record is known as a row's. `content`: another row's may look the same, so nothing of the subject is in
   * flight while it is read. `identity`: the record names what makes the row's key.
   */
  readonly known_by: "content" | "identity";
  /** In which fields a row's own record is another than the payload made it; what Feishu does not show is not. */
  differing(payload: Payload, record: FoundRecord): readonly string[];
  /** Whether a record is what the payload made, might be, or is another. */
  compare(payload: Payload, record: FoundRecord): Likeness;
}

/** The target's `find`, for those that have one: whoever asks for it has looked. */
export function findOf({ name, find }: Pick<Target, "name" | "find">): Find {
  if ("none" in find) throw new Error(`what Feishu holds of ${name} cannot be read`);
  return find;
}

/** `near`: too alike to be sure that it is another one. */
export type Likeness = "same" | "near" | "other";

export interface Forecast {
  /** A list that is read whole beside what `find` reads of the rows' subjects. Its pages ask for the subject "". */
  readonly listing: Listing;
  /** What to expect of each row, from all that could be read. `listed`: undefined where the listing could not be. */
  judge(
    listed: readonly FoundRecord[] | undefined,
    held: readonly FoundRecord[],
  ): (payload: Payload) => readonly ValueWarning[];
}

/** Something about a row that nobody has to mend, but that Feishu may refuse. */
export interface ValueWarning {
  /** A stable word for programs. */
  readonly kind: string;
  readonly field: string;
  readonly value: string;
  /** The same for every row with this cause. */
  readonly message: string;
  readonly hint: string;
  readonly said: Said;
}
