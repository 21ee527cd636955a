import { suggestion } from "../cells/did-you-mean.js";
import { offsetMs } from "./wall-time.js";
import { canonicalZone, isZone, zoneNames } from "./zone.js";
import { zoneInWords, zonesAtOffset, zonesOfAbbreviation } from "./zone-names.js";

/** `Etc/GMT+8` is eight hours behind UTC: the sign is POSIX's. */
const ETC_GMT = /^Etc\/GMT([+-])(\d{1,2})$/i;
const OFFSET = /^(?:UTC|GMT|Z)? ?[+-]?\d{1,2}(?::?\d\d)?$/i;
const MINUTE_MS = 60_000;

/** Why a text is no time zone, with the zones that are likely meant; undefined where it is one. */
export function zoneProblem(text: string): string | undefined {
  if (isZone(text)) return undefined;
  return etcProblem(text) ?? offsetProblem(text) ?? abbreviationProblem(text) ?? unknownZone(text);
}

function etcProblem(text: string): string | undefined {
  const [, sign, hours] = ETC_GMT.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const where = `${Number(hours)} hours ${sign === "+" ? "behind" : "ahead of"} UTC`;
  const minutes = Number(hours) * 60;
  const zones = [minutes, -minutes].flatMap((offset) => zonesAtOffset(offset)[0] ?? []);
  return `${text} is not a time zone of a region: it is ${where}, the other way round than it reads${oneOf(zones)}`;
}

function offsetProblem(text: string): string | undefined {
  const signed = text.replace(/^(UTC|GMT|Z)? ?(?=\d)/i, "$1+").replace(/\s/g, "");
  const offset_ms = OFFSET.test(text) ? offsetMs(signed) : undefined;
  if (offset_ms === undefined) return undefined;
  const zones = zonesAtOffset(offset_ms / MINUTE_MS);
  return `${text} is no time zone but an offset, which does not include daylight saving time${oneOf(zones)}`;
}

function abbreviationProblem(text: string): string | undefined {
  const zones = zonesOfAbbreviation(text.replace(/^SystemV\//i, ""));
  if (zones.length === 0) return undefined;
  const several = zones.length > 1 ? " that several share" : "";
  return `${text} is no time zone but an abbreviation${several}${oneOf(zones)}`;
}

function unknownZone(text: string): string {
  const close = zoneInWords(text) ?? placeNamed(text) ?? canonicalZone(text);
  const names = close === undefined ? suggestion(text, zoneNames()) : oneOf([close]);
  return `${text} is no time zone of the IANA database${names}`;
}

/** New York, new_york and NewYork are America/New_York. */
function placeNamed(text: string): string | undefined {
  const key = placeKey(text);
  return key === "" ? undefined : zoneNames().find((zone) => placeKey(zone.slice(zone.lastIndexOf("/") + 1)) === key);
}

const placeKey = (text: string): string => text.toLowerCase().replace(/[^\p{L}]+/gu, "");

function oneOf(zones: readonly string[]): string {
  const [last, ...others] = Array.from(zones).reverse();
  if (last === undefined) return "; use a name such as Asia/Shanghai";
  return `; did you mean ${others.length === 0 ? last : `${others.reverse().join(", ")} or ${last}`}?`;
}
