// Child of the bench: csv-parse alone, streaming, as its documentation shows it.
//   node bench/read-export.mjs EXPORT columns|arrays
import { createReadStream } from "node:fs";
import { parse } from "csv-parse";

const [export_path, shape] = process.argv.slice(2);
const started_ms = performance.now();
let rows = 0;
const parser = createReadStream(export_path).pipe(parse({ bom: true, columns: shape === "columns" }));
for await (const record of parser) if (record !== undefined) rows += 1;
console.log(JSON.stringify({ rows: shape === "columns" ? rows : rows - 1, wall_ms: performance.now() - started_ms }));
