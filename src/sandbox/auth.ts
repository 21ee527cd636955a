import { randomBytes } from "node:crypto";
import { type Answer, refusal, tokenInvalid, tokenMalformed, tokenMissing } from "./answers.js";

const LIFE_MS = 7_200_000;
/** With less than this left, asking gives a new token and both stay valid (token page, 2025-03-26). */
const RENEWABLE_MS = 1_800_000;

interface Token {
  readonly text: string;
  readonly expires_ms: number;
}

export interface Auth {
  /** The flat answer of the token endpoint. Its errors come with HTTP 200, as official clients observed. */
  issue(body: Readonly<Record<string, unknown>>, now_ms: number): Answer;
  /** Null if the Authorization header carries a token that is alive. */
  check(authorization: string | undefined, now_ms: number): Answer | null;
  /** From now on the token of this header is dead. */
  revoke(authorization: string | undefined): void;
}

export function createAuth(app_id: string, app_secret: string): Auth {
  let tokens: Token[] = [];

  function current(now_ms: number): Token {
    const latest = tokens.at(-1);
    if (latest && latest.expires_ms - now_ms >= RENEWABLE_MS) return latest;
    const fresh = { text: `t-g1${randomBytes(18).toString("hex")}`, expires_ms: now_ms + LIFE_MS };
    tokens = [...tokens.filter((token) => token.expires_ms > now_ms), fresh];
    return fresh;
  }

  return {
    issue(body, now_ms) {
      if (body.app_id !== app_id) return refusal(200, 10003, "invalid param");
      if (body.app_secret !== app_secret) return refusal(200, 10014, "app secret invalid");
      const token = current(now_ms);
      const expire = Math.floor((token.expires_ms - now_ms) / 1000);
      return { http_status: 200, body: { code: 0, msg: "ok", tenant_access_token: token.text, expire } };
    },
    check(authorization, now_ms) {
      const text = bearer(authorization);
      if (text === null) return tokenMissing();
      if (!text.startsWith("t-")) return tokenMalformed();
      const alive = tokens.some((token) => token.text === text && token.expires_ms > now_ms);
      return alive ? null : tokenInvalid();
    },
    revoke(authorization) {
      const text = bearer(authorization);
      tokens = tokens.filter((token) => token.text !== text);
    },
  };
}

function bearer(authorization: string | undefined): string | null {
  return /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? "")?.[1] ?? null;
}
