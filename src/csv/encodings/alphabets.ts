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
const ALPHABETS: readonly ReadonlySet<string>[] = LETTERS.map((letters) => new Set(letters));

/** Vietnamese letters with their tones have a block of their own, or stand beside their tones. */
const VIETNAMESE = ALPHABETS.at(-1);
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
  if (all === 0) return 1;
  const held = ALPHABETS.map((alphabet) => {
    let count = 0;
    for (const [letter, times] of counts) if (has(alphabet, letter)) count += times;
    return count;
  });
  return Math.max(...held) / all;
}

function has(alphabet: ReadonlySet<string>, letter: string): boolean {
  return alphabet.has(letter) || (alphabet === VIETNAMESE && letter >= "\u1ea0" && letter <= "\u1ef9");
}
