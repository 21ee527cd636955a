import type { FieldChange, UpdatePreview } from "../app/update-preview.js";
import type { FieldDefinition, PayloadValue } from "../model/payload.js";
import { cutShort } from "../model/text.js";
import { counted, number } from "./numbers.js";
import { valueWords } from "./record-words.js";

export function changeWords(fields: readonly FieldDefinition[], { field, before, after }: FieldChange): string {
  const definition = fields.find(({ name }) => name === field);
  const words = (value: PayloadValue | null) => (value === null ? "nothing" : `"${valueWords(definition, value)}"`);
  return `${field} ${words(before)} -> ${words(after)}`;
}

/** The preview for people. */
export function previewLines(fields: readonly FieldDefinition[], preview: UpdatePreview): string[] {
  const { unsure, samples } = preview;
  return [
    ...preview.fields.map(({ field, count }) => `${number(count).padStart(9)}  ${field}`),
    ...(unsure === 0
      ? []
      : [`${number(unsure).padStart(9)}  ${unsure === 1 ? "is" : "are"} sent again: an earlier update got no answer`]),
    ...samples.map(({ key, line, changes }) => {
      const words = changes.map((change) => changeWords(fields, change));
      return `  line ${line} (${cutShort(key)}): ${words.join("; ")}`;
    }),
    ...(preview.records > samples.length && samples.length > 0
      ? [`  and ${counted(preview.records - samples.length, "other", "others")}`]
      : []),
  ];
}
