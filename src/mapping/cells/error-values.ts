import { because } from "../../texts/because.js";
import type { Problem } from "./value.js";

/**
 * What spreadsheets and their like show where a formula has no result. None of it is ever data.
 *
 * Excel's are those of its language packs, as its add-in Functions Translator lists them. LibreOffice's stand in the
 * message catalogues `for` and `sc` of its language packs (7.4). Others write Excel's English ones.
 */

/** Of every language: what is not translated there is written so. */
const ENGLISH =
  "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! " +
  "#UNKNOWN! #EXTERNAL! #PYTHON! #TIMEOUT! #DATA! #NAME! #ADDIN? #MACRO? #ERROR! #CYCLE! #PARSE! #CIRCULAR! #DIM!";

/** Without their marks: as Google Sheets, Airtable, Smartsheet and people write the English ones. */
const BARE = "#NULL #DIV/0 #VALUE #REF #NAME #NUM #NA #SPILL #CALC #ERROR #N/AN/A";

/**
 * By language, where it has words of its own. An inverted mark (#¡VALOR!) and a space before a mark (#REF !) make no
 * difference.
 */
const LOCALIZED = `
af #OORLOOP! #EKSTERN!
ar #المدبالبيانات! #خارجي! #القيمة! #قيمة! #مرجع! #اسم? #رقم! #خطأ!
az #VERİLƏNLƏR_ƏLDƏ_EDİLİR #SIZMA! #BLOKLANIB!
be #ПУСТА! #ДЗЯЛ/0! #ЗНАЧ! #СПАСЫЛКА! #ІМЯ? #ЛІК! #Н/Д #АТРЫМАННЕ_ДАДЗЕНЫХ #ПЕРАЦЯКАННЕ! #ПАДЛУЧЭННЕ! #ЗАБЛАКІРАВАНА!
   #НЕВЯДОМА! #ПОЛЕ! #ВЫЛІЧ!
bg #БЛОКИРАНО! #ГРЕШКА!
bs #PRELIJEVANJE!
ca #DESBORDAMENT! #CAMP!
cs #DĚLENÍ_NULOU! #HODNOTA! #ODKAZ! #NÁZEV? #ČÍSLO! #NENÍ_K_DISPOZICI #NAČÍTÁNÍ_DAT #ZÍSKÁVÁNÍ_DAT #PŘESAH!
   #PŘESAH_DAT! #PŘIPOJIT! #BLOKOVÁNO! #BUŇKA! #VÝPOČET! #EXTERNÍ! #CHYBA!
cy #NWL! #RH/0! #GWERTH! #ENW? #RHIF! #NÔL_DATA #CYSYLLTU! #RHWYSTRWYD! #MAES! #ALLANOL!
da #NUL! #DIVISION/0! #VÆRDI! #REFERENCE! #NAVN? #NAVN! #NUMMER! #I/T #HENTER_DATA #OVERLØB! #OPRETFORBINDELSE!
   #BLOKERET! #FELT! #BEREGN! #EKSTERN! #FEJL!
de #WERT! #BEZUG! #ZAHL! #NV #DATEN_ABRUFEN #ÜBERLAUF! #VERBINDEN! #BLOCKIERT! #UNBEKANNT! #FELD! #KALK! #EXTERN!
   #LEER! #FEHLER! #PLUG-IN? #MAKRO?
el #ΚΕΝΟ! #ΔΙΑΙΡ/0! #ΔΙΑΙΡ./0! #ΤΙΜΗ! #ΑΝΑΦ! #ΟΝΟΜΑ? #ΑΡΙΘ! #Δ/Υ #ΛΗΨΗ_ΔΕΔΟΜΕΝΩΝ #ΕΚΧΥΣΗ! #ΣΥΝΔΕΣΗ! #ΑΠΟΚΛ! #ΑΓΝΩΣΤΟ!
   #ΠΕΔΙΟ! #ΥΠΟΛ! #ΕΞΩΤΕΡΙΚΟΣ! #ΜΑΚΡΟ? #ΣΦΑΛΜΑ!
es #NULO! #VALOR! #NOMBRE? #NOMBRE! #N/D #OBTENIENDO_DATOS #DESBORDAMIENTO! #CONECTAR! #BLOQUEADO! #DESCONOCIDO!
   #CAMPO! #EXTERNO! #OCUPADO! #COMPL?
et #VÄLINE!
eu #NULUA! #ZATI/0! #BALIOA! #ERREF! #IZENA? #ZK! #E/E #DATUAK_LORTZEN #GAINEZKATZEA! #KONEKTATU! #BLOKEATUTA!
   #EREMUA! #KALKULUA! #KANPOKOA!
fa #فیلد! #خارجی! #خطا!
fi #TYHJÄ! #JAKO/0! #ARVO! #VIITTAUS! #NIMI? #NIMI! #LUKU! #PUUTTUU! #HAETAAN_TIETOJA #NOUDETAAN_TIETOJA
   #LEVITTYMINEN! #YHDISTÄ! #ESTETTY! #TUNTEMATON! #KENTTÄ! #LASKE! #ULKOINEN! #LISÄOSA? #MAKRO? #VIRHE!
fr #NUL! #VALEUR! #RÉF! #NOM? #NOM! #NOMBRE! #N/D #CHARGEMENT_DONNEES #OBTENTION_DONNEES #PROPAGATION! #DÉVERSEMENT!
   #EPARS! #ÉPARS! #CONNEXION! #BLOQUÉ! #BLOQUE! #INCONNU! #CHAMP! #EXTERNE! #ERREUR! #OCCUPÉ!
ga #BRÚ! #SEACHTRACH!
gl #NULO! #VALOR! #NOME? #NÚM! #N/D #OBTENDO_DATOS #DESBORDAMENTO! #CONECTAR! #BLOQUEADO! #CAMPO! #CÁLC! #EXTERNO!
he #ערך! #הפניה! #שם? #מספר! #חלוקה/0! #ריק! #שגיאה! #חיצוני!
hi #स्पिल!
hr #VRIJEDNOST! #BROJ! #DIJ/0! #NAZIV? #N/D #PRELIJEVANJE!
hu #NULLA! #ZÉRÓOSZTÓ! #ÉRTÉK! #HIV! #NÉV? #NÉV! #SZÁM! #HIÁNYZIK #VÁRAKOZÁS_ADATRA #ADATOK_BEKÉRÉSE #KIBONTÁS!
   #KAPCSOLAT! #BLOKKOLVA! #ISMERETLEN! #MEZŐ! #SZÁMÍTÁS! #KÜLSŐ! #BŐVÍTŐMODUL? #MAKRÓ? #HIBA!
hy #ԶՐՈ! #ԲԱԺԱՆՈՒՄ/0! #ԱՐԺԵՔ! #ՀՂՈՒՄ! #ԱՆՈՒՆ? #ԹԻՎ! #ԿԻՌ/ՉԷ #ՏՎՅԱԼՆԵՐԻ_ՍՏԱՑՈՒՄ #ՎԱՆԴԱԿԱՀԱՏՈՒՄ! #ԿԱՊԱԿՑՈՒՄ!
   #ԱՐԳԵԼԱՓԱԿՎԱԾ! #ԱՆՀԱՅՏ! #ԴԱՇՏ! #ՀԱՇՎԱՐԿ!
id #LUAPAN!
is #FLÆÐIR! #TENGJA! #ÚTILOKAÐ! #YTRA!
it #NULLO! #VALORE! #RIF! #NOME? #NOME! #N/D #ESTRAZIONE_DATI_IN_CORSO #RECUPERO_DATI #ESPANSIONE! #BLOCCATA!
   #BLOCCATO! #CAMPO! #ESTERNO! #ERRORE! #CONNETTI! #SCONOSCIUTO!
ja #スピル! #エラー!
ka #გადატანა! #ველი! #გარე!
kk #ЫҒЫСТЫРУ! #ӨРІС!
ko #분산! #오류!
ky #БОШ! #БӨЛ/0! #НАРК! #КАЙР! #АТЫ? #САН! #Б/Б #БЕРИЛМЕ_АЛУУ #АШЫПТАШУУ! #БӨГӨЛГӨН! #ТАЛАА!
lb #IWWERLAF!
lt #IŠPLĖTIMAS! #KLAIDA!
lv #IZPLEŠANĀS!
mi #MARINGI! #TŪHONO! #KUAĀRAITIA! #WAHO!
mk #ПРЕЛЕВАЊЕ! #ПОЛЕ! #НАДВОРЕШНО!
mn #ХАЛИХ!
ms #NOL! #NILAI! #NAMA? #MENDAPATKAN_DATA #LIMPAH! #SAMBUNG! #DISEKAT!
mt #ESPANDI!
nb #VERDI! #NAVN? #NAVN! #I/T #HENTER_DATA #OVERFLYT! #KOBLE_TIL! #BLOKKERT! #UKJENT! #FELT! #BEREGN! #EKSTERNT!
   #MAKRO? #FEIL!
nl #LEEG! #DEEL/0! #DELING.DOOR.0! #WAARDE! #VERW! #NAAM? #NAAM! #GETAL! #N/B #GEGEVENS_OPHALEN #GEGEVENS.OPHALEN
   #OVERLOPEN! #OVERLOOP! #VERBINDEN! #GEBLOKKEERD! #ONBEKEND! #VELD! #BEREKENEN! #FOUT!
nn #NAMN? #HENTAR_DATA #KOPLE_TIL! #UKJEND! #BEREKN! #EKSTERN!
pl #ZERO! #DZIEL/0! #ARG! #ADR! #NAZWA? #NAZWA! #LICZBA! #N/D #N/D! #POBIERANIE_DANYCH #ROZLANIE! #POŁĄCZ!
   #ZABLOKOWANE! #NIEZNANE! #POLE! #OBL! #CYKL! #BŁĄD! #DODATEK? #MAKRO?
pt #NULO! #VALOR! #NOME? #NOME! #NÚM! #N/D #N/DISP #OBTENDO_DADOS #OBTER_DADOS #DESPEJAR! #TRANSPOSIÇÃO! #CONECTAR!
   #LIGAR! #BLOQUEADO! #DESCONHECIDO! #CAMPO! #CÁLC! #EXTERNO! #ERRO! #OCUPADO!
ro #NUL! #VALOARE! #NUME? #PRELUARE_DATE #VĂRSARE! #CONECTARE! #BLOCAT! #EROARE!
ru #ПУСТО! #ДЕЛ/0! #ЗНАЧ! #ССЫЛКА! #ССЫЛ! #ИМЯ? #ИМЯ! #ЧИСЛО! #Н/Д #ОЖИДАНИЕ_ДАННЫХ #ПОЛУЧЕНИЕ_ДАННЫХ #ПЕРЕНОС!
   #ПОДКЛЮЧ! #ЗАБЛОКИРОВАНО! #НЕИЗВЕСТНО! #ПОЛЕ! #ВЫЧИСЛ! #МАКРОС? #ОШИБКА!
sk #NEPLATNÝ! #DELENIE_NULOU! #DELENIENULOU! #HODNOTA! #ODKAZ! #NÁZOV? #ČÍSLO! #NEDOSTUPNÝ #NEDOSTUPNÉ
   #ZÍSKANIE_ÚDAJOV #PRESAH! #PRESAHOVANIE! #PRIPOJIŤ! #BLOKOVANÉ! #VÝPOČET! #CHYBA!
sl #NIČ! #DEL/0! #VREDN! #SKLIC! #IME? #ŠTEV! #N/V #ZUNANJI!
sq #NUL! #PJES/0! #VLERA! #EMRI? #SIGURIMI_I_TË_DHËNAVE
sr #ПРЕЛИВАЊЕ! #PRELIVANJE! #GREŠKA!
sv #SKÄRNING! #DIVISION/0! #VÄRDEFEL! #VÄRDE! #REFERENS! #NAMN? #NAMN! #OGILTIGT! #SAKNAS! #SAKNAS #HÄMTAR_DATA
   #ANSLUT! #BLOCKERAD #OKÄNT! #KALK! #EXTERN! #MAKRO? #FEL!
sw #JINA? #NAM! #HAITUMAKI #INAPATA_DATA #MWAGIKA! #UNGANISHA! #IMEZUIWA! #UGA!
th #สปิลล์!
tk #SAN/0! #BAHA! #SALG! #AT? #SAN! #ÝOK #MAGLUMAT_ALYNÝAR #DAŞGYN! #BÖKDELEN!
tr #BOŞ! #SAYI/0! #BÖLÜ/0! #DEĞER! #BAŞV! #AD? #SAYI! #YOK #VERİ_ALINIYOR #TAŞMA! #BAĞLAN! #ENGELLENDİ! #HESAPLA!
   #DIŞ! #HATA! #MAKRO?
tt #ТАШТЫРУ!
uk #ПУСТО! #ДІЛ/0! #ДІЛЕННЯ/0! #ЗНАЧ! #ЗНАЧЕННЯ! #ПОСИЛАННЯ! #ПОСИЛ! #ІМ’Я? #ІМ'Я? #НАЗВА? #НАЗВА! #НОМЕР! #ЧИСЛО!
   #Н/Д #ОТРИМАННЯ_ДАНИХ #РОЗГОРТАННЯ! #ПІДКЛЮЧЕННЯ! #ЗАБЛОКОВАНО! #НЕВІДОМО! #ПОЛЕ! #ОБЧИСЛЕННЯ! #ЗОВНІШНЄ! #МАКРОС?
   #ПОМИЛКА!
vi #BÊNNGOÀI! #LỖI!
zh #溢出! #連線! #已封鎖! #错误! #錯誤!
`;

/** As they stand, whatever else could be written so: Microsoft Access, Airtable, Smartsheet, Bloomberg's add-in. */
const LITERAL: readonly string[] = [
  ...["#Error", "#Deleted", "#Type!", "#Size!", "#Func!"],
  ...["#UNPARSEABLE", "#NO MATCH", "#CALCULATING", "#DIVIDE BY ZERO", "#CIRCULAR REFERENCE"],
  ...["#INVALID OPERATION", "#INVALID REF", "#INVALID VALUE", "#INVALID DATA TYPE", "#INVALID COLUMN VALUE"],
  ...["#INCORRECT ARGUMENT SET", "#INCORRECT ARGUMENT", "#UNSUPPORTED CROSS-SHEET FORMULA", "#PERMISSION ERROR"],
  ...["#NUMBER EXPECTED", "#DATE EXPECTED", "#BOOLEAN EXPECTED", "#CONTACT EXPECTED", "#NESTED CRITERIA"],
  ...["#N/A Requesting Data...", "#N/A Field Not Applicable", "#N/A Invalid Security", "#N/A Review"],
];

/** LibreOffice's word before the numbers of errors that have no name, 501 to 540. */
const NUMBERED =
  "Err|Fehler|Fout|Fejl|Feil|Fel|Virhe|Chyba|Błąd|Hiba|Hata|Erro|Eroare|Nap|Σφάλμα|Ошибка|Помилка|Грешка|" +
  "שגיאה|خطأ|错误|錯誤|エラー|오류";

/** What Google Sheets shows of a formula that is still at work, and keeps in an export made too early. */
const LOADING =
  "Loading|Wird geladen|Chargement|Cargando|Caricamento|Caricamento in corso|Carregando|A carregar|Laden|" +
  "Bezig met laden|Wczytywanie|Ładowanie|Загрузка|Завантаження|Načítání|Yükleniyor|Läser in|Indlæser|" +
  "Laster inn|Ladataan|正在加载|正在載入|加载中|載入中|読み込んでいます|読み込み中|로드 중|로딩 중";

const NUMBERED_ERROR = new RegExp(`^(?:${NUMBERED}) ?[:：] ?5[0-4]\\d$`, "iu");
const STILL_LOADING = new RegExp(`^(?:${LOADING}) ?(?:\\.{3}|…)$`, "iu");
/** A column that is too narrow for its number. */
const TOO_NARROW = /^#{3,}$/;
const LONGEST = 32;

const UNSEEN_OR_INVERTED = /[\s\p{Default_Ignorable_Code_Point}\u200e\u200f¡¿]+/gu;

/** Languages are not named by a hash. */
const NAMED = new Set(`${ENGLISH} ${BARE} ${LOCALIZED}`.split(/\s+/).filter((word) => word.startsWith("#")));
const AS_THEY_STAND = new Set(LITERAL);

export const ERROR_VALUE: Problem = because("bad_value", { id: "error_value" });

/** Whether the whole of a trimmed text is a spreadsheet's error value, which is never data, in whichever language. */
export function isErrorValue(text: string): boolean {
  if (text.length < 3) return false;
  const first = text.charCodeAt(0);
  if (first === HASH || first === WIDE_HASH) return TOO_NARROW.test(text) || isNamedError(text);
  // The Hebrew and Arabic ones stand between marks of direction.
  if (first === TO_RIGHT || first === TO_LEFT) return isErrorValue(withoutUnseen(text));
  if (text.length > LONGEST) return false;
  if (first > NINE && text.charCodeAt(text.length - 3) === FIVE) return NUMBERED_ERROR.test(withoutUnseen(text));
  const last = text.charCodeAt(text.length - 1);
  return (last === STOP || last === ELLIPSIS) && STILL_LOADING.test(text);
}

/** Whether a text has the form of an error value without being a known one: `#URGENT!` is a word of somebody's own. */
export function looksLikeErrorValue(text: string): boolean {
  return text.charCodeAt(0) === HASH && ERROR_FORM.test(text) && text === text.toUpperCase();
}

const AFTER_HASH = /^.\s/;
const ERROR_FORM = /^#[¡¿]?[\p{L}\p{M}][\p{L}\p{M}\d_./]{1,30} ?[!?]$/u;

const HASH = 0x23;
const WIDE_HASH = 0xff03;
const TO_RIGHT = 0x200e;
const TO_LEFT = 0x200f;
const FIVE = 0x35;
const NINE = 0x39;
const STOP = 0x2e;
const ELLIPSIS = 0x2026;

/** Those that end in a mark are known in lower case, too: nobody's word ends so. Those without are a #tag then. */
function isNamedError(text: string): boolean {
  if (AS_THEY_STAND.has(text)) return true;
  if (text.length > LONGEST || AFTER_HASH.test(text)) return false;
  const key = withoutUnseen(text.normalize("NFKC"));
  const has_mark = key.endsWith("!") || key.endsWith("?");
  return NAMED.has(has_mark ? key.toUpperCase() : key);
}

function withoutUnseen(text: string): string {
  return text.replace(UNSEEN_OR_INVERTED, "");
}
