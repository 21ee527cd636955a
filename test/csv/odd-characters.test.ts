import { describe, expect, it } from "vitest";
import { type Encoding, encode } from "../exports/encode.js";
import { readExport } from "./exports.js";

const T = (at: number): string => `74123456789012${30_000 + at * 37}`;
const POLISH = ["Księgowa", "Młodszy inżynier", "Łódź", "Rozmowa końcowa", "Źle dopasowany", "Święta"];
const FRENCH = ["Ingénieur réseau", "Chargée de projet", "Présélection", "Forum École", "Où il fait bon", "Hôtesse"];
const GERMAN = ["Geschäftsführer", "Prüfer", "Größe unklar", "Büroleiter", "Vorgespräch", "Überqualifiziert"];
const PORTUGUESE = [
  ..."Contratação Avaliação Demissão Gestão Formação Remuneração Negociação Seleção Convocação Opção Região".split(" "),
  ..."João Redação Produção Automação Comunicação Educação Operações Relações Soluções Licitações Posições".split(" "),
  ..."Inscrições Restrições Razões Padrões Milhões Irmãos Mãe Amanhã Manhã Órgão Ação Sessão Versão Missão".split(" "),
  ..."Visão Decisão Prisão Não São Verão Algodão Balcão".split(" "),
];
const ENGLISH = ["Engineer", "Designer"];

/** An export of `rows` rows in a language, the `at`th of them with `title`; what is told of its titles. */
async function told(title: string, words: readonly string[], { rows = 40, at = 30, encoding = "utf-8" } = {}) {
  const line = (index: number) => `A-${index},${T(index)},${words[index % words.length]},x`;
  const lines = Array.from({ length: rows }, (_, index) => line(index));
  lines[at] = `A-${at},${T(at)},${title},x`;
  const text = `id,talent,title,note\r\n${lines.join("\r\n")}\r\n`;
  const { source, records } = await readExport(encode(text, encoding as Encoding), {}, ["id", "talent", "title"]);
  expect(records).toHaveLength(rows);
  const { encoding: found } = source.detected;
  expect(found).toMatchObject({ value: encoding, sure: true });
  return source.notes.warnings().map(({ kind, message, lines: at_lines }) => `${kind} ${at_lines} ${message}`);
}

describe("a single cell that was decoded wrongly before it was saved", () => {
  it.each([
    ["a letter of another language", "Ksiêgowa", POLISH, "ê"],
    ["signs between letters", "p³acowe", POLISH, "³"],
    ["signs between letters, among ASCII", "Gr”áe", ENGLISH, "” á"],
    ["Turkish, among French", "Görüþme", FRENCH, "þ"],
    ["Cyrillic as Latin letters", "Èíæåíåð", ENGLISH, "È í æ å ð"],
    ["accents as Chinese characters", "Ing閚ieur r閟eau", ENGLISH, "閚 閟"],
    ["two alphabets in a word", "Ingйnieur", POLISH, "й"],
    ["small letters behind capitals", "йОЦЕОЕТ", ENGLISH, "й О Ц Е Т"],
  ])("is told with its line, column and characters: %s", async (_what, title, words, characters) => {
    const [warning, ...others] = await told(title, words);
    expect(warning).toMatch(/^odd_characters 32 column title: unusual characters/);
    for (const each of characters.split(" ")) expect(warning).toContain(each);
    expect(others).toEqual([]);
  });

  it("is told in an encoding of single bytes, too, and far below", async () => {
    const kept = await told("M³odszy ksiêgowy", PORTUGUESE, { rows: 3000, at: 2500, encoding: "windows-1252" });
    expect(kept).toEqual([expect.stringMatching(/^odd_characters 2502 column title: .*³/)]);
    expect(await told("Ksiêgowa", POLISH, { rows: 3000, at: 2500 })).toHaveLength(1);
  });

  it.each([
    ["a name", "Søren Kierkegaard", ENGLISH],
    ["an Icelandic name", "Þórður", ENGLISH],
    ["a Spanish name, in French", "Muñoz", FRENCH],
    ["a Danish name, in German", "Søren Ångström", GERMAN],
    ["a trade mark", "Café™ 5 m² – 20 °C « oui »", FRENCH],
    ["a rare Chinese name", "彧", ENGLISH],
    ["Russian", "Инженер", POLISH],
    ["two languages side by side", "Enquête", [...POLISH, "Enquête", "Conquête"]],
    ["Vietnamese", "Nguyễn Thị Phương", ENGLISH],
  ])("is not suspected in %s", async (_what, title, words) => {
    expect(await told(title, words)).toEqual([]);
  });

  it("is no matter in a column that nobody uses", async () => {
    const lines = Array.from(
      { length: 40 },
      (_, at) => `A-${at},${T(at)},${POLISH[at % 6]},${at === 7 ? "p³aca" : "x"}`,
    );
    const text = `id,talent,title,note\n${lines.join("\n")}\n`;
    const { source } = await readExport(text, {}, ["id", "talent", "title"]);
    expect(source.notes.warnings()).toEqual([]);
  });
});
