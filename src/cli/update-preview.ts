import type { FieldChange, UpdatePreview } from "../app/update-preview.js";
import type { FieldDefinition, PayloadValue } from "../model/payload.js";
import { cutShort } from "../model/text.js";
import { number } from "./numbers.js";
import { valueWords } from "./record-words.js";
import type { Texts } from "./texts/texts.js";

export function changeWords(
  fields: readonly FieldDefinition[],
  { field, before, after }: FieldChange,
  { story: t, label }: Texts,
): string {
  const definition = fields.find(({ name }) => name === field);
  const words = (value: PayloadValue | null) => {
    if (value === null) return null;
    const shown = valueWords(definition, value);
    return definition?.kind === "choice" ? label(shown) : shown;
  };
  return t.change(field, words(before), words(after));
}

/** The preview for people. */
export function previewLines(fields: readonly FieldDefinition[], preview: UpdatePreview, texts: Texts): string[] {
  const { unsure, samples } = preview;
  const { story: t } = texts;
  const more = preview.records - samples.length;
  return [
    ...preview.fields.map(({ field, count }) => `${number(count).padStart(9)}  ${field}`),
    ...(unsure === 0 ? [] : [`${number(unsure).padStart(9)}  ${t.unsure(unsure)}`]),
    ...samples.map(({ key, line, changes }) => {
      const words = changes.map((change) => changeWords(fields, change, texts));
      return `  ${t.sample(line, cutShort(key), words)}`;
    }),
    ...(more > 0 && samples.length > 0 ? [`  ${t.others(more)}`] : []),
  ];
}
