// How long a run takes to its first request where everything but one row of a large export is done.
import { join } from "node:path";
import Database from "better-sqlite3";
import { measured, startGateway } from "./child.mjs";
import { makeExport } from "./make-export.mjs";
import { fixed, median } from "./numbers.mjs";
import { MAPPING, PROGRAM, STAGE } from "./paths.mjs";

const HOUR_MS = 3_600_000;

/** Marks all rows but the last as done, each with its attempt, as an earlier run would have left them. */
function markDone(ledger) {
  const db = new Database(ledger);
  const at_ms = Date.now() - HOUR_MS;
  db.transaction(() => {
    db.prepare("UPDATE rows SET status = 'done', attempts = 1, remote_id = 'r' || id, updated_at_ms = ?").run(at_ms);
    db.prepare(
      `INSERT INTO attempts
         (row_id, run_id, number, fingerprint, started_at_ms, ended_at_ms, verdict, http_status, code)
       SELECT id, 1, 1, 'bench', ?, ?, 'accepted', 200, 0 FROM rows WHERE id < (SELECT max(id) FROM rows)`,
    ).run(at_ms, at_ms);
    db.prepare(
      "UPDATE rows SET status = 'pending', attempts = 0, remote_id = NULL WHERE id = (SELECT max(id) FROM rows)",
    ).run();
  })();
  db.close();
}

export async function benchResume(folder, { large: rows, rounds }) {
  const export_path = join(folder, "resume.csv");
  const ledger = join(folder, "resume.db");
  await makeExport(rows, export_path);
  await measured(folder, [STAGE, export_path, MAPPING, ledger]);
  markDone(ledger);
  const waits_s = [];
  for (let round = 0; round < rounds; round += 1) {
    const gateway = await startGateway({ window: "sliding", cap_per_s: 20, median_ms: 1, sigma: 0 });
    const env = { FEISHU_APP_ID: "cli_bench", FEISHU_APP_SECRET: "bench-secret", FEISHU_BASE_URL: gateway.url };
    const args = [PROGRAM, "run", export_path, "-m", MAPPING, "-l", ledger, "--quiet"];
    const { started_ms } = await measured(folder, args, { env });
    const { first_arrival_ms } = await gateway.stop();
    waits_s.push((first_arrival_ms - started_ms) / 1000);
    sendAgain(ledger);
  }
  return {
    title: `resume of ${rows} rows, one pending`,
    columns: ["", "hire-import", "goal"],
    lines: [["from the start to the first request", `${fixed(median(waits_s))} s`, "2 s"]],
  };
}

/** Lets the next round meet what this one met: its row pending, on no place yet. */
function sendAgain(ledger) {
  const db = new Database(ledger);
  const last = "(SELECT max(id) FROM rows)";
  db.exec(`DELETE FROM attempts WHERE row_id = ${last};
    UPDATE rows SET status = 'pending', attempts = 0, remote_id = NULL, failure = NULL WHERE id = ${last};
    UPDATE setup SET app_id = NULL, place = NULL`);
  db.close();
}
