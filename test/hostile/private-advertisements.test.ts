import { once } from "node:events";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, hire } from "../cli/program.js";

/** Strings that stand nowhere else, each for one thing that is private. */
const UNUSED = ["UNUSED-canary", "王无用", "13900017777", "unused.canary@example.com"];
const SECRET = "Secr3tCanary0fTheApp";
const TOKEN = "t-g1TokenCanary0123456789abcdef";
const NEVER = [...UNUSED, SECRET, TOKEN];

const MAPPING = `target: job-advertisement
fields:
  advertisement_id: ad
  job_channel_id: { value: "3" }
`;

/** Refuses every publication, and repeats what it was sent and told. */
async function echoingFeishu(): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      const is_token = request.url?.includes("tenant_access_token") === true;
      const all = `${SECRET} ${request.headers.authorization} ${body}`;
      const echo = { code: 4711, msg: all, error: { message: all, log_id: "L-1" } };
      const answer = is_token ? { code: 0, msg: "ok", tenant_access_token: TOKEN, expire: 7200 } : echo;
      response.writeHead(is_token ? 200 : 400, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("what is private about advertisements is in no log, ledger, message or JSON", async () => {
  const cwd = folder();
  const ads = Array.from({ length: 5 }, (_, n) => `705021183829160${String(n).padStart(4, "0")},${UNUSED.join(" / ")}`);
  writeFileSync(join(cwd, "export.csv"), `ad,note\n${ads.join("\n")}\n`);
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  const url = await echoingFeishu();
  const env = { HIRE_IMPORT_BASE_URL: url, FEISHU_APP_ID: "cli_canary", FEISHU_APP_SECRET: SECRET };
  const call = (...args: string[]) => hire(args, { cwd, env });
  const ran = await call("run", "export.csv", "--yes", "--rate", "100", "-v", "--log-file", "run.log");
  expect(ran.exit).toBe(1);
  const told = await Promise.all([call("status", "--json"), call("explain", "7050211838291600001@3")]);
  const texts = new Map([ran, ...told].map(({ stdout, stderr }, index) => [`call ${index}`, stdout + stderr]));
  for (const name of readdirSync(cwd).filter((each) => each !== "export.csv" && each !== "mapping.yaml")) {
    texts.set(name, readFileSync(join(cwd, name), "latin1"));
    expect({ name, mode: statSync(join(cwd, name)).mode & 0o077 }).toEqual({ name, mode: 0 });
  }
  expect(readFileSync(join(cwd, "run.log"), "utf8")).toMatch(/"event":"attempt".*7050211838291600001@3/);
  const canaries = [...NEVER, ...NEVER.map((text) => Buffer.from(text).toString("latin1"))];
  for (const [where, text] of texts)
    expect(
      canaries.filter((canary) => text.includes(canary)),
      where,
    ).toEqual([]);
});
