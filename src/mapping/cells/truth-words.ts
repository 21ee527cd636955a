/**
 * TRUE and FALSE as spreadsheets of other languages write them: the names that Excel and LibreOffice have for their own
 * functions.
 */
const TRUE_WORDS =
  "TRUE WAHR VRAI VERDADERO VERO WAAR VERDADEIRO PRAWDA ИСТИНА ІСТИНА SANT SAND SANN TOSI PRAVDA IGAZ DOĞRU ΑΛΗΘΕΣ " +
  "ΑΛΗΘΗΣ CERT ADEVĂRAT RESNICA ISTINA TEISINGA TÕENE PATIESS EGIA BENAR ĐÚNG ВЕРНО SATT TÕSI 真 참";
const FALSE_WORDS =
  "FALSE FALSCH FAUX FALSO ONWAAR FAŁSZ ЛОЖЬ ХИБНІСТЬ НЕПРАВДА FALSKT FALSK USANN EPÄTOSI NEPRAVDA HAMIS YANLIŞ " +
  "ΨΕΥΔΕΣ ΨΕΥΔΗΣ FALS NERESNICA NEISTINA KLAIDINGA VÄÄR APLAM GEZURRA SALAH SAI НЕВЕРНО ÓSATT 假 거짓";

const TRUE = new Set(TRUE_WORDS.split(" "));
const FALSE = new Set(FALSE_WORDS.split(" "));

/** Whether `after` is what a spreadsheet makes of the truth value `before`. */
export function isTruthShown(before: string, after: string): boolean {
  const written = before.toLowerCase();
  const shown = after.toUpperCase();
  return (written === "true" && TRUE.has(shown)) || (written === "false" && FALSE.has(shown));
}
