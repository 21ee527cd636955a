import { createHash } from "node:crypto";
import { appendFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { classify } from "../../src/feishu/classify.js";
import { COMMON_CODES } from "../../src/feishu/codes.js";
import { createTransport } from "../../src/feishu/http.js";
import type { RawAnswer } from "../../src/feishu/raw-answer.js";
import { uploadBody } from "../../src/feishu/upload.js";
import { axesOf } from "../../src/model/failure.js";
import type { FeishuRequest } from "../../src/model/reply.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { attachment } from "../../src/targets/attachment.js";
import { afterwards, folder } from "../support/afterwards.js";
import { closing, tcpServer } from "./servers.js";

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");

/** A file of several chunks, and the request that sends it. */
function fileOf(content: Buffer, path = "cvs.pdf", in_folder = folder()) {
  writeFileSync(join(in_folder, path), content);
  const file = { path, sha256: sha256(content), size_bytes: content.length };
  const { upload, ...request } = attachment.request({ external_id: "F-1", file });
  const placed: FeishuRequest = {
    ...request,
    upload: { ...(upload as NonNullable<typeof upload>), folders: [in_folder] },
  };
  return { request: placed, absolute: join(in_folder, path), in_folder };
}

const several = Buffer.alloc(200_000, "0123456789");

async function sandboxClient() {
  const sandbox = await startSandbox();
  afterwards(() => sandbox.close());
  const { app_id, app_secret } = sandbox;
  const transport = closing(createTransport({ base_url: new URL(sandbox.url), environment: {} }));
  const path = "/open-apis/auth/v3/tenant_access_token/internal";
  const issued = await transport.request({ method: "POST", path, body: { app_id, app_secret } });
  const { tenant_access_token } = JSON.parse(issued.kind === "answer" ? issued.text : "") as Record<string, string>;
  const headers = { authorization: `Bearer ${tenant_access_token}` };
  return { sandbox, send: (request: FeishuRequest) => transport.request({ ...request, headers }) };
}

describe("a file", () => {
  it.each([[Buffer.from("x")], [several], [Buffer.alloc(65_536, 1)], [Buffer.alloc(131_073, 2)]])(
    "arrives whole, whatever its size (%#)",
    async (content) => {
      const { sandbox, send } = await sandboxClient();
      const { request } = fileOf(content, '简历 "é"\r\n\\.PDF'.normalize("NFD"));
      const reply = classify(await send(request), COMMON_CODES, request);
      expect(reply).toMatchObject({ ok: true, data: { id: expect.any(String) } });
      expect(sandbox.records()[0]?.fields).toEqual({
        name: "简历 _é____.PDF".normalize("NFC"),
        mime: "application/pdf",
        size_bytes: content.length,
        sha256: sha256(content),
      });
    },
  );

  it("is written piece by piece, as many bytes as its head says", async () => {
    const { request } = fileOf(several);
    const { upload } = request;
    const body = uploadBody(upload as NonNullable<typeof upload>, upload?.folders ?? []);
    const sizes: number[] = [];
    for await (const chunk of body.chunks()) sizes.push(chunk.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(body.length_bytes);
  });

  it.each([
    [
      "FILE_CHANGED",
      "has other content of the same size",
      (path: string) => writeFileSync(path, Buffer.alloc(200_000, "x")),
    ],
    ["FILE_CHANGED", "has grown", (path: string) => appendFileSync(path, "x")],
    ["FILE_CHANGED", "has shrunk", (path: string) => writeFileSync(path, "0123")],
    ["FILE_MISSING", "is gone", (path: string) => rmSync(path)],
    [
      "FILE_CHANGED",
      "is a link now that leads out",
      (path: string) => {
        const elsewhere = join(folder(), "same.pdf");
        writeFileSync(elsewhere, several);
        rmSync(path);
        symlinkSync(elsewhere, path);
      },
    ],
  ])("is broken off before its end (%s) where it %s", async (reason, _case, change) => {
    const { sandbox, send } = await sandboxClient();
    const { request, absolute } = fileOf(several);
    change(absolute);
    const raw = await send(request);
    expect(raw).toMatchObject({ kind: "withdrawn", reason });
    const reply = classify(raw, COMMON_CODES, {});
    const failure = reply.ok ? undefined : reply.failure;
    expect(failure).toMatchObject({ kind: "file_trouble" });
    expect(failure && axesOf(failure).may_have_acted).toBe(false);
    expect(JSON.stringify(failure), "its name is nobody's business").not.toContain("cvs");
    expect(sandbox.records()).toEqual([]);
    // The next one finds a way that is whole.
    expect(await send(fileOf(several).request)).toMatchObject({ kind: "answer", http_status: 200 });
  });

  it("may take longer than an answer, as long as it gets on", async () => {
    const large = Buffer.alloc(several.length * 20, "x");
    let taken = 0;
    const { url } = await tcpServer((socket) => {
      socket.pause();
      // A line so slow that the whole would be cut off by the time of an answer.
      const timer = setInterval(() => {
        taken += socket.read()?.length ?? 0;
        if (taken < large.length) return;
        clearInterval(timer);
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"code":0}');
      }, 50);
      socket.on("error", () => clearInterval(timer));
    });
    const transport = closing(createTransport({ base_url: url, environment: {}, answer_timeout_ms: 1_000 }));
    const answer = await transport.request(fileOf(large).request);
    expect(answer).toMatchObject({ kind: "answer", http_status: 200 });
    expect(answer.took_ms).toBeGreaterThan(1_000);
  });

  it("is given up where nobody takes it any more", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    afterwards(() => {
      vi.useRealTimers();
    });
    const { url } = await tcpServer((socket) => socket.pause());
    const transport = closing(createTransport({ base_url: url, environment: {} }));
    let raw: RawAnswer | undefined;
    void transport.request(fileOf(Buffer.alloc(20_000_000, "x")).request).then((answer) => (raw = answer));
    // Until the system's buffers are full each chunk has its time anew, however many seconds pass meanwhile.
    while (raw === undefined) {
      await vi.advanceTimersByTimeAsync(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(raw).toMatchObject({ kind: "lost", reason: "ANSWER_TIMEOUT" });
  });
});
