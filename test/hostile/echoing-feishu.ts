import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterwards } from "../cli/program.js";

/** Answers as it is told, which may be with all that it was sent. Gives the environment to reach it by. */
export async function echoingFeishu(how: (all: string, nth: number) => { status: number; body: object | string }) {
  let nth = 0;
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      const is_token = request.url?.includes("tenant_access_token") === true;
      const token = { status: 200, body: { code: 0, msg: "ok", tenant_access_token: "t-private", expire: 7200 } };
      nth += is_token ? 0 : 1;
      const { status, body } = is_token ? token : how(text, nth);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterwards(() => {
    server.closeAllConnections();
    server.close();
  });
  return { HIRE_IMPORT_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
