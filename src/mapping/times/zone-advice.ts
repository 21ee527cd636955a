import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
import { suggested } from "../cells/did-you-mean.js";
import { offsetMs } from "./wall-time.js";
import { canonicalZone, isZone, zoneNames } from "./zone.js";
import { zoneInWords, zonesAtOffset, zonesOfAbbreviation } from "./zone-names.js";

/** `Etc/GMT+8` is eight hours behind UTC: the sign is POSIX's. */
const ETC_GMT = /^Etc\/GMT([+-])(\d{1,2})$/i;
const OFFSET = /^(?:UTC|GMT|Z)? ?[+-]?\d{1,2}(?::?\d\d)?$/i;
const MINUTE_MS = 60_000;

/** Why a text is no time zone, with the zones that are likely meant; undefined where it is one. */
export function zoneProblem(text: string): PartToTell | undefined {
  if (isZone(text)) return undefined;
  return etcProblem(text) ?? offsetProblem(text) ?? abbreviationProblem(text) ?? unknownZone(text);
}

function etcProblem(text: string): PartToTell | undefined {
  const [, sign, hours] = ETC_GMT.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const minutes = Number(hours) * 60;
  const zones = [minutes, -minutes].flatMap((offset) => zonesAtOffset(offset)[0] ?? []);
  return saying("zone_of_posix", { text, hours: Number(hours), is_behind: sign === "+", zones });
}

function offsetProblem(text: string): PartToTell | undefined {
  const signed = text.replace(/^(UTC|GMT|Z)? ?(?=\d)/i, "$1+").replace(/\s/g, "");
  const offset_ms = OFFSET.test(text) ? offsetMs(signed) : undefined;
  if (offset_ms === undefined) return undefined;
  return saying("zone_is_offset", { text, zones: zonesAtOffset(offset_ms / MINUTE_MS) });
}

function abbreviationProblem(text: string): PartToTell | undefined {
  const zones = zonesOfAbbreviation(text.replace(/^SystemV\//i, ""));
  return zones.length === 0 ? undefined : saying("zone_is_abbreviation", { text, zones });
}

function unknownZone(text: string): PartToTell {
  const close = zoneInWords(text) ?? placeNamed(text) ?? canonicalZone(text);
  return saying("zone_unknown", {
    text,
    close: close === undefined ? suggested(text, zoneNames()) : { close, known: [] },
  });
}

/** New York, new_york and NewYork are America/New_York. */
function placeNamed(text: string): string | undefined {
  const key = placeKey(text);
  return key === "" ? undefined : zoneNames().find((zone) => placeKey(zone.slice(zone.lastIndexOf("/") + 1)) === key);
}

const placeKey = (text: string): string => text.toLowerCase().replace(/[^\p{L}]+/gu, "");
