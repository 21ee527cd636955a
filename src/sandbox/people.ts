import { createHash } from "node:crypto";

/** Somebody whom the simulated Feishu is told to know. At least one of mail, mobile and identification is given. */
export interface Person {
  /** 19 decimal digits. */
  readonly talent_id: string;
  readonly email?: string;
  /** Without `+`; "86" where it is left out. */
  readonly mobile_code?: string;
  readonly mobile_number?: string;
  /** 1 (identity card of the Chinese mainland) where it is left out. */
  readonly identification_type?: number;
  readonly identification_number?: string;
}

/** What a person is looked up by. `area`: the mobile's country code, the identification's type, or "" for a mail. */
export interface PersonKey {
  readonly kind: "email" | "mobile" | "identification";
  readonly area: string;
  readonly text: string;
}

/** Who is known under which mail, mobile and identification: a rule, and those who were told. */
export interface People {
  add(person: Person): void;
  /** The ids of all talents with this key. Whoever was told of a key has it alone: the rule is silent about it. */
  withKey(key: PersonKey): readonly string[];
}

export function createPeople(): People {
  const told = new Map<string, Set<string>>();
  return {
    add: (person) => {
      for (const key of keysOf(person)) {
        const name = nameOf(key);
        told.set(name, (told.get(name) ?? new Set()).add(person.talent_id));
      }
    },
    withKey: (key) => [...(told.get(nameOf(key)) ?? byRule(key))],
  };
}

/** A mail, a mobile and an identification of somebody, as far as there are. */
function keysOf(person: Person): PersonKey[] {
  const { email, mobile_code = "86", mobile_number, identification_type = 1, identification_number } = person;
  return [
    { kind: "email", area: "", text: email ?? "" } as const,
    { kind: "mobile", area: mobile_code, text: mobile_number ?? "" } as const,
    { kind: "identification", area: String(identification_type), text: identification_number ?? "" } as const,
  ].filter(({ text }) => text !== "");
}

/** Mails and identifications are compared without case. */
function nameOf({ kind, area, text }: PersonKey): string {
  return `${kind}\n${area}\n${text.toLowerCase()}`;
}

/** Numbers with these ends are nobody's, or two people's, unless somebody is told of. */
const NOBODY_SUFFIX = "0404";
/** Mobiles of fixtures that are yet to become talents, and documents with TEST. */
const NOBODY_PREFIX = /^(?:13800009|TEST)/;
const TWINS_SUFFIX = "0202";

/** Fixtures without setup: a mail under example.com, and any mobile and identification, belong to somebody. */
function byRule(key: PersonKey): readonly string[] {
  const name = nameOf(key);
  const { nobody, twins } = key.kind === "email" ? ruleOfMail(key.text.toLowerCase()) : ruleOfNumber(key.text);
  if (nobody) return [];
  return twins ? [idOf(name), idOf(`${name}\ntwin`)] : [idOf(name)];
}

function ruleOfMail(mail: string) {
  return { nobody: !/^[^@\s]+@example\.com$/.test(mail) || mail.startsWith("nobody"), twins: mail.startsWith("twins") };
}

function ruleOfNumber(text: string) {
  return { nobody: text.endsWith(NOBODY_SUFFIX) || NOBODY_PREFIX.test(text), twins: text.endsWith(TWINS_SUFFIX) };
}

const FIRST_ID = 6_900_000_000_000_000_007n;
const IDS = 9_000_000_000_000_000n;

/** It ends in 7: by rule such a talent exists, and no spreadsheet is suspected of having rounded it. */
function idOf(name: string): string {
  const hash = createHash("sha256").update(name).digest().readBigUInt64BE();
  return String(FIRST_ID + (hash % IDS) * 10n);
}
