// How fast `check` is beside csv-parse alone, where the mapping says how the export is written and where it does not.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measured } from "./child.mjs";
import { makeExport } from "./make-export.mjs";
import { fixed, median, percent, times } from "./numbers.mjs";
import { MAPPING, PROGRAM, READ } from "./paths.mjs";

const FORMAT = /, format: [^\n]+? \}/g;

/** The mapping of the fixture with its encoding named, and the same without any format of its times. */
function writeMappings(folder) {
  const text = `csv: { encoding: utf-8 }\n${readFileSync(MAPPING, "utf8")}`;
  const [named, inferred] = [join(folder, "named.yaml"), join(folder, "inferred.yaml")];
  writeFileSync(named, text);
  writeFileSync(inferred, text.replace(FORMAT, " }"));
  if (text.match(FORMAT)?.length !== 2) throw new Error(`${MAPPING} names not two formats`);
  return { named, inferred };
}

async function checked(folder, rows, export_path, mapping) {
  const args = [PROGRAM, "check", export_path, "-m", mapping, "-l", join(folder, "none.db"), "--json", "--quiet"];
  const { stdout, cpu_ms, peak_mib } = await measured(folder, args);
  const result = JSON.parse(stdout);
  if (result.counts.pending !== rows) throw new Error(`check found ${result.counts.pending} of ${rows} rows good`);
  return { rows_per_s: rows / result.seconds, cpu_ms, peak_mib };
}

async function read(folder, rows, export_path, shape) {
  const { stdout, cpu_ms } = await measured(folder, [READ, export_path, shape]);
  const { wall_ms } = JSON.parse(stdout);
  return { rows_per_s: (rows / wall_ms) * 1000, cpu_ms };
}

/** Medians of `rounds` interleaved runs; start-up counts in CPU time alone. */
export async function benchCheck(folder, { small, large, rounds }) {
  const [small_path, large_path] = [join(folder, `${small}.csv`), join(folder, `${large}.csv`)];
  await makeExport(small, small_path);
  await makeExport(large, large_path);
  const { named, inferred } = writeMappings(folder);
  const results = { named: [], inferred: [], columns: [], arrays: [], small: [] };
  for (let round = 0; round < rounds; round += 1) {
    results.named.push(await checked(folder, large, large_path, named));
    results.columns.push(await read(folder, large, large_path, "columns"));
    results.inferred.push(await checked(folder, large, large_path, inferred));
    results.arrays.push(await read(folder, large, large_path, "arrays"));
    results.small.push(await checked(folder, small, small_path, inferred));
  }
  const middle = (name, what) => median(results[name].map((each) => each[what]));
  const speed = (name) => `${fixed(middle(name, "rows_per_s"), 0)} rows/s`;
  // Of each round, since its runs stand next to each other.
  const share = (ours, theirs) =>
    percent(median(results[ours].map((each, round) => each.rows_per_s / results[theirs][round].rows_per_s)));
  const [before, after] = [middle("small", "peak_mib"), middle("inferred", "peak_mib")];
  const beside = (what, name, theirs, goal = "") => [what, speed(name), speed(theirs), share(name, theirs), goal];
  return {
    title: `check of ${large} rows beside csv-parse alone`,
    columns: ["", "hire-import", "baseline", "ours to theirs", "goal"],
    lines: [
      beside("all said in the mapping; columns: true", "named", "columns", "75 %"),
      beside("all said in the mapping; arrays", "named", "arrays"),
      beside("times inferred, so read twice; columns: true", "inferred", "columns"),
      [
        `peak memory, ${small} rows the baseline`,
        `${fixed(after, 0)} MiB`,
        `${fixed(before, 0)} MiB`,
        times(after / before),
        "",
      ],
    ],
  };
}
