/** What stands within Chinese and is no sentence of any language. */
const NO_SENTENCES: readonly (readonly [RegExp, why: string])[] = [
  [/<(script|style)\b.*?<\/\1>/gs, "what a page is made of"],
  [/<(code|bdi)\b.*?<\/\1>/gs, "commands and data on a page"],
  [/<[^>]*>/g, "what a page is made of"],
  [/hire-import [a-z]+[^\n。，；）]*/g, "commands that can be pasted"],
  [/\{[^{}\n]*\}/g, "lines that can be pasted into a mapping"],
];

/** Three words of Latin letters in a row are a sentence, in a text for people who read Chinese. */
export function englishIn(text: string): string[] {
  const plain = NO_SENTENCES.reduce((left, [pattern]) => left.replace(pattern, "\n"), text);
  return plain.match(/[A-Za-z']+(?:,? [A-Za-z']+){2,}/g) ?? [];
}
