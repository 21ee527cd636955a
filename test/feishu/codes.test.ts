import { describe, expect, it } from "vitest";
import { classify } from "../../src/feishu/classify.js";
import { COMMON_CODES, codeTable, mergeCodes, TOKEN_CODES } from "../../src/feishu/codes.js";
import type { RawAnswer, WholeAnswer } from "../../src/feishu/raw-answer.js";
import { axesOf, type FailureKind } from "../../src/model/failure.js";

function answer(http_status: number, body: unknown, more: Partial<WholeAnswer> = {}): WholeAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { kind: "answer", http_status, headers: {}, text, cut: false, took_ms: 1, ...more };
}

function failureOf(raw: RawAnswer, codes = COMMON_CODES) {
  const reply = classify(raw, codes);
  if (reply.ok) throw new Error("it is ok");
  return reply.failure;
}

const STATUSES = [200, 400, 403, 404, 429, 500, 502] as const;

type Row = [code: number, http_200: FailureKind, http_4xx: FailureKind, http_429: FailureKind, http_5xx: FailureKind];

const MATRIX: Row[] = [
  ...[99991400].map((code): Row => [code, "throttled", "throttled", "throttled", "throttled"]),
  ...[99991663, 99991664].map((code): Row => [code, "token_dead", "token_dead", "token_dead", "token_dead"]),
  ...[1002001, 1020001].map((code): Row => [code, "system_error", "system_error", "system_error", "system_error"]),
  ...[
    99991201, 99991301, 99991401, 99991403, 99991543, 99991661, 99991662, 99991665, 99991668, 99991671, 99991672,
    99991673, 99991676, 99991677, 99991679,
  ].map((code): Row => [code, "refused_us", "refused_us", "refused_us", "system_error"]),
  ...[9499, 1002002, 99992402].map((code): Row => [code, "refused", "refused", "refused", "system_error"]),
  ...[2200, 4006, 5000, 10101, 1500, 1699].map((code): Row => [code, "system_error", "busy", "busy", "system_error"]),
  ...[1, 1499, 1700, 1002102, 7777777].map(
    (code): Row => [code, "unknown_code", "unknown_code", "busy", "system_error"],
  ),
  [-1, "unknown_code", "unknown_code", "busy", "system_error"],
  [0, "unreadable_answer", "unreadable_answer", "unreadable_answer", "system_error"],
];

describe("code and HTTP status -> kind", () => {
  it.each(MATRIX)("%i: 200 %s, 4xx %s, 429 %s, 5xx %s", (code, http_200, http_4xx, http_429, http_5xx) => {
    for (const status of STATUSES) {
      if (code === 0 && status === 200) continue;
      const expected = status >= 500 ? http_5xx : status === 429 ? http_429 : status >= 400 ? http_4xx : http_200;
      expect({ status, kind: failureOf(answer(status, { code, msg: "m" })).kind }).toEqual({ status, kind: expected });
    }
  });

  it("covers every code that is known", () => {
    for (const code of COMMON_CODES.keys()) expect(MATRIX.map((row) => row[0])).toContain(code);
  });

  it("has words and advice for each", () => {
    for (const { meaning, hint } of [...COMMON_CODES.values(), ...TOKEN_CODES.values()]) {
      expect(meaning).toMatch(/^[A-Z].*[^.]$/);
      expect(hint).toMatch(/^[A-Z].*\.(?:cn)?\.?$/);
    }
  });

  it("takes what a target adds, and refuses a number explained twice", () => {
    const own = codeTable({ 1002102: { kind: "refused", meaning: "The talent does not exist", hint: "Mend it." } });
    expect(failureOf(answer(400, { code: 1002102 }), mergeCodes(COMMON_CODES, own))).toMatchObject({
      kind: "refused",
      message: "The talent does not exist",
    });
    expect(() => mergeCodes(COMMON_CODES, own, own)).toThrow("1002102");
  });
});

describe("an answer counts only when it is whole and understood", () => {
  it("code 0 with 2xx is success, with or without data", () => {
    expect(classify(answer(200, { code: 0, data: { id: "7" } }), COMMON_CODES)).toMatchObject({
      ok: true,
      code: 0,
      http_status: 200,
      data: { id: "7" },
    });
    expect(classify(answer(200, { code: 0, msg: "ok" }), COMMON_CODES)).toMatchObject({ ok: true, data: undefined });
  });

  it.each([
    ["no JSON", answer(200, "<html>login</html>")],
    ["half a JSON", answer(200, '{"code":0,"da')],
    ["an empty body", answer(200, "")],
    ["a list", answer(200, [{ code: 0 }])],
    ["null", answer(200, "null")],
    ["no code", answer(200, { data: {} })],
    ["code as text", answer(200, { code: "0" })],
    ["code as a fraction", answer(200, { code: 0.5 })],
    ["a code beyond all integers", answer(200, '{"code":1e30}')],
    ["4xx without JSON", answer(404, "not found")],
    ["429 without JSON", answer(429, "slow down")],
    ["success with 4xx", answer(400, { code: 0 })],
    ["a redirect", answer(302, "")],
    ["a redirect with a code", answer(302, { code: 1002002 })],
    ["cut off, though it would parse", answer(200, { code: 0 }, { cut: true })],
  ])("%s: it may have acted", (_name, raw) => {
    const failure = failureOf(raw);
    expect(failure.kind).toBe("unreadable_answer");
    expect(axesOf(failure).may_have_acted).toBe(true);
  });

  it("5xx without JSON is a system error", () => {
    expect(failureOf(answer(502, "<html>Bad Gateway</html>"))).toMatchObject({
      kind: "system_error",
      http_status: 502,
    });
  });

  it.each([
    ["a gateway that has waited in vain", answer(504, "<html>"), "lost"],
    ["one that says so in JSON", answer(504, { code: 504, msg: "gateway timeout" }), "lost"],
    ["Cloudflare's", answer(524, ""), "lost"],
    ["204", answer(204, ""), "empty_answer"],
    ["205", answer(205, ""), "empty_answer"],
    ["an empty body with 200", answer(200, ""), "unreadable_answer"],
    ["a throttle with 504", answer(504, { code: 99991400 }), "throttled"],
  ])("%s", (_name, raw, kind) => {
    expect(failureOf(raw).kind).toBe(kind);
  });

  it.each([
    ["200", answer(200, ""), "empty_answer"],
    ["202, with a line break", answer(202, "\r\n"), "empty_answer"],
    ["200 with a page", answer(200, "<html>"), "unreadable_answer"],
    ["302", answer(302, ""), "unreadable_answer"],
    ["502", answer(502, ""), "system_error"],
  ])("a deletion that is answered by %s", (_name, raw, kind) => {
    expect(classify(raw, COMMON_CODES, { method: "DELETE" })).toMatchObject({ failure: { kind } });
  });

  it("a success that echoes something else is another request's, and what it shows is kept", () => {
    const data = { external_application: { id: "7", talent_id: "2" } };
    const differsIn = (shown: unknown) => (shown === data ? ["talent_id", "stage"] : []);
    const reply = classify(answer(200, { code: 0, data }), COMMON_CODES, { differsIn: () => differsIn(data) });
    expect(reply).toMatchObject({
      ok: false,
      data,
      failure: {
        kind: "foreign_answer",
        message: "The response belongs to another request: it shows another talent_id, another stage",
      },
    });
    expect(classify(answer(200, { code: 0, data }), COMMON_CODES, { differsIn: () => [] }).ok).toBe(true);
    expect(classify(answer(400, { code: 1002102, data }), COMMON_CODES, { differsIn: () => ["x"] })).toMatchObject({
      failure: { kind: "unknown_code" },
    });
  });

  it("an access token answers nothing but the request for one", () => {
    const raw = answer(200, { code: 0, msg: "ok", tenant_access_token: "t-1", expire: 7200 });
    expect(classify(raw, COMMON_CODES).ok).toBe(true);
    expect(classify(raw, COMMON_CODES, {})).toMatchObject({ ok: false, failure: { kind: "foreign_answer" } });
  });

  it("a broken connection is lost, none at all unreachable", () => {
    const headers = { "x-tt-logid": "L", date: "Sun, 22 Nov 2026 02:00:00 GMT" };
    expect(
      classify({ kind: "lost", reason: "ECONNRESET", took_ms: 3, http_status: 200, headers }, COMMON_CODES),
    ).toEqual({
      ok: false,
      took_ms: 3,
      http_status: 200,
      log_id: "L",
      server_time_ms: Date.UTC(2026, 10, 22, 2),
      failure: expect.objectContaining({ kind: "lost", log_id: "L", http_status: 200 }),
    });
    for (const [reason, words] of [
      ["ECONNREFUSED", "nothing is listening"],
      ["ENOTFOUND", "name does not resolve"],
      ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate"],
      ["SELF_SIGNED_CERT_IN_CHAIN", "certificate"],
      ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate"],
      ["CERT_HAS_EXPIRED", "certificate"],
      ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate"],
      ["PROXY_HTTP_403", "proxy"],
      ["WHATEVER", "no connection"],
    ] as const) {
      const failure = failureOf({ kind: "unreachable", reason, took_ms: 0 });
      expect(failure.kind).toBe("unreachable");
      expect(failure.message).toContain(words);
      expect(failure.message).toContain(reason);
    }
  });
});

describe("what is kept of an answer", () => {
  it.each([
    [{ "x-tt-logid": "A", "x-request-id": "B" }, { log_id: "C" }, "A"],
    [{ "x-request-id": "B" }, { error: { log_id: "C" } }, "B"],
    [{}, { error: { log_id: "C", logid: "D" }, log_id: "E" }, "C"],
    [{}, { error: { logid: "D" } }, "D"],
    [{}, { error: null, log_id: "E" }, "E"],
    [{}, { error: "E" }, undefined],
  ])("the log id of %j %j", (headers, body, log_id) => {
    const reply = classify(answer(400, { code: 1002002, ...body }, { headers }), COMMON_CODES);
    expect(reply.log_id).toBe(log_id);
    expect(!reply.ok && reply.failure.log_id).toBe(log_id);
  });

  it("the server's time", () => {
    const at = (date: string) => classify(answer(200, { code: 0 }, { headers: { date } }), COMMON_CODES).server_time_ms;
    expect(at("Sun, 22 Nov 2026 02:00:00 GMT")).toBe(Date.UTC(2026, 10, 22, 2));
    expect(at("soon")).toBeUndefined();
  });

  it.each([
    [{ "x-ogw-ratelimit-reset": "52" }, 52],
    [{ "x-ogw-ratelimit-reset": "0.25", "retry-after": "9" }, 0.25],
    [{ "x-ogw-ratelimit-reset": "0", "retry-after": "9" }, 9],
    [{ "x-ogw-ratelimit-reset": "-3" }, undefined],
    [{ "x-ogw-ratelimit-reset": "1e9" }, undefined],
    [{ "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }, undefined],
    [{}, undefined],
  ])("how long a throttle lasts: %j", (headers, reset_s) => {
    const raw = answer(429, { code: 99991400, msg: "request trigger frequency limit" }, { headers });
    expect(classify(raw, COMMON_CODES).throttle_reset_s).toBe(reset_s);
  });
});

describe("messages", () => {
  it("are the same for every row with the same cause", () => {
    const said = (n: number) =>
      failureOf(
        answer(
          400,
          { code: 424242, msg: `boom, log_id: 2026${n}AB (request_id=${n})` },
          { headers: { "x-tt-logid": `${n}` } },
        ),
      ).message;
    expect(said(1)).toBe(said(2));
    expect(said(1)).toContain("424242 (boom)");
  });

  it("name the fields that Feishu names, never their values", () => {
    const field_violations = [
      { field: "talent_id", value: "SECRET-CELL", description: "the min len is 1" },
      { field: "stage", description: "too long" },
      "nonsense",
    ];
    const failure = failureOf(
      answer(400, { code: 99992402, msg: "field validation failed", error: { field_violations } }),
    );
    expect(failure.message).toBe("Feishu refused a field of the payload: talent_id: the min len is 1; stage: too long");
  });

  it("name the scopes that are missing", () => {
    const permission_violations = [{ type: "action_scope_required", subject: "hire:external_application" }, null, {}];
    const failure = failureOf(answer(400, { code: 99991672, error: { permission_violations } }));
    expect(failure).toMatchObject({ kind: "refused_us" });
    expect(failure.hint).toContain("Missing: hire:external_application.");
  });

  it("carry no token, no control characters and no novel", () => {
    const msg = `bad\u001b[31m t-g1044qeGEDXTB6NDJOGV4JQCYDGHRBARFTGT1234 Bearer abc ${"x".repeat(5000)}`;
    const { message } = failureOf(answer(400, { code: 1002002, msg }));
    for (const bad of ["g1044", "abc", "\u001b"]) expect(message).not.toContain(bad);
    expect(message.length).toBeLessThan(300);
  });
});
