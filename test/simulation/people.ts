import type { Payload } from "../../src/model/payload.js";
import type { Person } from "../../src/model/person.js";
import type { Chance } from "./chance.js";

/** How Feishu knows a person: by mobile alone; as two talents with a mail; not at all, and the mobile is none to it. */
const ACQUAINTANCES = ["known", "known", "by_mobile", "unknown", "twins", "bad_mobile"] as const;

/** Somebody whom rows are about. */
export interface Identity {
  readonly mail: string;
  readonly mobile: string;
  readonly talent_id: string;
  readonly at_first: (typeof ACQUAINTANCES)[number];
  /** From this run on Feishu knows the mail, whatever was before. Undefined: that never happens. */
  readonly known_from_run: number | undefined;
}

/** Mails that differ in a sign are different people's. */
const SIGNS = ["", "-", ".", "_"] as const;
const CODE = "86";

export interface PeoplePlan {
  /** Who each row is about. */
  readonly rows: readonly Identity[];
  /** Feishu's answers say by what a talent was found. */
  readonly shows_keys: boolean;
}

/** Who so many rows are about, some of them about the same person. */
export function peopleOf(chance: Chance, rows: number, talents: readonly string[], runs: number): PeoplePlan {
  const all = talents.flatMap((talent_id, index) =>
    SIGNS.map((sign, variant) => ({
      mail: `mei${sign}lin.${index}@example.com`,
      mobile: `139${String(index * SIGNS.length + variant).padStart(8, "0")}`,
      talent_id,
      at_first: chance.pick(ACQUAINTANCES),
      known_from_run: chance.is(0.6) ? chance.int(2, runs + 1) : undefined,
    })),
  );
  return { rows: Array.from({ length: rows }, () => chance.pick(all)), shows_keys: chance.is(0.8) };
}

/** What an export says of a person. */
export function personOf({ mail, mobile }: Identity): Person {
  return [
    { kind: "email", value: mail, context: "", column: "mail" },
    { kind: "mobile", value: mobile, context: CODE, column: "phone" },
  ];
}

interface Asked {
  readonly email_list?: readonly string[];
  readonly mobile_code?: string;
  readonly mobile_number_list?: readonly string[];
}

/** The people of a history, as Feishu knows them while the so-many-eth run is at work. Pure. */
export class People {
  readonly #plan: PeoplePlan;
  /** Infinity: all are known who ever will be. */
  run = 0;

  constructor(plan: PeoplePlan) {
    this.#plan = plan;
  }

  /** Who each row is about. */
  get rows(): readonly Identity[] {
    return this.#plan.rows;
  }

  /** The only talent that a row of this key may be sent with; undefined: none. */
  talentOf(key: string): string | undefined {
    const identity = this.rows[Number(key.slice(2)) - 1];
    if (identity === undefined) return undefined;
    const known = this.#acquaintance(identity);
    return known === "known" || known === "by_mobile" ? identity.talent_id : undefined;
  }

  /** The talents of an answer, or the code with which Feishu refuses the request. */
  find({ email_list = [], mobile_code, mobile_number_list = [] }: Asked): object[] | number {
    const count = email_list.length + mobile_number_list.length;
    // Lists of several kinds are combined with AND, which is nothing that anybody wants to ask.
    const is_mixed = email_list.length > 0 && mobile_number_list.length > 0;
    if (count === 0 || count > 100 || is_mixed) return 1002002;
    const asked = new Set([...email_list, ...mobile_number_list]);
    const meant = Array.from(new Set(this.rows)).filter(({ mail, mobile }) => asked.has(mail) || asked.has(mobile));
    if (mobile_number_list.length > 0) {
      const is_bad = meant.some((identity) => this.#acquaintance(identity) === "bad_mobile");
      if (is_bad || mobile_code !== CODE) return 1002009;
    }
    return meant.flatMap((identity) => this.#found(identity, email_list.length > 0));
  }

  #acquaintance({ at_first, known_from_run }: Identity): Identity["at_first"] {
    return known_from_run !== undefined && this.run >= known_from_run ? "known" : at_first;
  }

  #found(identity: Identity, by_mail: boolean): object[] {
    const { mail, mobile, talent_id } = identity;
    const shown = this.#plan.shows_keys ? (by_mail ? { email: mail.toUpperCase() } : { mobile_number: mobile }) : {};
    const known = this.#acquaintance(identity);
    if (by_mail && known === "twins")
      return [talent_id, `${talent_id.slice(0, -1)}8`].map((id) => ({ talent_id: id, ...shown }));
    const is_found = by_mail ? known === "known" : known === "by_mobile";
    return is_found ? [{ talent_id, ...shown }] : [];
  }
}

/** The row before its talent is known. */
export function nobodys(row: Payload): Payload {
  return { ...row, talent_id: "" };
}
