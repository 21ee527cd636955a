// Child of the bench: the script that one would write instead, with the same libraries and each as its own
// documentation shows it. It stops at SIGINT, resumes nothing and retries nothing.
//   node bench/script.mjs EXPORT DATABASE BASE_URL
import { createReadStream } from "node:fs";
import Database from "better-sqlite3";
import Bottleneck from "bottleneck";
import { parse } from "csv-parse";
import pLimit from "p-limit";
import { z } from "zod";

const [export_path, database_path, base_url] = process.argv.slice(2);
const CONCURRENCY = 20;

const Application = z.object({
  external_id: z.string().min(1),
  talent_id: z.string().regex(/^\d{19}$/),
  job_recruitment_type: z.number(),
  job_title: z.string(),
  resume_source: z.string(),
  stage: z.string(),
  termination_reason: z.string(),
  termination_type: z.string(),
  delivery_type: z.number(),
  create_time: z.number(),
  modify_time: z.number(),
});

const database = new Database(database_path);
database.exec("CREATE TABLE results (external_id TEXT PRIMARY KEY, remote_id TEXT, code INTEGER)");
const insert = database.prepare("INSERT INTO results VALUES (?, ?, ?)");
const limiter = new Bottleneck({ minTime: 50 });
const limit = pLimit(CONCURRENCY);

async function post(path, body, token) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(base_url + path, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}

const app = { app_id: process.env.FEISHU_APP_ID, app_secret: process.env.FEISHU_APP_SECRET };
const token = (await post("/open-apis/auth/v3/tenant_access_token/internal", app)).tenant_access_token;

const time = (text) => Date.parse(`${text.replaceAll("/", "-").replace(" ", "T")}+08:00`);
const applicationOf = (row) => ({
  external_id: row.申请ID,
  talent_id: row.人才ID,
  job_recruitment_type: row.招聘类型 === "校招" ? 2 : 1,
  job_title: row.应聘职位,
  resume_source: row.来源,
  stage: row.归档前阶段 || row.当前阶段,
  termination_reason: row.归档原因,
  termination_type: row.终止类型,
  delivery_type: { "HR 主动寻访": 1, 主动投递: 2, 内推: 3 }[row.来源类型] ?? 4,
  create_time: time(row.投递时间),
  modify_time: time(row.归档时间),
});

async function send(row) {
  const application = Application.parse(applicationOf(row));
  const answer = await post("/open-apis/hire/v1/external_applications", application, token);
  insert.run(application.external_id, answer.data?.external_application.id ?? null, answer.code);
}

process.on("SIGINT", () => process.exit(130));
const sent = [];
const ORDER = {
  // p-limit lets 20 rows in at a time, and Bottleneck spaces those.
  slots: (row) => limit(() => limiter.schedule(() => send(row))),
  // Bottleneck takes every row at once and spaces all of them, p-limit bounds the requests.
  queue: (row) => limiter.schedule(() => limit(() => send(row))),
};
const start = ORDER[process.env.BENCH_ORDER ?? "slots"];
for await (const row of createReadStream(export_path).pipe(parse({ bom: true, columns: true }))) sent.push(start(row));
await Promise.all(sent);
