// How fast an export is staged beside csv-parse alone, and whether memory stays flat.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { measured } from "./child.mjs";
import { makeExport } from "./make-export.mjs";
import { fixed, median, percent, times } from "./numbers.mjs";
import { MAPPING, READ, STAGE } from "./paths.mjs";

async function rowsPerSecond(folder, rows, args) {
  const { stdout, cpu_ms, peak_mib } = await measured(folder, args);
  const result = JSON.parse(stdout);
  if (result.rows !== rows) throw new Error(`${args[0]} met ${result.rows} of ${rows} rows`);
  return { rows_per_s: (rows / result.wall_ms) * 1000, cpu_ms, peak_mib };
}

async function staged(folder, rows, export_path) {
  const ledger = join(folder, "staging.db");
  const result = await rowsPerSecond(folder, rows, [STAGE, export_path, MAPPING, ledger]);
  rmSync(ledger);
  return result;
}

/** Medians of `rounds` interleaved runs, so that a busy machine is busy for all of them. */
export async function benchStaging(folder, { small, large, rounds }) {
  const [small_path, large_path] = [join(folder, `${small}.csv`), join(folder, `${large}.csv`)];
  await makeExport(small, small_path);
  await makeExport(large, large_path);
  const results = { staged: [], columns: [], arrays: [], small: [] };
  for (let round = 0; round < rounds; round += 1) {
    results.staged.push(await staged(folder, large, large_path));
    results.columns.push(await rowsPerSecond(folder, large, [READ, large_path, "columns"]));
    results.arrays.push(await rowsPerSecond(folder, large, [READ, large_path, "arrays"]));
    results.small.push(await staged(folder, small, small_path));
  }
  const rows_per_s = (name) => median(results[name].map((each) => each.rows_per_s));
  const peak_mib = (name) => median(results[name].map((each) => each.peak_mib));
  // Of each round, since its runs stand next to each other. CPU time holds where neighbours keep the machine busy.
  const share = (name) => {
    const pairs = results.staged.map((ours, round) => [ours, results[name][round]]);
    const by_clock = percent(median(pairs.map(([ours, theirs]) => ours.rows_per_s / theirs.rows_per_s)));
    const by_cpu = percent(median(pairs.map(([ours, theirs]) => theirs.cpu_ms / ours.cpu_ms)));
    return `${by_clock}, ${by_cpu}`;
  };
  const speed = (name) => `${fixed(rows_per_s(name), 0)} rows/s`;
  const [before, after] = [peak_mib("small"), peak_mib("staged")];
  return {
    title: `staging of ${large} rows beside csv-parse alone`,
    columns: ["", "hire-import", "baseline", "ours to theirs", "goal"],
    lines: [
      ["csv-parse, columns: true (by the clock, by CPU)", speed("staged"), speed("columns"), share("columns"), "75 %"],
      ["csv-parse, arrays", speed("staged"), speed("arrays"), share("arrays"), ""],
      [
        `peak memory, ${small} rows the baseline`,
        `${fixed(after, 0)} MiB`,
        `${fixed(before, 0)} MiB`,
        times(after / before),
        "1.20 x",
      ],
    ],
  };
}
