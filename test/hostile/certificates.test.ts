import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rows, workplace } from "../cli/exports.js";
import { afterwards, hire } from "../cli/program.js";
import { authority, type Certificate, selfSigned } from "../support/certificates.js";

const ID = { FEISHU_APP_ID: "cli_tls", FEISHU_APP_SECRET: "secret" };
const HERE = ["127.0.0.1"];
const issuer = authority();

/** A Feishu that holds what it is given, over TLS. */
async function tlsFeishu({ cert, key }: Certificate) {
  let connections = 0;
  let held = 0;
  const server: Server = createServer({ cert, key }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const is_token = request.url?.includes("tenant_access_token") === true;
    if (!is_token) held += 1;
    const data = { external_application: { id: `74000000000000000${10 + held}` } };
    const body = is_token ? { code: 0, tenant_access_token: "t-tls", expire: 7200 } : { code: 0, data };
    response.end(JSON.stringify(body));
  });
  server.on("connection", () => {
    connections += 1;
  });
  await listening(server);
  const base_url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { ...ID, FEISHU_BASE_URL: base_url },
    connections: () => connections,
    held: () => held,
  };
}

/** A proxy that answers every CONNECT with these bytes. */
async function proxy(answer: string) {
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => {
      asked += 1;
      socket.end(answer);
    });
  });
  await listening(server, () => {
    for (const socket of sockets) socket.destroy();
  });
  const HTTPS_PROXY = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { env: { ...ID, HTTPS_PROXY, FEISHU_BASE_URL: "https://feishu.invalid" }, asked: () => asked };
}

async function listening(server: ReturnType<typeof createTcpServer> | Server, end?: () => void): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterwards(async () => {
    end?.();
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}

const CASES: readonly (readonly [name: string, certificate: Certificate, says: RegExp])[] = [
  ["self-signed", selfSigned(HERE), /not trusted: it is self-signed \(DEPTH_ZERO_SELF_SIGNED_CERT\)/],
  ["of an unknown issuer", issuer.issue(HERE), /not trusted: its issuer is unknown on this machine \(UNABLE_/],
  ["expired", issuer.issue(HERE, -30, -1), /certificate/],
];

describe("a certificate that is not trusted ends the command at once and says what to do", () => {
  it.each(CASES)("%s", async (_name, certificate, says) => {
    const feishu = await tlsFeishu(certificate);
    const cwd = workplace(rows(3));
    const ran = await hire(["run", "export.csv"], { cwd, env: feishu.env });
    expect(ran).toMatchObject({ exit: 4, stderr: expect.stringMatching(says) });
    expect(ran.stderr).toContain("NODE_EXTRA_CA_CERTS");
    expect(ran.stderr).not.toMatch(/unreachable/);
    expect(ran.stdout).toMatch(/3 to send/);
    expect(feishu.connections(), "nothing is tried again").toBeLessThanOrEqual(2);
  });

  it.each([["doctor"], ["check", "export.csv", "--online"]])("in %s %s %s, too", async (...args) => {
    const feishu = await tlsFeishu(issuer.issue(HERE));
    const ran = await hire([...args.filter(Boolean), "--json"], { cwd: workplace(rows(1)), env: feishu.env });
    expect(ran.exit).toBe(4);
    expect(ran.json.error).toMatchObject({
      kind: "unreachable",
      message: expect.stringMatching(/certificate is not trusted/),
      hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS/),
    });
    expect(feishu.connections()).toBeLessThanOrEqual(2);
  });

  it("and doing it helps", async () => {
    const feishu = await tlsFeishu(issuer.issue(HERE));
    const cwd = workplace(rows(2));
    writeFileSync(join(cwd, "ca.pem"), issuer.cert);
    const env = { ...feishu.env, NODE_EXTRA_CA_CERTS: join(cwd, "ca.pem") };
    expect((await hire(["run", "export.csv", "--json"], { cwd, env })).json).toMatchObject({
      exit: 0,
      counts: { done: 2 },
    });
  });

  it.each([
    ["expired", issuer.issue(HERE, -30, -1), /has expired \(CERT_HAS_EXPIRED\)/, /date and time/],
    ["not valid yet", issuer.issue(HERE, 10, 30), /not valid yet \(CERT_NOT_YET_VALID\)/, /date and time/],
    ["for another name", issuer.issue(["open.feishu.cn"]), /for another host name \(ERR_TLS_CERT_ALT/, /base URL/],
  ])("%s, of a known issuer", async (_name, certificate, says, advises) => {
    const feishu = await tlsFeishu(certificate);
    const cwd = workplace(rows(1));
    writeFileSync(join(cwd, "ca.pem"), issuer.cert);
    const env = { ...feishu.env, NODE_EXTRA_CA_CERTS: join(cwd, "ca.pem") };
    const { exit, json } = await hire(["run", "export.csv", "--json"], { cwd, env });
    expect({ exit, ...json.error }).toMatchObject({
      exit: 4,
      message: expect.stringMatching(says),
      hint: expect.stringMatching(advises),
    });
    expect(feishu.held()).toBe(0);
  });
});

describe("a proxy that refuses ends the command at once and says what to do", () => {
  it.each([
    [407, "asks for a user name and password", ["run", "export.csv"]],
    [407, "asks for a user name and password", ["doctor"]],
    [407, "asks for a user name and password", ["check", "export.csv", "--online"]],
    [403, "does not let this connection through", ["run", "export.csv"]],
  ])("%d: %s (%s)", async (status, says, args) => {
    const through = await proxy(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    const ran = await hire([...args, "--json"], { cwd: workplace(rows(1)), env: through.env });
    expect(ran.exit).toBe(4);
    expect(ran.json.error).toMatchObject({
      message: `Feishu could not be reached: the proxy ${says} (PROXY_HTTP_${status})`,
      hint: expect.stringMatching(/HTTPS_PROXY.*NO_PROXY/),
    });
    expect(through.asked()).toBeLessThanOrEqual(2);
  });
});
