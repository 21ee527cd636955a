import { describe, expect, it } from "vitest";
import { isErrorValue, looksLikeErrorValue } from "../../src/mapping/cells/error-values.js";
import { classifyChange } from "../../src/mapping/spreadsheet/cell.js";
import { mapperOf, withFields } from "./support.js";

const TALENT = "6960663240925956459";

describe("a spreadsheet's error value is known", () => {
  it.each([
    ["in English", "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED!"],
    ["in German", "#WERT! #BEZUG! #ZAHL! #NV #ÜBERLAUF! #KALK! Fehler:502"],
    ["in French", "#VALEUR! #NOMBRE! #NOM? #NUL! #PROPAGATION! #RÉF!"],
    ["in Spanish", "#¡VALOR! #¡REF! #¿NOMBRE? #NOMBRE? #¡NUM! #N/D #¡DESBORDAMIENTO!"],
    ["in Portuguese", "#VALOR! #NÚM! #NOME? #N/DISP #DESPEJAR! Erro:511"],
    ["in Italian", "#VALORE! #RIF! #NOME? #ESPANSIONE!"],
    ["in Dutch", "#WAARDE! #VERW! #NAAM? #GETAL! #N/B #DEEL/0! #DELING.DOOR.0! #OVERLOPEN! Fout:504"],
    ["in Swedish", "#VÄRDEFEL! #REFERENS! #OGILTIGT! #SAKNAS! #SKÄRNING! #DIVISION/0!"],
    ["in Danish and Norwegian", "#VÆRDI! #REFERENCE! #NAVN? #I/T #VERDI! #OVERFLYT!"],
    ["in Finnish", "#ARVO! #VIITTAUS! #LUKU! #PUUTTUU! #JAKO/0! Virhe:503"],
    ["in Polish and Czech", "#ARG! #ADR! #LICZBA! #DZIEL/0! #HODNOTA! #ODKAZ! #NENÍ_K_DISPOZICI Błąd:501"],
    ["in Hungarian and Turkish", "#ÉRTÉK! #HIV! #ZÉRÓOSZTÓ! #HIÁNYZIK #DEĞER! #BAŞV! #SAYI/0! #YOK"],
    ["in Russian and Ukrainian", "#ЗНАЧ! #ССЫЛКА! #ИМЯ? #ДЕЛ/0! #Н/Д #ПЕРЕНОС! #ЗНАЧЕННЯ! Ошибка:502"],
    ["in Greek and Hebrew", "#ΤΙΜΗ! #ΑΝΑΦ! #Δ/Υ #ערך! שגיאה:502"],
    ["in Chinese, Japanese and Korean", "#溢出! #連線! 错误:502 #スピル! エラー:502 #분산! 오류:508"],
  ])("%s", (_language, values) => {
    for (const value of values.split(" ")) expect({ value, is: isErrorValue(value) }).toEqual({ value, is: true });
  });

  it.each([
    "#REF !",
    "#VALEUR\u00a0!",
    "Err\u00a0:\u00a0502",
    "\u200e#REF!\u200e",
    "＃REF！",
    "#wert!",
    "#VALUE",
    "#N/A N/A",
    "#ERROR!",
    "#Error",
    "#Deleted",
    "#UNPARSEABLE",
    "#NO MATCH",
    "Loading...",
    "Wird geladen…",
    "正在加载...",
    "#####",
  ])("however it is written: %j", (value) => {
    expect(isErrorValue(value)).toBe(true);
  });

  it.each([
    "#1 Engineer",
    "#N/A inside of a text",
    "see #REF! above",
    "#URGENT!",
    "#急招！",
    "#value",
    "#name",
    "#nv",
    "#yok",
    "C#",
    "##",
    "#",
    "Loading dock",
    "Loading",
    "Error: 502",
    "Err:7",
    "Fel: 12:502",
    "NAME?",
    "#IT",
  ])("and what is none is not: %j", (value) => {
    expect(isErrorValue(value)).toBe(false);
  });

  it("what has its form alone may be somebody's word", () => {
    const like = ["#URGENT!", "#ETWAS_NEUES!", "#ERREUR_INTERNE!", "#ערך_חדש!"];
    expect(like.filter(looksLikeErrorValue)).toEqual(like);
    for (const word of ["#Urgent!", "#1!", "#A!", "#VERY URGENT!", "URGENT!"]) {
      expect(looksLikeErrorValue(word)).toBe(false);
    }
  });
});

describe("an error value", () => {
  const kept = (where: string, cell: string) =>
    mapperOf(withFields("", `where: [{ column: s, ${where} }]`), ["id", "talent", "s"]).map(["A-1", TALENT, cell]);

  it("leaves it open what `where` would say", () => {
    expect(kept("in: [Closed]", "#NV")).toMatchObject({ kind: "invalid", failure: { kind: "bad_value", column: "s" } });
    expect(kept("not_in: [Active]", "#ССЫЛКА!")).toMatchObject({ kind: "invalid", key: "A-1" });
    expect(kept('in: ["#NV"]', "#NV")).toMatchObject({ kind: "payload" });
    expect(kept('not_in: ["#NV"]', "#NV")).toMatchObject({ kind: "excluded" });
    expect(kept("in: [Closed]", "#N/A")).toMatchObject({ kind: "excluded" });
  });

  it("in a failures file is put back where it came of a text that begins like a formula", () => {
    for (const shown of ["#NAME?", "#NOM?", "#WERT!", "#ИМЯ?", "#¿NOMBRE?", "Err:508"]) {
      expect(classifyChange("-5 years, remote", shown)).toBe("shown");
      expect(classifyChange("Engineer", shown)).toBe("damaged");
    }
  });
});

describe("a word that has the form of an error value", () => {
  it("is sent, and counted with its lines", () => {
    const mapper = mapperOf(withFields("job_title: job"), ["id", "talent", "job"]);
    for (const line of [2, 3]) expect(mapper.map(["A-1", TALENT, "#URGENT!"], line).kind).toBe("payload");
    expect(mapper.warnings()).toMatchObject([{ kind: "like_error_value", column: "job", count: 2, lines: [2, 3] }]);
  });

  it("of a row that is not sent is not counted, nor laid to the next one", () => {
    const mapper = mapperOf(withFields("job_title: job"), ["id", "talent", "job"]);
    expect(mapper.map(["A-1", "", "#URGENT!"], 2).kind).toBe("invalid");
    expect(mapper.map(["A-2", TALENT, "Chef"], 3).kind).toBe("payload");
    expect(mapper.warnings()).toEqual([]);
  });
});
