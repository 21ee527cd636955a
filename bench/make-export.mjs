#!/usr/bin/env node
// Writes a big export for measurements: every row valid, 15 of the columns of fixtures/moka/export.csv (so its
// mapping fits), about 200 bytes a row, a quoted line break in two rows of a hundred. Usage:
//   node bench/make-export.mjs ROWS PATH [SEED]
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { csvLine, wall } from "../scripts/fixtures/csv.mjs";
import * as words from "../scripts/fixtures/moka-words.mjs";
import { Random } from "../scripts/fixtures/random.mjs";

const HEADER =
  "申请ID,人才ID,姓名,应聘职位,招聘类型,来源,来源类型,当前阶段,归档前阶段,状态,归档原因,终止类型,投递时间,归档时间,备注";
const FIRST_MS = Date.UTC(2016, 0, 4);
const LAST_MS = Date.UTC(2025, 11, 1);
const CHUNK_ROWS = 1000;
const JOBS = Object.values(words.DEPARTMENTS).flat();

function record(random, index, rows) {
  const [source, source_type] = random.weighted(words.SOURCES);
  const stage = random.weighted(words.STAGES);
  const reason = random.weighted(words.REASONS_OF_COMPANY);
  const applied_ms = FIRST_MS + Math.floor((index / rows) * (LAST_MS - FIRST_MS));
  const applied = wall(applied_ms);
  const ended = wall(applied_ms + random.between(1, 45) * 86_400_000 + random.between(0, 86_399) * 1000);
  return [
    String(10_000_000 + index),
    random.talentId(),
    random.pick(words.SURNAMES) + random.pick(words.GIVEN_NAMES),
    random.pick(JOBS),
    random.chance(0.16) ? "校招" : "社招",
    source,
    source_type,
    "归档",
    stage,
    "已淘汰",
    reason,
    "HR 主动终止",
    `${applied.year}/${applied.month}/${applied.day} ${applied.hour}:${applied.minute}`,
    `${ended.year}-${ended.month}-${ended.day} ${ended.hour}:${ended.minute}:${ended.second}`,
    random.chance(0.02) ? "面试反馈\n待定" : "",
  ];
}

/** The file's text in pieces of a thousand rows. */
export function* exportText(rows, seed) {
  const random = new Random(seed);
  yield `\uFEFF${HEADER}\r\n`;
  for (let first = 0; first < rows; first += CHUNK_ROWS) {
    let chunk = "";
    for (let index = first; index < Math.min(first + CHUNK_ROWS, rows); index += 1) {
      chunk += csvLine(record(random, index, rows), "\r\n");
    }
    yield chunk;
  }
}

/** Writes `rows` records to `path`; memory stays flat however many they are. */
export async function makeExport(rows, path, seed = 1) {
  await pipeline(exportText(rows, seed), createWriteStream(path));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [rows, path, seed = "1"] = process.argv.slice(2);
  if (!/^\d+$/.test(rows ?? "") || path === undefined || !/^\d+$/.test(seed)) {
    process.stderr.write("Usage: node bench/make-export.mjs ROWS PATH [SEED]\n");
    process.exit(2);
  }
  await makeExport(Number(rows), path, Number(seed));
}
