import { type Answer, badMobile, badParameter, ok } from "./answers.js";
import type { Cap } from "./limits.js";
import type { PersonKey } from "./people.js";
import type { Call, Route } from "./route.js";
import type { Talents } from "./talents.js";

/** "1000 a minute and 50 a second": whichever is met first. */
export const TALENT_CAPS: readonly Cap[] = [
  { requests: 50, window_ms: 1000 },
  { requests: 1000, window_ms: 60_000 },
];
/** Of each list, as the SDKs' comments say. */
const KEYS_MAX = 100;
const DEFAULT_MOBILE_CODE = "86";
const IDENTIFICATION_TYPES = [1, 2, 3, 4, 5, 6, 9];

/** `POST /talents/batch_get_id` (page of 2024-09-06): from mails, mobiles and identifications to talent ids. */
export function talentRoutes(talents: Talents): readonly Route[] {
  return [
    {
      api: "talent.batch_get_id",
      method: "POST",
      path: "/open-apis/hire/v1/talents/batch_get_id",
      takes_body: true,
      scopes: ["hire:talent", "hire:talent:readonly"],
      cap: TALENT_CAPS,
      act: (call) => search(talents, call),
    },
  ];
}

/** A key that was asked for, and how the answer shows it. */
interface Asked {
  readonly key: PersonKey;
  readonly shown: Readonly<Record<string, string | number>>;
}

/** The kinds are combined with AND; a talent with two of the keys asked for comes twice. */
function search(talents: Talents, call: Call): Answer {
  const kinds: (readonly Asked[])[] = [];
  for (const read of [readEmails, readMobiles, readIdentifications]) {
    const asked = read(call.body);
    if ("http_status" in asked) return asked;
    if (asked.length > 0) kinds.push(asked);
  }
  if (kinds.length === 0) return badParameter("email_list", "a mail, a mobile or an identification is needed");
  const matches = kinds.map((asked) =>
    asked.flatMap(({ key, shown }) => talents.withKey(key).map((talent_id) => ({ talent_id, ...shown }))),
  );
  const talent_list = matches.reduce((found, more) =>
    found.flatMap((one) =>
      more.filter(({ talent_id }) => talent_id === one.talent_id).map((two) => ({ ...one, ...two })),
    ),
  );
  return ok({ talent_list });
}

type Body = Call["body"];
type Read = readonly Asked[] | Answer;

function readEmails(body: Body): Read {
  const mails = textList(body, "email_list");
  if ("http_status" in mails) return mails;
  return mails.map((email) => ({ key: { kind: "email", area: "", text: email }, shown: { email } }));
}

function readMobiles(body: Body): Read {
  const numbers = textList(body, "mobile_number_list");
  if ("http_status" in numbers) return numbers;
  const mobile_code = body.mobile_code ?? DEFAULT_MOBILE_CODE;
  if (typeof mobile_code !== "string") return badParameter("mobile_code", "must be a string");
  if (!numbers.every((number) => isMobile(mobile_code, number))) return badMobile();
  return numbers.map((mobile_number) => ({
    key: { kind: "mobile", area: mobile_code, text: mobile_number },
    shown: { mobile_code, mobile_number },
  }));
}

function readIdentifications(body: Body): Read {
  const numbers = textList(body, "identification_number_list");
  if ("http_status" in numbers) return numbers;
  if (numbers.length === 0) return [];
  const { identification_type } = body;
  if (typeof identification_type !== "number" || !IDENTIFICATION_TYPES.includes(identification_type)) {
    return badParameter("identification_type", `must be one of ${IDENTIFICATION_TYPES.join(", ")}`);
  }
  return numbers.map((identification_number) => ({
    key: { kind: "identification", area: String(identification_type), text: identification_number },
    shown: { identification_type, identification_number },
  }));
}

/** Each different text once. */
function textList(body: Body, field: string): readonly string[] | Answer {
  const list = body[field] ?? [];
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string")) {
    return badParameter(field, "must be a list of strings");
  }
  if (list.length > KEYS_MAX) return badParameter(field, `holds ${list.length}, at most ${KEYS_MAX} are allowed`);
  return [...new Set<string>(list)];
}

/** What Feishu takes for a mobile is not documented; a Chinese one has eleven digits. */
function isMobile(code: string, number: string): boolean {
  if (!/^[1-9][0-9]{0,3}$/.test(code)) return false;
  return code === DEFAULT_MOBILE_CODE ? /^1[0-9]{10}$/.test(number) : /^[0-9]{4,15}$/.test(number);
}
