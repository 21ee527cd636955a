export type PersonKeyKind = "email" | "mobile" | "identification";

/** One thing that a person is known by, in the form in which Feishu is asked for it. Private: see `keyName`. */
export interface PersonKey {
  readonly kind: PersonKeyKind;
  readonly value: string;
  /** Of a mobile its country code (`86`), of an identification its type (`1`), of a mail nothing. */
  readonly context: string;
  /** Titles of the columns it was read from. */
  readonly column: string;
}

/** What a record tells of the person whose talent it needs: at least one key, in the order in which they are asked. */
export type Person = readonly [PersonKey, ...PersonKey[]];

/** One text for one key; as private as the key itself. */
export function keyName({ kind, context, value }: PersonKey): string {
  return `${kind} ${context} ${value}`;
}

/** What Feishu said when it was asked for a key. `refused`: it is nothing that one could be known by. */
export type TalentAnswer =
  | { readonly answer: "found"; readonly talent_id: string }
  | { readonly answer: "not_found" | "several" }
  | { readonly answer: "refused"; readonly code: number | undefined };
