// Child of the bench: act one of a run and nothing else, into a real ledger that is synced like any other.
//   node bench/stage-export.mjs EXPORT MAPPING LEDGER
import { readFileSync } from "node:fs";
import { Brake, loadMapping, openExports, openLedger, stage, TARGETS } from "../dist/index.js";

const [export_path, mapping_path, ledger_path] = process.argv.slice(2);
// As the program itself would say it, so that a run finds the export staged whole.
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const started_ms = performance.now();
const mapping = loadMapping(mapping_path, TARGETS);
const exports = await openExports(mapping, [export_path]);
const ledger = openLedger(ledger_path);
ledger.setup.create(mapping.target.name, mapping.key_rule, Date.now());
await stage({
  ledger,
  mapping,
  exports,
  pass: ledger.runs.begin("run", version, process.pid, Date.now()),
  version,
  reuse: true,
  clock: { now_ms: Date.now },
  brake: new Brake(),
  observe: () => undefined,
});
const rows = ledger.summary.counts().pending;
ledger.close();
console.log(JSON.stringify({ rows, wall_ms: performance.now() - started_ms }));
