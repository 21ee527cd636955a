/**
 * The named characters of HTML 4.01 (https://www.w3.org/TR/html401/sgml/entities.html), which is what programs write,
 * and of HTML 5 those of letters with accents and of ASCII's own signs, which some encoders write, too.
 */

/** In the order of their code points. */
const RUNS: readonly (readonly [first: number, names: string])[] = [
  [
    0xa0,
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute " +
      "micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest",
  ],
  [
    0x391,
    "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi " +
      "Chi Psi Omega",
  ],
  [
    0x3b1,
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau " +
      "upsilon phi chi psi omega",
  ],
  [0x2018, "lsquo rsquo sbquo - ldquo rdquo bdquo - dagger Dagger bull"],
  [0x2190, "larr uarr rarr darr harr"],
  [0x21d0, "lArr uArr rArr dArr hArr"],
  [0x2308, "lceil rceil lfloor rfloor"],
];

const SINGLE: Readonly<Record<string, string>> = {
  ...{ quot: '"', amp: "&", apos: "'", lt: "<", gt: ">", QUOT: '"', AMP: "&", LT: "<", GT: ">" },
  ...{ AElig: "Æ", aelig: "æ", OElig: "Œ", oelig: "œ", ETH: "Ð", eth: "ð", THORN: "Þ", thorn: "þ", szlig: "ß" },
  ...{ Oslash: "Ø", oslash: "ø", times: "×", divide: "÷", Lstrok: "Ł", lstrok: "ł", Dstrok: "Đ", dstrok: "đ" },
  ...{ Hstrok: "Ħ", hstrok: "ħ", Tstrok: "Ŧ", tstrok: "ŧ", imath: "ı", inodot: "ı", Idot: "İ" },
  ...{ ensp: "\u2002", emsp: "\u2003", thinsp: "\u2009", zwnj: "\u200c", zwj: "\u200d", lrm: "\u200e", rlm: "\u200f" },
  ...{ ndash: "–", mdash: "—", hellip: "…", permil: "‰", prime: "′", Prime: "″", lsaquo: "‹", rsaquo: "›", euro: "€" },
  ...{ trade: "™", fnof: "ƒ", circ: "ˆ", tilde: "˜", oline: "‾", frasl: "⁄", image: "ℑ", weierp: "℘", real: "ℜ" },
  ...{ alefsym: "ℵ", crarr: "↵", forall: "∀", part: "∂", exist: "∃", empty: "∅", nabla: "∇", isin: "∈", notin: "∉" },
  ...{ ni: "∋", prod: "∏", sum: "∑", minus: "−", lowast: "∗", radic: "√", prop: "∝", infin: "∞", ang: "∠", and: "∧" },
  ...{ or: "∨", cap: "∩", cup: "∪", int: "∫", there4: "∴", sim: "∼", cong: "≅", asymp: "≈", ne: "≠", equiv: "≡" },
  ...{ le: "≤", ge: "≥", sub: "⊂", sup: "⊃", nsub: "⊄", sube: "⊆", supe: "⊇", oplus: "⊕", otimes: "⊗", perp: "⊥" },
  ...{ sdot: "⋅", lang: "⟨", rang: "⟩", loz: "◊", spades: "♠", clubs: "♣", hearts: "♥", diams: "♦" },
  ...{ thetasym: "ϑ", upsih: "ϒ", piv: "ϖ", Tab: "\t", NewLine: "\n", excl: "!", num: "#", dollar: "$", percnt: "%" },
  ...{ lpar: "(", rpar: ")", ast: "*", plus: "+", comma: ",", period: ".", sol: "/", colon: ":", semi: ";" },
  ...{ equals: "=", quest: "?", commat: "@", lsqb: "[", lbrack: "[", bsol: "\\", rsqb: "]", rbrack: "]", Hat: "^" },
  ...{ lowbar: "_", grave: "`", lcub: "{", lbrace: "{", verbar: "|", vert: "|", rcub: "}", rbrace: "}" },
};

/** `eacute` is e with this character behind it, as one character. */
const ACCENTS: Readonly<Record<string, string>> = {
  ...{ grave: "\u0300", acute: "\u0301", circ: "\u0302", tilde: "\u0303", macr: "\u0304", breve: "\u0306" },
  ...{
    dot: "\u0307",
    uml: "\u0308",
    ring: "\u030a",
    dblac: "\u030b",
    caron: "\u030c",
    cedil: "\u0327",
    ogon: "\u0328",
  },
};
const ACCENTED = new RegExp(`^([A-Za-z])(${Object.keys(ACCENTS).join("|")})$`);

const NAMED: ReadonlyMap<string, string> = new Map([
  ...Object.entries(SINGLE),
  ...RUNS.flatMap(([first, names]) =>
    names.split(" ").map((name, index) => [name, String.fromCharCode(first + index)] as const),
  ),
]);

/** The character that a name stands for, without its & and ; around. */
export function namedCharacter(name: string): string | undefined {
  const [, letter, accent] = ACCENTED.exec(name) ?? [];
  if (letter === undefined || accent === undefined) return NAMED.get(name);
  const composed = (letter + ACCENTS[accent]).normalize("NFC");
  return composed.length === 1 ? composed : undefined;
}
