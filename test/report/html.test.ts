import { describe, expect, it } from "vitest";
import { asJson, html, trusted } from "../../src/cli/commands/report/html.js";
import { printable } from "../../src/model/text.js";
import fc from "../support/fast-check.js";

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const read = (markup: string): string => markup.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ENTITIES[name] ?? "");

describe("html", () => {
  it("makes text of whatever is not markup already", () => {
    const nasty = "</p><script>alert(1)</script>";
    expect(html`<p title="${'" onclick="x'}">${nasty}</p>`.text).toBe(
      '<p title="&quot; onclick=&quot;x">&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>',
    );
  });

  it("keeps markup, lists and numbers, and leaves out what is not there", () => {
    const items = ["a<b", "c"].map((each) => html`<li>${each}</li>`);
    expect(html`<ul>${items}</ul>${undefined}${7}${trusted("<hr>")}`.text).toBe(
      "<ul><li>a&lt;b</li><li>c</li></ul>7<hr>",
    );
  });

  it("lets no text become markup, steer the reader or get lost", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { text: markup } = html`${text}`;
        expect(markup).not.toMatch(/[<>"'\u202e]/);
        expect(read(markup)).toBe(printable(text));
      }),
    );
  });
});

describe("asJson", () => {
  it("reads back as it was, and ends no script", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constant("</script><!--\u2028"))), (value) => {
        const { text } = asJson(value);
        expect(text).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(text)).toEqual(value);
      }),
    );
  });
});
