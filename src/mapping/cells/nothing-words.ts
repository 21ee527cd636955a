import { fold } from "../../model/text.js";

/**
 * What exports write where there is nothing, in lower case. Sources: the values that pandas' read_csv takes for
 * missing, what Python, R, JavaScript, SQL dumps and Salesforce print of an empty value, and what the forms of
 * recruiting systems show in the languages of their users. A word that means something, too (unknown, other, to be
 * defined), is not among them.
 */
const PROGRAMS = [
  ...[
    "null",
    "none",
    "nil",
    "nan",
    "-nan",
    "+nan",
    "nat",
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "n\\a",
    "#na",
    "\\n",
    "undefined",
  ],
  ...["dbnull", "nullptr", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan", "null null", "undefined undefined"],
  ...["[object object]", "[object undefined]", "no value", "no data", "&nbsp;", "&#160;", "<br>"],
];

const ENGLISH = [
  ...["not available", "not applicable", "not specified", "not provided", "not given", "not stated", "not set"],
  ...["not entered", "not filled in", "none specified", "none given", "none provided", "unspecified", "no answer"],
  ...["please select", "select"],
];

const CHINESE = [
  ...[
    "无",
    "無",
    "暂无",
    "暫無",
    "暂无数据",
    "暂无信息",
    "空",
    "空白",
    "空值",
    "未填",
    "未填写",
    "未填寫",
    "没填",
    "未提供",
  ],
  ...["未设置", "未設定", "未指定", "未录入", "未登记", "未选择", "未選擇", "请选择", "請選擇", "不适用", "不適用"],
  ...["无数据", "無資料", "无内容", "暂缺", "缺失"],
];

const OTHER_LANGUAGES = [
  ...["なし", "無し", "未入力", "未設定", "未記入", "未選択", "該当なし", "空欄", "データなし"],
  ...["없음", "미입력", "미기재", "미지정", "해당없음", "해당 없음", "데이터 없음"],
  ...["k.a.", "k. a.", "keine angabe", "keine angaben", "ohne angabe", "nicht angegeben", "nicht vorhanden"],
  ...["nicht verfügbar", "entfällt", "bitte wählen"],
  ...["néant", "non renseigné", "non renseignée", "non spécifié", "non précisé", "non disponible", "sans objet"],
  ...["sin especificar", "no especificado", "no disponible", "no aplica", "sin datos", "sin información"],
  ...["não informado", "nao informado", "não especificado", "não disponível", "não se aplica", "sem informação"],
  ...["non specificato", "non disponibile", "non applicabile"],
  ...["n.v.t.", "nvt", "niet opgegeven", "niet ingevuld", "niet beschikbaar", "niet van toepassing"],
  ...["ej angivet", "ej angiven", "uppgift saknas", "ikke oppgitt", "ikke angitt", "ikke angivet", "ikke oplyst"],
  ...["ei ilmoitettu", "ei saatavilla", "ei tietoa", "brak danych", "nie dotyczy", "nie podano", "neuvedeno"],
  ...["není k dispozici", "neuvedené", "nincs adat", "nincs megadva", "nespecificat", "belirtilmemiş", "veri yok"],
  ...["нет данных", "не указано", "не указан", "не указана", "не заполнено", "н/д", "не вказано", "немає даних"],
  ...["لا يوجد", "غير متوفر", "غير محدد", "לא צוין", "không có", "chưa có", "ไม่มี", "ไม่ระบุ", "tidak ada"],
];

/** Words that may as well be an answer: is there a reason? False. */
const PERHAPS = [
  ...["false", "nothing", "empty", "blank", "missing", "没有", "沒有", "keine", "keiner", "aucun", "aucune", "ninguno"],
  ...["ninguna", "nenhum", "nenhuma", "nessuno", "nessuna", "geen", "ingen", "inget", "inga", "saknas", "brak"],
  ...["nincs", "yok", "нет", "отсутствует", "אין", "n/d", "s/d", "leer", "vide", "vacío", "vazio", "vuoto", "tom"],
];

/** Nothing but dashes, dots, slashes, question marks: what people type over a field that they have to fill in. */
const SIGNS = /^(?:[-\u2010-\u2015\u2212\uff0d\u30fc]+|[._]+|\u2026+|\/+|\\+|[?\uff1f]+)$/;
/** `(blank)`, `<null>`, `[]`, `"none"`, `--None--`: in brackets what is perhaps nothing is nothing for certain. */
const WRAPPED = /^(?:\((.*)\)|\[(.*)\]|<(.*)>|\{(.*)\}|"(.*)"|'(.*)'|（(.*)）|【(.*)】|-+ ?(.*?) ?-+)$/;

const CERTAIN = new Set([...PROGRAMS, ...ENGLISH, ...CHINESE, ...OTHER_LANGUAGES].map(fold));
const POSSIBLE = new Set(PERHAPS.map(fold));
/** The longest word, and what may stand around it. */
const LONGEST = Math.max(...Array.from(CERTAIN, (word) => word.length)) + 6;

/** Whether a trimmed text that is not empty is a word for nothing, or perhaps one. */
export function wordForNothing(text: string): "certain" | "possible" | undefined {
  if (text.length > LONGEST || (DIGIT.test(text) && !text.includes("#"))) return undefined;
  const word = NEEDS_FOLDING.test(text) ? fold(text) : text.toLowerCase();
  if (CERTAIN.has(word)) return "certain";
  if (POSSIBLE.has(word)) return "possible";
  if (BEGINS_PLAIN.test(word)) return undefined;
  if (SIGNS.test(word)) return "certain";
  const [, ...inside] = WRAPPED.exec(word) ?? [];
  const inner = inside.find((each) => each !== undefined)?.trim();
  if (inner === undefined) return undefined;
  return inner === "" || CERTAIN.has(inner) || POSSIBLE.has(inner) ? "certain" : undefined;
}

// Every cell is asked, so what can be told at a glance is.
const DIGIT = /\d/;
const BEGINS_PLAIN = /^[a-z]/;
const NEEDS_FOLDING = /[\p{M}\u00a0\u2000-\u200f\u3000\uff01-\uff5e]|\s{2}/u;
