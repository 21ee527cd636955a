import { printable } from "../../../model/text.js";

/** Markup that is safe to put into a page. Only this file makes it. */
export class Html {
  constructor(readonly text: string) {}
}

export type Part = Html | string | number | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Markup with values in it: whatever is not markup already is text, also within quoted attributes. */
export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(markup.map((text, index) => (index === 0 ? text : asMarkup(parts[index - 1]) + text)).join(""));
}

/** The text of a file of ours, as it stands. */
export function trusted(text: string): Html {
  return new Html(text);
}

/** A value for a `<script type="application/json">`: no word of it can end the element. */
export function asJson(value: unknown): Html {
  const escaped = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new Html(escaped);
}

function asMarkup(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "number") return String(part);
  if (typeof part === "string")
    return printable(part).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
  return part.map(asMarkup).join("");
}
