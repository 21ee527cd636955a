import type { Person } from "./people.js";

/** What the store calls a talent that was created. */
export const TALENT = "talent";

export type TalentFields = Readonly<Record<string, unknown>>;

/** The one pair that is known: Feishu's location code of a country, and its dial code. */
const CHINA = { location: "CN_1", dial: "86" };

/** Whom a talent's fields are of. */
export function personOf(talent_id: string, fields: TalentFields): Person {
  const { email, mobile, mobile_country_code, identification_type, identification_number } = fields;
  return {
    talent_id,
    ...(typeof email === "string" ? { email } : {}),
    ...(typeof mobile === "string" ? { mobile_code: dialOf(mobile_country_code), mobile_number: mobile } : {}),
    ...(typeof identification_number === "string"
      ? { identification_type: Number(identification_type), identification_number }
      : {}),
  };
}

/** No list of Feishu's maps one to the other: any other location is a country of its own. */
function dialOf(location: unknown): string {
  return location === CHINA.location ? CHINA.dial : String(location);
}
