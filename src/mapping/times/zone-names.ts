/**
 * What people write for a time zone, and the zones of the IANA database that they may mean by it, the likeliest for an
 * importer into Feishu first. Abbreviations are those of the database's own files (https://www.iana.org/time-zones),
 * names in words those of Windows (CLDR's windowsZones) and of everyday language.
 */

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  CST: "Asia/Shanghai America/Chicago America/Havana",
  CDT: "America/Chicago America/Havana",
  CST6CDT: "America/Chicago",
  EST: "America/New_York America/Panama",
  EDT: "America/New_York",
  EST5EDT: "America/New_York",
  MST: "America/Denver America/Phoenix",
  MDT: "America/Denver",
  MST7MDT: "America/Denver",
  PST: "America/Los_Angeles Asia/Manila",
  PDT: "America/Los_Angeles",
  PST8PDT: "America/Los_Angeles",
  AKST: "America/Anchorage",
  HST: "Pacific/Honolulu",
  AST: "America/Halifax Asia/Riyadh",
  NST: "America/St_Johns",
  BRT: "America/Sao_Paulo",
  ART: "America/Argentina/Buenos_Aires",
  CLT: "America/Santiago",
  COT: "America/Bogota",
  PET: "America/Lima",
  GMT: "UTC Europe/London",
  BST: "Europe/London Asia/Dhaka",
  IST: "Asia/Kolkata Asia/Jerusalem Europe/Dublin",
  WET: "Europe/Lisbon",
  WEST: "Europe/Lisbon",
  CET: "Europe/Berlin Europe/Paris Europe/Stockholm",
  CEST: "Europe/Berlin Europe/Paris Europe/Stockholm",
  MET: "Europe/Berlin",
  MEZ: "Europe/Berlin",
  MESZ: "Europe/Berlin",
  EET: "Europe/Helsinki Europe/Athens Africa/Cairo",
  EEST: "Europe/Helsinki Europe/Athens",
  MSK: "Europe/Moscow",
  TRT: "Europe/Istanbul",
  WAT: "Africa/Lagos",
  CAT: "Africa/Harare",
  EAT: "Africa/Nairobi",
  SAST: "Africa/Johannesburg",
  IDT: "Asia/Jerusalem",
  IRST: "Asia/Tehran",
  GST: "Asia/Dubai",
  PKT: "Asia/Karachi",
  NPT: "Asia/Kathmandu",
  BDT: "Asia/Dhaka",
  MMT: "Asia/Yangon",
  ICT: "Asia/Bangkok Asia/Ho_Chi_Minh",
  WIB: "Asia/Jakarta",
  WITA: "Asia/Makassar",
  HKT: "Asia/Hong_Kong",
  SGT: "Asia/Singapore",
  SST: "Asia/Singapore Pacific/Pago_Pago",
  MYT: "Asia/Kuala_Lumpur",
  PHT: "Asia/Manila",
  CTT: "Asia/Shanghai",
  JST: "Asia/Tokyo",
  KST: "Asia/Seoul",
  AWST: "Australia/Perth",
  ACST: "Australia/Adelaide Australia/Darwin",
  ACDT: "Australia/Adelaide",
  AEST: "Australia/Sydney Australia/Brisbane",
  AEDT: "Australia/Sydney",
  AET: "Australia/Sydney",
  NZST: "Pacific/Auckland",
  NZDT: "Pacific/Auckland",
  ET: "America/New_York",
  CT: "America/Chicago",
  MT: "America/Denver",
  PT: "America/Los_Angeles",
  Z: "UTC",
  ZULU: "UTC",
};

/** Without spaces, in lower case. */
const IN_WORDS: Readonly<Record<string, string>> = {
  chinastandardtime: "Asia/Shanghai",
  chinatime: "Asia/Shanghai",
  china: "Asia/Shanghai",
  beijing: "Asia/Shanghai",
  beijingtime: "Asia/Shanghai",
  "asia/beijing": "Asia/Shanghai",
  中国标准时间: "Asia/Shanghai",
  中国: "Asia/Shanghai",
  北京: "Asia/Shanghai",
  北京时间: "Asia/Shanghai",
  北京時間: "Asia/Shanghai",
  东八区: "Asia/Shanghai",
  東八區: "Asia/Shanghai",
  上海: "Asia/Shanghai",
  香港: "Asia/Hong_Kong",
  台北: "Asia/Taipei",
  新加坡: "Asia/Singapore",
  东京: "Asia/Tokyo",
  東京: "Asia/Tokyo",
  taipeistandardtime: "Asia/Taipei",
  singaporestandardtime: "Asia/Singapore",
  tokyostandardtime: "Asia/Tokyo",
  koreastandardtime: "Asia/Seoul",
  seasiastandardtime: "Asia/Bangkok",
  indiastandardtime: "Asia/Kolkata",
  arabianstandardtime: "Asia/Dubai",
  gmtstandardtime: "Europe/London",
  "w.europestandardtime": "Europe/Berlin",
  romancestandardtime: "Europe/Paris",
  centraleuropestandardtime: "Europe/Budapest",
  centraleuropeanstandardtime: "Europe/Warsaw",
  flestandardtime: "Europe/Helsinki",
  gtbstandardtime: "Europe/Athens",
  russianstandardtime: "Europe/Moscow",
  turkeystandardtime: "Europe/Istanbul",
  easternstandardtime: "America/New_York",
  easterntime: "America/New_York",
  centralstandardtime: "America/Chicago",
  centraltime: "America/Chicago",
  mountainstandardtime: "America/Denver",
  mountaintime: "America/Denver",
  pacificstandardtime: "America/Los_Angeles",
  pacifictime: "America/Los_Angeles",
  hawaiianstandardtime: "Pacific/Honolulu",
  auseasternstandardtime: "Australia/Sydney",
  newzealandstandardtime: "Pacific/Auckland",
};

/** By minutes east of Greenwich in winter. */
const OFFSETS: Readonly<Record<number, string>> = {
  [-600]: "Pacific/Honolulu",
  [-540]: "America/Anchorage",
  [-480]: "America/Los_Angeles",
  [-420]: "America/Denver America/Los_Angeles",
  [-360]: "America/Chicago America/Mexico_City",
  [-300]: "America/New_York America/Bogota",
  [-240]: "America/Halifax America/New_York",
  [-210]: "America/St_Johns",
  [-180]: "America/Sao_Paulo America/Argentina/Buenos_Aires",
  0: "UTC Europe/London",
  60: "Europe/Berlin Europe/Paris Europe/London",
  120: "Europe/Helsinki Europe/Berlin Africa/Johannesburg",
  180: "Europe/Moscow Europe/Istanbul Asia/Riyadh",
  210: "Asia/Tehran",
  240: "Asia/Dubai",
  270: "Asia/Kabul",
  300: "Asia/Karachi Asia/Tashkent",
  330: "Asia/Kolkata",
  345: "Asia/Kathmandu",
  360: "Asia/Dhaka",
  390: "Asia/Yangon",
  420: "Asia/Bangkok Asia/Ho_Chi_Minh Asia/Jakarta",
  480: "Asia/Shanghai Asia/Hong_Kong Asia/Singapore",
  540: "Asia/Tokyo Asia/Seoul",
  570: "Australia/Adelaide",
  600: "Australia/Sydney",
  660: "Australia/Sydney",
  720: "Pacific/Auckland",
  780: "Pacific/Auckland",
};

const listed = (zones: string | undefined): readonly string[] => zones?.split(" ") ?? [];

/** The zones that an abbreviation may stand for; none where it is not known. */
export function zonesOfAbbreviation(text: string): readonly string[] {
  const key = text.toUpperCase();
  return listed(Object.hasOwn(ABBREVIATIONS, key) ? ABBREVIATIONS[key] : undefined);
}

/** An abbreviation that stands in a time: `2024-03-05 12:00 CST`. */
export function abbreviationIn(time: string): string | undefined {
  return time.match(/\b[A-Z]{3,4}\b/g)?.find((letters) => zonesOfAbbreviation(letters).length > 0);
}

/** The zone that a name in words, however it is spaced, stands for. */
export function zoneInWords(text: string): string | undefined {
  const key = text.toLowerCase().replace(/[\s_]+/g, "");
  return Object.hasOwn(IN_WORDS, key) ? IN_WORDS[key] : undefined;
}

/** Zones whose clocks show that many minutes more than UTC, in winter or in summer. */
export function zonesAtOffset(minutes: number): readonly string[] {
  return listed(OFFSETS[minutes]);
}
