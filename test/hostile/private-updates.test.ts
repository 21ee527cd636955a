import { once } from "node:events";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { csvText, rows, workplace } from "../cli/exports.js";
import { afterwards, hire, type Ran } from "../cli/program.js";

/** Strings that stand nowhere else, each for one thing that is private. */
const UNUSED = ["UNUSED-canary", "王无用", "13900017777", "unused.canary@example.com"];
const SECRET = "Secr3tCanary0fTheApp";
const TOKEN = "t-g1TokenCanary0123456789abcdef";
const NEVER = [...UNUSED, SECRET, TOKEN];
const USED = ["OldCanary", "NewCanary"];
const TAIL = "TailCanary";
const ROWS = 4;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** Takes every row, refuses every overwrite or fails with it, and repeats then what it was sent and told. */
async function echoingFeishu(): Promise<string> {
  let records = 0;
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const all = `${SECRET} ${request.headers.authorization} ${body}`;
    const answer = (status: number, said: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
    if (request.url?.includes("tenant_access_token") === true) {
      return answer(200, { code: 0, msg: "ok", tenant_access_token: TOKEN, expire: 7200 });
    }
    if (request.method === "POST") {
      records += 1;
      const id = String(7_400_000_000_000_000_000n + BigInt(records));
      return answer(200, { code: 0, msg: all, data: { external_application: { id } } });
    }
    if (request.method === "GET") return answer(400, { code: 4712, msg: all });
    const [status, code] = request.url?.endsWith("1") === true ? [500, 5_000_001] : [400, 1002002];
    return answer(status, { code, msg: all, error: { message: all, log_id: "L-1" } });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterwards(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function expectWithout(canaries: readonly string[], where: string, text: string): void {
  const spellings = [...canaries, ...canaries.map((canary) => Buffer.from(canary).toString("latin1"))];
  expect(
    spellings.filter((canary) => text.includes(canary)),
    where,
  ).toEqual([]);
}

it("what is private about updates is in no log, ledger, message or JSON", async () => {
  const job = (word: string) => `${word} with a title that is longer than anybody is to see of it: ${TAIL}`;
  const note = UNUSED.join(" / ");
  const cwd = workplace(rows(ROWS, () => ({ job: job("OldCanary"), note })));
  const env = { FEISHU_BASE_URL: await echoingFeishu(), FEISHU_APP_ID: "cli_canary", FEISHU_APP_SECRET: SECRET };
  const call = (...args: string[]): Promise<Ran> => hire(args, { cwd, env });
  expect(await call("run", "export.csv", "--rate", "100")).toMatchObject({ exit: 0 });
  writeFileSync(join(cwd, "export.csv"), csvText(rows(ROWS, () => ({ job: job("NewCanary"), note }))));
  const line = ["run", "export.csv", "--update-changed", "--rate", "100", "--max-attempts", "1", "--max-errors", "off"];
  const asked = await call(...line);
  expect(asked.stderr).toContain('job_title "OldCanary with a title');
  const ran = await call(...line, "--confirm", String(ROWS), "--log-file", "run.log");
  expect(ran, ran.stderr).toMatchObject({ exit: 1 });
  const told = [asked, ran, await call("status"), await call("status", "--json"), await call("explain", "A-1")];
  told.push(await call("explain", "A-2", "--json"));
  // Feishu's own words on a refusal are shown, and these repeat the record.
  for (const [index, { stdout, stderr }] of told.entries()) expectWithout(NEVER, `call ${index}`, stdout + stderr);
  expectWithout([TAIL], "the preview", asked.stdout + asked.stderr);
  const log = readFileSync(join(cwd, "run.log"), "utf8");
  expect(log).toMatch(/"event":"update","key":"A-\d","line":\d,"state":"failed"/);
  expectWithout([...USED, TAIL], "the log", log);
  for (const name of readdirSync(cwd).filter((each) => each !== "export.csv" && each !== "mapping.yaml")) {
    expectWithout(NEVER, name, readFileSync(join(cwd, name), "latin1"));
    expect({ name, mode: statSync(join(cwd, name)).mode & 0o077 }).toEqual({ name, mode: 0 });
  }
});
