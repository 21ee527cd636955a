/** The languages of spreadsheets whose month names are no numbers. */
const LANGUAGES = (
  "af az be bg bs ca cs cy da de de-AT el en en-AU en-GB es es-MX et eu fi fil fr fr-CA ga gl hr hu hy id is it ka " +
  "kk lt lv mk ms mt nb nl nn pl pt pt-PT ro ru sk sl sq sr sr-Latn sv sw tr uk uz vi"
).split(" ");

/** As Excel and LibreOffice write them where Unicode does not. */
const OTHERS: Readonly<Record<string, readonly number[]>> = {
  jän: [1],
  mrz: [3],
  sept: [9],
  okt: [10],
  dez: [12],
  fév: [2],
  fev: [2],
  avr: [4],
  juil: [7],
  déc: [12],
  ene: [1],
  set: [9],
};

let by_name: ReadonlyMap<string, readonly number[]> | undefined;

/**
 * Which months a name or its short form can be, 1 to 12; a few words are another month in another language. As the
 * Unicode CLDR has them, which Node brings along: https://cldr.unicode.org
 */
export function monthsNamed(name: string): readonly number[] {
  by_name ??= namesOfAll();
  return by_name.get(plain(name)) ?? [];
}

function namesOfAll(): ReadonlyMap<string, readonly number[]> {
  const names = new Map<string, Set<number>>();
  const add = (name: string, month: number) => {
    const known = names.get(plain(name));
    if (known === undefined) names.set(plain(name), new Set([month]));
    else known.add(month);
  };
  for (const [name, months] of Object.entries(OTHERS)) for (const month of months) add(name, month);
  for (const language of LANGUAGES) {
    for (const width of ["long", "short"] as const) {
      // Beside a day some languages bend the name.
      for (const options of [{ month: width }, { month: width, day: "numeric" }] as const) {
        const format = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
        for (let month = 1; month <= 12; month++) {
          const parts = format.formatToParts(Date.UTC(2024, month - 1, 1));
          const name = parts.find(({ type }) => type === "month")?.value ?? "";
          if (/\p{L}/u.test(name)) add(name, month);
        }
      }
    }
  }
  return new Map(Array.from(names, ([name, months]) => [name, Array.from(months)]));
}

/** Without case, accents and the dot behind a short form. */
function plain(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}|\./gu, "")
    .toLowerCase();
}
