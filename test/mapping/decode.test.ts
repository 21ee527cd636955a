import { describe, expect, it } from "vitest";
import { cellCleaner } from "../../src/mapping/cells/clean.js";
import { type Decoding, decodingCleaner, encodedIn } from "../../src/mapping/cells/decode.js";
import { contentOf, proposed, table } from "./draft-support.js";
import { fieldOf, load, mapperOf, mapRow, stopOf, withFields } from "./support.js";

const TALENT = "6960663240925956459";
const decoded = (text: string, ...decodings: Decoding[]) => decodingCleaner(cellCleaner("text"), decodings).clean(text);

describe("HTML in a text", () => {
  it.each([
    ["R&amp;D Engineer", "R&D Engineer"],
    ["Didn&#39;t show up", "Didn't show up"],
    ["Didn&#039;t &#x27;show&#X27; up", "Didn't 'show' up"],
    ["&quot;no&quot;<br>later", '"no"\nlater'],
    ["Offer&nbsp;accepted", "Offer accepted"],
    ["Offer&#160;accepted", "Offer accepted"],
    ["caf&eacute; &Uuml;ber &#8217;x&rsquo; &ndash; &hellip; &euro;5", "café Über ’x’ – … €5"],
    ["Ksi&eogon;gowa &Lstrok;&oacute;d&zacute; &ccaron;&Scaron;", "Księgowa Łódź čŠ"],
    ["&alpha;&Omega; &le;&ge; &frac12; &sup2; &laquo;x&raquo;", "αΩ ≤≥ ½ ² «x»"],
    ["it&#146;s &#147;new&#148;", "it’s “new”"],
    ["&#128;5 &#159;", "€5 Ÿ"],
    ["&#128512;&#x1F600;", "😀😀"],
    ["a&commat;b&period;com", "a@b.com"],
    ["<p>One</p><p>Two<br/>three</p>", "One\nTwo\nthree"],
    ["<div class='x'>a</div>\n  <div>b</div>", "a\nb"],
    ['<b>Lead</b> <span style="x">Engineer</span>', "Lead Engineer"],
    ["<!-- note -->Offer", "Offer"],
    ["&lt;br&gt; is a tag", "<br> is a tag"],
    ["&amp;amp;", "&amp;"],
    ["&nbsp;", ""],
  ])("is decoded where the mapping says so: %j", (text, plain) => {
    expect(encodedIn(text)).toEqual(["html"]);
    expect(decoded(text, "html")).toBe(plain);
    expect(decoded(text)).toBe(text.trim());
  });

  it.each([
    ...[
      "AT&T",
      "R&D",
      "Q&A; later",
      "Sales & Marketing;",
      "&foo;",
      "&;",
      "a &b; c",
      "Tom&Jerry;",
      "&#0;",
      "&#99999999;",
    ],
    ...["<T> generics", "x < 5 and y > 3", "Li <anna@example.com>", "<a@b.com>", "<brand>", "C++ <vector>", "<3"],
    ...["snake_case", "_x_", "_x12_", "max_xyz1_", "&x41;", "1 <p 2"],
  ])("is not seen in a text of its own: %j", (text) => {
    expect(encodedIn(text)).toEqual([]);
    expect(decoded(text, "html", "xlsx")).toBe(text);
  });
});

describe("a spreadsheet file's escapes", () => {
  it.each([
    ["Offer_x000D_", "Offer"],
    ["Salary too high_x000D_\nwants remote", "Salary too high\nwants remote"],
    ["a_x000d__x000a_b", "a\nb"],
    ["a_x0009_b", "a\tb"],
    ["_x4E2D__x6587_", "中文"],
    ["_xD83D__xDE00_", "😀"],
    ["a_x005F_x000D_b", "a_x000D_b"],
  ])("are decoded where the mapping says so: %j", (text, plain) => {
    expect(encodedIn(text)).toEqual(["xlsx"]);
    expect(decoded(text, "xlsx")).toBe(plain);
  });

  it("of half a character or of none are nothing that is sent", () => {
    for (const reason of ["a_xD83D_b", "a_x0000_b"]) {
      expect(fieldOf(withFields("stage: s", "decode: [xlsx]"), { s: reason }, "stage")).toBe("undecodable");
    }
  });
});

describe("what a program has encoded", () => {
  const FIELDS = "job_title: job\nstage: { column: s, values: { 'R&D': x } }";
  const names = ["id", "talent", "job", "s"];

  it("is sent as it stands, and counted with what to do", () => {
    const mapper = mapperOf(withFields("job_title: job\nstage: s"), names);
    mapper.map(["A-1", TALENT, "R&amp;D Engineer", "Offer_x000D_"], 2);
    mapper.map(["A-2", TALENT, "R&D Engineer", "Offer"], 3);
    expect(mapper.warnings()).toMatchObject([
      { kind: "encoded_text", field: "job_title", column: "job", count: 1, lines: [2] },
      { kind: "encoded_text", field: "stage", column: "s", count: 1, lines: [2] },
    ]);
    expect(mapper.warnings().map(({ hint }) => /decode: \[\w+\]/.exec(hint)?.[0])).toEqual([
      "decode: [html]",
      "decode: [xlsx]",
    ]);
  });

  it.each(["at the top", "at the field"])("is decoded once the mapping says so, as the hint advises: %s", (where) => {
    const at_top = where === "at the top";
    const field = (column: string) => (at_top ? column : `{ column: ${column}, decode: [html, xlsx] }`);
    const text = withFields(`job_title: ${field("job")}\nstage: ${field("s")}`, at_top ? "decode: [html, xlsx]" : "");
    const mapper = mapperOf(text, names);
    expect(mapper.map(["A-1", TALENT, "R&amp;D Engineer_x000D_", "Offer&nbsp;"], 2)).toMatchObject({
      payload: { job_title: "R&D Engineer", stage: "Offer" },
    });
    expect(mapper.warnings()).toEqual([]);
  });

  it("is looked up, left out and taken for nothing by what it means", () => {
    const top = "decode: [html]\nwhere: [{ column: job, not_in: ['Q&A'] }]";
    const mapper = mapperOf(withFields(FIELDS, top), names);
    expect(mapper.map(["A-1", TALENT, "&nbsp;", "r&amp;d"])).toMatchObject({ payload: { stage: "x" } });
    expect(mapper.map(["A-1", TALENT, "Q&amp;A", "R&amp;D"])).toMatchObject({ kind: "excluded" });
    const other = withFields("job_title: { column: job, decode: [] }", "decode: [html]");
    expect(fieldOf(other, { job: "R&amp;D" }, "job_title")).toBe("R&amp;D");
  });

  it("stays in ids unless their field says so, and is told", () => {
    const text = withFields("", "decode: [html, xlsx]");
    const mapper = mapperOf(text, ["id", "talent"]);
    expect(mapper.map(["R&amp;D-1", TALENT], 2)).toMatchObject({ key: "R&amp;D-1" });
    expect(mapper.warnings()).toMatchObject([{ kind: "encoded_text", field: "external_id", column: "id" }]);
    expect(fieldOf(text, { talent: `${TALENT}_x000D_` }, "talent_id")).toBe("bad_value");
    const said = text.replace("talent_id: talent", "talent_id: { column: talent, decode: [xlsx] }");
    expect(fieldOf(said, { talent: `${TALENT}_x000D_` }, "talent_id")).toBe(TALENT);
    expect(fieldOf(withFields(""), { talent: "&nbsp;" }, "talent_id")).toBe("bad_value");
  });

  it("of a key is a part of the key's rule", () => {
    const plain = load(withFields("", "decode: [html]")).key_rule;
    expect(plain).toBe(load(withFields("")).key_rule);
    const said = withFields("").replace("external_id: id", "external_id: { column: id, decode: [html] }");
    expect(load(said).key_rule).not.toBe(plain);
  });

  it("is decoded by what the mapping knows alone", () => {
    const stop = stopOf(() => load(withFields("", "decode: [htm]")));
    expect(stop.message).toContain("decode[0]: must be one of html, xlsx");
    expect(
      mapRow(withFields("create_time: t", "timezone: UTC\ndecode: [html]"), { t: "2024-08-03&nbsp;" }),
    ).toMatchObject({
      payload: { create_time: Date.UTC(2024, 7, 3) },
    });
  });

  it("is proposed by init as a comment, with counts", () => {
    const titles = {
      "Application ID": (n: number) => `A-${n}`,
      "Rejection Reason": (n: number) => (n < 3 ? "R&amp;D" : "x_x000D_"),
    };
    const found = proposed([table(6, titles)]);
    expect(found.text).toContain("# decode: [html, xlsx]");
    expect(found.text).toMatch(/html in 2 \(such as &amp;, &#39;, <br>\), xlsx in 4 \(such as _x000D_\)/);
    expect(contentOf(found).decode).toBeUndefined();
    expect(proposed([table(6, { "Application ID": (n) => `A-${n}` })]).text).not.toContain("decode");
  });
});
