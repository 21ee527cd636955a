// Lines of a terminal, with their colours, as an SVG.

const CELL = 8.4;
const LINE = 20;
const MARGIN = 16;
/** SGR codes that the program uses (ECMA-48), as attributes. */
const STYLES = {
  1: 'font-weight="bold"',
  2: 'opacity="0.65"',
  31: 'fill="#f47067"',
  32: 'fill="#8ddb8c"',
  33: 'fill="#e0b252"',
  36: 'fill="#76e3ea"',
};
/** What a code ends. */
const ENDS = { 0: [1, 2, 31, 32, 33, 36], 22: [1, 2], 39: [31, 32, 33, 36] };

// biome-ignore lint/suspicious/noControlCharactersInRegex: what steers a terminal begins with one
const SEQUENCE = /\u001b\[(\d*)m/;
const WIDE = /[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/u;

/** Pieces of one style and of one width of characters, each with the column in which it begins. */
function piecesOf(line) {
  const pieces = [];
  const styles = new Set();
  let column = 0;
  line.split(SEQUENCE).forEach((part, index) => {
    if (index % 2 === 1) {
      for (const ended of ENDS[Number(part)] ?? []) styles.delete(ended);
      if (Number(part) in STYLES) styles.add(Number(part));
      return;
    }
    for (const text of part.match(
      /[\p{Script=Han}\u3000-\u303f\uff00-\uff60]+|[^\p{Script=Han}\u3000-\u303f\uff00-\uff60]+/gu,
    ) ?? []) {
      pieces.push({ text, column, styles: [...styles] });
      column += Array.from(text).length * (WIDE.test(text) ? 2 : 1);
    }
  });
  return pieces;
}

/** Spaces that a page does not fold. */
const escaped = (text) =>
  text.replaceAll(" ", "\u00a0").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export function terminalPicture(lines, columns) {
  const width = Math.ceil(columns * CELL) + 2 * MARGIN;
  const height = lines.length * LINE + 2 * MARGIN;
  const texts = lines.flatMap((line, row) =>
    piecesOf(line).map(({ text, column, styles }) => {
      const place = `x="${(MARGIN + column * CELL).toFixed(1)}" y="${MARGIN + row * LINE + 15}"`;
      return `<text ${[place, ...styles.map((each) => STYLES[each])].join(" ")}>${escaped(text)}</text>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>hire-import in a terminal</title>
<rect width="100%" height="100%" rx="8" fill="#1f2328"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"
   font-size="14" fill="#e6edf3">
${texts.join("\n")}
</g>
</svg>
`;
}
