// Child of the bench: the libraries that are decided, and nothing else. One slot, one synced commit, one request: no
// program that uses them can need less for a row. It ends at SIGINT.
//   node bench/bare.mjs EXPORT DATABASE BASE_URL
import { createReadStream } from "node:fs";
import Database from "better-sqlite3";
import Bottleneck from "bottleneck";
import { parse } from "csv-parse";
import { Pool } from "undici";

const [export_path, database_path, base_url] = process.argv.slice(2);

const database = new Database(database_path);
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE intents (row TEXT)");
const intend = database.prepare("INSERT INTO intents VALUES (?)");
const limiter = new Bottleneck({ maxConcurrent: 1, minTime: 50.5 });
const pool = new Pool(base_url, { connections: 64, pipelining: 1 });

async function send(body) {
  const headers = { "content-type": "application/json" };
  const answer = await pool.request({
    method: "POST",
    path: "/open-apis/hire/v1/external_applications",
    headers,
    body,
  });
  await answer.body.json();
}

process.on("SIGINT", () => process.exit(130));
for await (const row of createReadStream(export_path).pipe(parse({ bom: true, columns: true }))) {
  const body = JSON.stringify(row);
  await limiter.schedule(async () => {});
  intend.run(body);
  void send(body);
}
