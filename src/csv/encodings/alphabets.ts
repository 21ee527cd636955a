/**
 * The letters beyond ASCII of languages with Latin letters, small ones: what CLDR lists as each one's main letters, and
 * those of its everyday loan words.
 */
const LETTERS: readonly string[] = [
  "àâæçéèêëîïôœùûüÿ", // French
  "äöüßé", // German
  "áéíñóúüºª", // Spanish
  "áâãàçéêíóôõúüºª", // Portuguese
  "àèéìíîòóùºª", // Italian
  "àçèéíïòóúü·", // Catalan
  "éëïóöüáèêçí", // Dutch
  "åäöéüà", // Swedish, Finnish
  "åæøéòóôèêäöü", // Danish, Norwegian
  "áðéíóúýþæö", // Icelandic
  "áðíóúýæøö", // Faroese
  "áéíóúàèìòù", // Irish, Gaelic
  "âêîôûŵŷäëïöüáéíóúàè", // Welsh
  "ąćęłńóśźż", // Polish
  "áčďéěíňóřšťúůýžöü", // Czech
  "áäčďéíĺľňóôŕšťúýžöüěřů", // Slovak
  "áéíóöőúüű", // Hungarian
  "ăâîșțşţéö", // Romanian
  "čćđšž", // Croatian, Bosnian, Serbian, Slovenian
  "çëéêñ", // Albanian
  "çğıi̇öşüâîû", // Turkish
  "çəğıi̇öşü", // Azerbaijani
  "ąčęėįšųūž", // Lithuanian
  "āčēģīķļņšūžōŗ", // Latvian
  "äõöüšžé", // Estonian
  "ċġħżàèìòùî", // Maltese
  "àáâãèéêìíòóôõùúýăđĩũơư", // Vietnamese
];
export type Letters = Pick<ReadonlySet<string>, "has">;
const ALPHABETS = LETTERS.map((letters) => new Set(letters));
/** Vietnamese letters with their tones have a block of their own, or stand beside their tones. */
const VIETNAMESE = ALPHABETS.at(-1) as Letters;
const LANGUAGES: readonly Letters[] = [
  ...ALPHABETS.slice(0, -1),
  { has: (letter) => VIETNAMESE.has(letter) || (letter >= "\u1ea0" && letter <= "\u1ef9") },
];
const ACCENTED = /[\p{Script=Latin}ºª]/u;

/**
 * The share of a text's letters beyond ASCII that one language has, the one that has most of them: 1 for a text of one
 * language, less for names from all over, least for what was decoded wrongly: ð, þ and ý as the only accents. 1 where
 * no Latin letter is beyond ASCII.
 */
export function alphabetFit(words: Iterable<string>): number {
  const counts = new Map<string, number>();
  let all = 0;
  for (const word of words) {
    for (const letter of word.toLowerCase()) {
      if (letter < "\u0080" || !ACCENTED.test(letter)) continue;
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
      all += 1;
    }
  }
  return all === 0 ? 1 : heldBy(languageOf(counts), counts) / all;
}

/** The letters of the language that has most of these. */
export function languageOf(counts: ReadonlyMap<string, number>): Letters {
  let [best, most] = [VIETNAMESE, -1];
  for (const language of LANGUAGES) {
    const held = heldBy(language, counts);
    if (held > most) [best, most] = [language, held];
  }
  return best;
}

function heldBy(language: Letters, counts: ReadonlyMap<string, number>): number {
  let held = 0;
  for (const [letter, count] of counts) if (language.has(letter)) held += count;
  return held;
}
