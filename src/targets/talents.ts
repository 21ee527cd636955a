import { z } from "zod";
import type { PersonKeyKind } from "../model/person.js";
import type { FeishuRequest } from "../model/reply.js";
import { echo } from "./echo.js";
import { recordId } from "./page.js";
import type { TargetCodes } from "./target.js";

/** Keys of one kind and one context (country code, type of document): what one request can ask for. */
export interface KeyBatch {
  readonly kind: PersonKeyKind;
  readonly context: string;
  readonly values: readonly string[];
}

/** A talent of an answer, and by which of the values it was found; undefined where the answer does not say. */
export interface FoundTalent {
  readonly talent_id: string;
  readonly value: string | undefined;
}

const talent = z.looseObject({
  talent_id: recordId,
  email: z.string().nullish(),
  mobile_number: z.string().nullish(),
  identification_number: z.string().nullish(),
});

const answer = z
  .looseObject({ talent_list: z.array(talent).nullish() })
  // Of keys that nobody has the list may be left out; where something else stands in its place it proves nothing.
  .refine((data) => Object.keys(data).length === 0 || "talent_list" in data);

type Talent = z.output<typeof talent>;

interface Kind {
  body(batch: KeyBatch): object;
  /** Where a talent of the answer shows the key. */
  shown(found: Talent): string | null | undefined;
  /** What two spellings of one key have in common. In a mail every sign counts. */
  plain(value: string): string;
}

const withoutSigns = (value: string): string => value.toLowerCase().replace(/[\s()/-]/g, "");

/** How each kind of key is asked for and shown. */
const KINDS: Readonly<Record<PersonKeyKind, Kind>> = {
  email: {
    body: ({ values }) => ({ email_list: values }),
    shown: ({ email }) => email,
    plain: (value) => value.trim().toLowerCase(),
  },
  mobile: {
    body: ({ context, values }) => ({ mobile_code: context, mobile_number_list: values }),
    shown: ({ mobile_number }) => mobile_number,
    plain: withoutSigns,
  },
  identification: {
    body: ({ context, values }) => ({ identification_type: Number(context), identification_number_list: values }),
    shown: ({ identification_number }) => identification_number,
    plain: withoutSigns,
  },
};

const codes: TargetCodes = {
  1002009: {
    kind: "refused",
    meaning: "Feishu does not take this for a mobile number",
    hint: "Correct the number, then run the same command again",
  },
};

/**
 * Finds talents by mail, mobile or document (server-docs/hire-v1/candidate-management/talent/batch_get_id): lists of
 * several kinds in one request are combined with AND, so a request asks for one kind.
 */
export const talents = {
  title: "talents",
  scope: "hire:talent:readonly",
  caps: { cap_per_s: 50, cap_per_min: 1000 },
  /** Of one list: the SDKs' comments say so. */
  keys_max: 100,
  codes,
  request: (batch: KeyBatch): FeishuRequest => ({
    method: "POST",
    path: "/open-apis/hire/v1/talents/batch_get_id",
    body: KINDS[batch.kind].body(batch),
    differsIn: echo(["talent_list"]),
  }),
  /** The talents of the `data` of an answer with code 0. `undefined`: its shape is unknown, so it proves nothing. */
  read: (data: unknown, batch: KeyBatch): FoundTalent[] | undefined => {
    const list = answer.safeParse(data ?? {}).data;
    if (list === undefined) return undefined;
    return (list.talent_list ?? []).map((found) => ({ talent_id: found.talent_id, value: valueIn(batch, found) }));
  },
} as const;

/** Feishu may write a key in a spelling of its own. Undefined: that is none of the values, or may be several. */
function valueIn({ kind, values }: KeyBatch, found: Talent): string | undefined {
  const { shown, plain } = KINDS[kind];
  const text = shown(found) ?? "";
  const alike = values.filter((value) => plain(value) === plain(text));
  return alike.length > 1 ? alike.find((value) => value.toLowerCase() === text.toLowerCase()) : alike[0];
}
